"""Keyword in context: each place once, in its document's language, with exact offsets, sorted either way."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sources.queries import concordance as module
from sources.services.indexing import follow_log
from tests.cast import Cast
from tests.sources.conftest import put_document, signed_in

pytestmark = pytest.mark.django_db

TEXT = "🙂 The convoy left. Two convoys\ncame; the grey convoy stayed behind."


def _lines(cast: Cast, words: str, **query: Any) -> list[Any]:
    while follow_log(cast.project.id):
        pass
    answer = cast.client("viewer").get("/api/v1/concordance", {"project": cast.project.slug, "q": words, **query})
    assert answer.status_code == 200, answer.content
    return list(answer.json()["results"])


def test_every_place_is_a_line_with_its_code_points(cast: Cast) -> None:
    put_document(cast, TEXT, "a", language="en")
    lines = _lines(cast, "convoy")
    assert [TEXT[line["start"] : line["end"]] for line in lines] == ["convoy", "convoys", "convoy"]
    assert [line["hit"] for line in lines] == ["convoy", "convoys", "convoy"]
    assert lines[1]["left"].endswith("left. Two ")
    assert lines[1]["right"].startswith(" came; the grey")


def test_without_a_language_only_the_word_itself_is_a_place(cast: Cast) -> None:
    put_document(cast, TEXT, "a")
    assert [line["hit"] for line in _lines(cast, "convoys")] == ["convoys"]


@pytest.mark.parametrize(
    ("words", "hits"),
    [
        ('"grey convoy"', ["grey convoy"]),
        ('"the convoy"', ["The convoy"]),
        ("conv* -ferry", ["convoy", "convoys", "convoy"]),
        ("left or stayed", ["left", "stayed"]),
        ("CONVOY -grey", []),
    ],
)
def test_phrases_prefixes_and_alternatives_have_their_places(cast: Cast, words: str, hits: list[str]) -> None:
    put_document(cast, TEXT, "a", language="en")
    assert [line["hit"] for line in _lines(cast, words)] == hits


def test_lines_are_sorted_by_what_is_left_and_right(cast: Cast) -> None:
    put_document(cast, "A red bridge fell. An old bridge stood. The new bridge closed.", "a")
    assert [line["left"].split()[-1] for line in _lines(cast, "bridge", sort="left")] == ["new", "old", "red"]
    assert [line["right"].split()[0] for line in _lines(cast, "bridge", sort="right")] == ["closed.", "fell.", "stood."]


def test_places_deep_in_a_long_text_have_offsets_of_the_whole_text(cast: Cast) -> None:
    text = "Filling words of no interest. " * 900 + "Here the pipeline was cut."
    put_document(cast, text, "long")
    (line,) = _lines(cast, "pipeline")
    assert text[line["start"] : line["end"]] == "pipeline"


def test_a_document_above_ones_clearance_gives_no_line(cast: Cast) -> None:
    put_document(cast, TEXT, "red", tlp=4)
    assert _lines(cast, "convoy") == []


def test_what_is_past_the_cap_is_said(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LINES_AT_MOST", 2)
    put_document(cast, TEXT, "a", language="en")
    assert len(_lines(cast, "convoy")) == 2
    answer = cast.client("viewer").get("/api/v1/concordance", {"project": cast.project.slug, "q": "convoy"}).json()
    assert (answer["total"], answer["more"]) == (2, True)


def test_the_page_leads_each_line_to_its_place(cast: Cast) -> None:
    document = put_document(cast, TEXT, "a", language="en")
    _lines(cast, "convoy")
    page = signed_in(cast, "annotator").get(f"/projects/{cast.project.slug}/concordance?q=convoy").content.decode()
    assert f"/documents/{document.id}/annotate?at=6-12" in page
    assert "3 places" in page


@pytest.mark.parametrize("documents", [1, 60])
def test_the_number_of_queries_does_not_grow_with_the_lines(cast: Cast, documents: int) -> None:
    for number in range(documents):
        put_document(cast, TEXT, f"text {number}", language="en")
    while follow_log(cast.project.id):
        pass
    browser = signed_in(cast, "viewer")
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(f"/projects/{cast.project.slug}/concordance?q=convoy").status_code == 200
    assert len(asked) <= 30
