"""The Web Annotation export against the structure that the W3C model prescribes."""

import json
from typing import Any
from urllib.parse import urlsplit

import pytest

from annotator.models import Anchor
from reviews.models import Claim, Evidence
from tests.cast import make_mark
from tests.exchange.conftest import ASTRAL, Made, Stage, add_evidence, finish, settle

MOTIVATIONS = {
    "assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting", "identifying",
    "linking", "moderating", "questioning", "replying", "tagging",
}  # fmt: skip
AGENTS = {"Person", "Organization", "Software"}


def is_iri(value: Any) -> bool:
    """Whether a value is an absolute IRI."""
    return isinstance(value, str) and bool(urlsplit(value).scheme) and " " not in value


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def check_selector(selector: dict[str, Any]) -> None:
    """Section 4.2: position selectors have start and end, quote selectors exactly one exact."""
    if selector["type"] == "TextPositionSelector":
        assert set(selector) == {"type", "start", "end"}
        assert 0 <= selector["start"] < selector["end"]
    else:
        assert selector["type"] == "TextQuoteSelector"
        assert set(selector) <= {"type", "exact", "prefix", "suffix"}
        assert selector["exact"]


def check_resource(resource: Any) -> None:
    """Sections 3.2 and 4: an IRI, an embedded textual body, or a specific resource with one source."""
    if isinstance(resource, str):
        assert is_iri(resource)
        return
    if resource["type"] == "TextualBody":
        assert isinstance(resource["value"], str)
    else:
        assert resource["type"] == "SpecificResource"
        assert is_iri(resource["source"])
        for selector in as_list(resource.get("selector", [])):
            check_selector(selector)
    if "purpose" in resource:
        assert resource["purpose"] in MOTIVATIONS


def check_annotation(annotation: dict[str, Any]) -> None:
    """Section 3.1: an id, the type, at least one target, and known motivations."""
    assert is_iri(annotation["id"])
    assert annotation["type"] == "Annotation"
    assert as_list(annotation["target"])
    for motivation in as_list(annotation["motivation"]):
        assert motivation in MOTIVATIONS
    for resource in [*as_list(annotation["target"]), *as_list(annotation.get("body", []))]:
        check_resource(resource)
    assert annotation["creator"]["type"] in AGENTS
    for when in ("created", "modified"):
        assert annotation.get(when, "2024-01-01T00:00:00Z").endswith("Z"), "times are in UTC"


def check_collection(collection: dict[str, Any]) -> list[dict[str, Any]]:
    """Section 5: a collection whose first page is embedded and points back to it."""
    assert as_list(collection["@context"])[0] == "http://www.w3.org/ns/anno.jsonld"
    assert collection["type"] == "AnnotationCollection"
    page = collection["first"]
    assert page["type"] == "AnnotationPage"
    assert page["partOf"] == collection["id"]
    assert page["startIndex"] == 0
    assert collection["total"] == len(page["items"])
    ids = [annotation["id"] for annotation in page["items"]]
    assert len(set(ids)) == len(ids)
    for annotation in page["items"]:
        check_annotation(annotation)
    own_words = set(collection["@context"][1])
    known = {"id", "type", "motivation", "creator", "created", "modified", "body", "target"}
    assert {key for annotation in page["items"] for key in annotation} <= known | own_words
    items: list[dict[str, Any]] = page["items"]
    return items


def annotations(made: Made) -> list[dict[str, Any]]:
    """The checked annotations of an export."""
    return check_collection(json.loads(made.content()))


@pytest.fixture
def open_stage(full: Stage) -> Stage:
    """Everything finished, so that a reviewer sees all marks; one mark has two fragments and a note."""
    cast = full.cast
    mark = make_mark(
        full.documents[0], cast.participant("annotator"), full.label, 4, 12, note="Both", attributes={"sure": True}
    )
    Anchor.objects.filter(annotation=mark).update(starts=[4, 27], ends=[12, 46])
    finish(full.documents[0], cast, "annotator", "annotator2")
    return full


def test_marks_are_targets_with_two_selectors_that_find_the_same_words(open_stage: Stage) -> None:
    made = open_stage.export("reviewer", format="web_annotation")
    assert made.fetch()["Content-Type"] == "application/ld+json"
    marks = [annotation for annotation in annotations(made) if annotation["motivation"] == "classifying"]
    assert len(marks) == 3
    for mark in marks:
        for target in mark["target"]:
            position, quote = target["selector"]
            assert ASTRAL[position["start"] : position["end"]] == quote["exact"]
            assert f"{quote['prefix']}{quote['exact']}{quote['suffix']}" in ASTRAL
            revision = open_stage.documents[0].current_revision_id
            assert target["source"] == f"http://testserver/api/v1/revisions/{revision}/text"
    two = next(mark for mark in marks if len(mark["target"]) == 2)
    assert [body["purpose"] for body in two["body"]] == ["classifying", "classifying", "commenting"]
    assert (two["body"][0]["value"], two["body"][2]["value"]) == ("Statement", "Both")
    assert (two["attributes"], two["tlp"], two["layer"]) == ({"sure": True}, "AMBER", "person")


def test_claims_describe_evidence_links_and_verdicts_assess(open_stage: Stage) -> None:
    claim = Claim.objects.get(statement="A convoy crossed the bridge.")
    author = open_stage.cast.participant("reviewer")
    add_evidence(claim, open_stage.documents[0], 27, 46, author, stance="contradicts", note="Which bridge?")
    Evidence.objects.create(
        project_id=claim.project_id,
        claim=claim,
        stance="supports",
        record={"citation": "Barometer", "url": "https://barometer.example/14", "quotation": "41 per cent"},
        author=author,
        tlp=2,
        created_at=claim.created_at,
    )
    settle(claim, open_stage.cast)
    items = annotations(open_stage.export("reviewer", format="web_annotation"))
    described = next(item for item in items if item["id"] == f"urn:uuid:{claim.id}")
    assert described["motivation"] == "describing"
    assert described["body"][0]["value"] == "A convoy crossed the bridge."
    assert described["target"][0]["selector"][1]["exact"] == ASTRAL[4:12]
    assert (described["finding"], described["credibility"]) == ("refuted", 5)
    address = f"http://testserver/api/v1/claims/{claim.id}"
    links = [item for item in items if item["motivation"] == "linking" and item["body"][0]["source"] == address]
    assert [link["stance"] for link in links] == ["states", "contradicts", "supports"]
    assert links[1]["target"][0]["selector"][1]["exact"] == ASTRAL[27:46]
    assert links[2]["target"] == [
        {
            "type": "SpecificResource",
            "source": "https://barometer.example/14",
            "selector": {"type": "TextQuoteSelector", "exact": "41 per cent", "prefix": "", "suffix": ""},
        }
    ]
    assessed = [item for item in items if item["motivation"] == "assessing" and item["target"] == address]
    assert {item["creator"]["name"] for item in assessed} == {"reviewer2", "reviewer3", "adjudicator"}


def test_an_empty_project_is_an_empty_collection(stage: Stage) -> None:
    made = stage.export("viewer", format="web_annotation")
    assert annotations(made) == []
    assert [part["name"] for part in made.manifest["parts"]] == ["annotations"]
