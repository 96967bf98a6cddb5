"""Relations between marks in exports: where both marks are, and for whoever may see them."""

import json

import pytest
from django.utils import timezone

from annotator.models import Annotation
from projects.vocabulary import Tlp
from tests.cast import make_document, make_mark, make_relation
from tests.exchange.conftest import Stage, finish

# Who sees the annotator's marks while the reading is open, and when it is finished.
BEFORE = {"annotator", "reviewer"}
AFTER = {"annotator", "annotator2", "reviewer", "adjudicator", "manager"}


@pytest.fixture
def related(full: Stage) -> Stage:
    """… with the annotator's marks related, once in a way that was taken back."""
    author, document = full.cast.participant("annotator"), full.documents[0]
    mark = Annotation.objects.get(document=document, author=author)
    other = make_mark(document, author, full.label, 27, 46)
    make_relation(mark, other)
    make_relation(other, mark, "contradicts")
    make_relation(other, mark, deleted_at=timezone.now())
    return full


@pytest.mark.parametrize("name", sorted(AFTER | {"viewer"}))
def test_relations_are_exported_exactly_where_the_reader_may_see_them(related: Stage, name: str) -> None:
    before = related.export(name)
    assert len(before.lines("relations")) == before.manifest["counts"]["relations"] == 2 * (name in BEFORE)
    finish(related.documents[0], related.cast, "annotator", "annotator2")
    after = related.export(name)
    assert len(after.lines("relations")) == 2 * (name in AFTER)


def test_a_line_names_both_marks_and_the_kind(related: Stage) -> None:
    made = related.export("annotator")
    marks = {mark["id"] for line in made.lines() for mark in line["annotations"]}
    lines = made.lines("relations")
    assert [(line["kind"], line["symmetric"]) for line in lines] == [("supports", False), ("contradicts", True)]
    for line in lines:
        assert {line["source"], line["target"]} <= marks
        assert (line["author"], line["tlp"]) == ("annotator", "AMBER")
        assert line["document"] == str(related.documents[0].id)


def test_a_relation_is_left_out_with_either_of_its_marks(related: Stage) -> None:
    assert related.export("annotator", filters={"labels": ["Statement/Figure"]}).lines("relations") == []
    secret = make_document(related.cast.project, tlp=Tlp.RED)
    author = related.cast.participant("annotator")
    make_relation(*(make_mark(secret, author, related.label) for _ in range(2)))
    assert len(related.export("annotator").lines("relations")) == 2
    Annotation.objects.filter(label=related.label).update(deleted_at=timezone.now())
    assert related.export("annotator").lines("relations") == []


def test_in_web_annotations_a_relation_links_one_annotation_to_another(related: Stage) -> None:
    made = related.export("annotator", format="web_annotation")
    collection = json.loads(made.content())
    items = {item["id"]: item for item in collection["first"]["items"]}
    links = [item for item in items.values() if item["motivation"] == "linking" and "stance" not in item]
    assert len(links) == made.manifest["counts"]["relations"] == 2
    for link in links:
        resource, kind = link["body"]
        assert items[resource["source"]]["motivation"] == items[link["target"]]["motivation"] == "classifying"
        assert resource["purpose"] == "linking"
        assert kind["value"] in {"supports", "contradicts"}
    assert collection["total"] == len(items)
