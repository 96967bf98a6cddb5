"""Finding words in texts, and what stands around them: in code points, whatever the lines and quotation marks."""

from itertools import pairwise

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from reviews.queries.passages import around, find_words, text_between
from reviews.queries.picking import find_marks, find_passages
from sources.models import Document, Revision, Section
from tests.cast import make_document, make_label, make_mark, make_project, make_reading
from tests.reviews.conftest import Desk

ASTRAL = "🧭 The convoy — 41 “trucks” —\ncrossed at Sarn. 🚚🚚 عبرت القافلة الجسر.\n\nThe convoy came back.\n"


def revision_of(document: Document) -> Revision:
    assert document.current_revision is not None
    return document.current_revision


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("The convoy", ["The convoy", "The convoy"]),
        ('41 "trucks" - crossed', ["41 “trucks” —\ncrossed"]),
        ('41 "trucks" —  crossed', ["41 “trucks” —\ncrossed"]),
        ("🚚🚚 عبرت", ["🚚🚚 عبرت"]),
        ("no such words", []),
        ("   ", []),
    ],
)
def test_words_are_found_however_they_are_broken_and_quoted(desk: Desk, words: str, found: list[str]) -> None:
    document = make_document(desk.cast.project, ASTRAL)
    passages = find_words(revision_of(document).id, words)
    assert [passage.exact for passage in passages] == found
    for passage in passages:
        assert ASTRAL[passage.start : passage.end] == passage.exact


def test_a_passage_over_the_edge_of_two_sections_is_one(desk: Desk) -> None:
    text = "x" * 7995 + " across the edge " + "y" * 8100
    document = make_document(desk.cast.project, text)
    (passage,) = find_words(revision_of(document).id, "across the edge")
    assert (passage.start, passage.end) == (7996, 8011)
    assert text_between(revision_of(document).id, 7996, 8011) == "across the edge"
    place = (revision_of(document).id, 7996, 8011)
    shown = around([place])[place]
    assert (shown.exact, shown.before[-6:], shown.after[:4]) == ("across the edge", "xxxxx ", " yyy")


def test_what_stands_around_ends_with_the_paragraph(desk: Desk) -> None:
    document = make_document(desk.cast.project, "Before.\n\nOne two three.\n\nAfter.\n")
    place = (revision_of(document).id, 13, 16)
    shown = around([place])[place]
    assert (shown.before, shown.exact, shown.after) == ("One ", "two", " three.")


@pytest.mark.django_db
@given(st.data())
def test_any_two_places_give_the_code_points_between_them(data: st.DataObject) -> None:
    project = make_project(f"p{timezone.now().timestamp()}".replace(".", "")[:40])
    letters = st.characters(exclude_categories=["Cs"], exclude_characters="\0\r")
    text = data.draw(st.text(letters, min_size=1, max_size=60))
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=4)) | {0, len(text)})
    document = make_document(project, "-")
    revision = revision_of(document)
    Section.objects.filter(revision=revision).delete()
    for number, (start, end) in enumerate(pairwise(cuts)):
        Section.objects.create(
            project_id=project.id, revision=revision, number=number, start=start, text=text[start:end]
        )
    low, high = sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    assert text_between(revision.id, low, high) == text[low:high]


def test_passages_are_found_only_in_documents_one_may_read(desk: Desk) -> None:
    make_document(desk.cast.project, "The convoy is secret.", title="Secret", tlp=4)
    make_document(make_project("elsewhere"), "The convoy is elsewhere.")
    open_document = make_document(desk.cast.project, ASTRAL, title="Open")
    for title in ("", "open", "e"):
        found = find_passages(desk.cast.viewer("reviewer"), "The convoy", title)
        assert {row.document.id for row in found} == {open_document.id}
    assert find_passages(desk.cast.viewer("reviewer"), "The convoy", "Secret") == []


def test_marks_are_found_by_words_label_or_document_and_only_those_one_may_see(desk: Desk) -> None:
    label = make_label(desk.cast.project, "Departure")
    mark = make_mark(desk.first, desk.cast.participant("annotator"), label, 0, 12)
    make_reading(desk.first, desk.cast.participant("annotator2"))
    for words in ("peacekeepers", "departure", "first", "PEACE departure", ""):
        assert [row.row.id for row in find_marks(desk.cast.viewer("annotator"), words)] == [mark.id]
        assert find_marks(desk.cast.viewer("annotator2"), words) == []
    assert find_marks(desk.cast.viewer("annotator"), "nowhere") == []
