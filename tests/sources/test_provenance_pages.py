"""The pages of provenance: what is suggested, two documents side by side, and the decision."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from projects.models import Job
from sources.models import Document, DocumentRelation
from sources.queries.side_by_side import side_by_side
from tests.cast import Cast, make_document, make_document_relation
from tests.sources.comparison.invented import BRIDGE

pytestmark = pytest.mark.django_db

REPRINT = BRIDGE.replace("on Tuesday", "late on <Tuesday>")
CUT = BRIDGE.index(" on Tuesday"), REPRINT.index(" late on")
PASSAGES = [
    {
        "words": 40,
        "pieces": [
            [0, CUT[1], 0, CUT[0]],
            [REPRINT.index("on <"), len(REPRINT), BRIDGE.index("on Tuesday"), len(BRIDGE)],
        ],
    }
]


@pytest.fixture
def pair(cast: Cast) -> tuple[Document, Document]:
    return (make_document(cast.project, BRIDGE, "Cracks"), make_document(cast.project, REPRINT, "Cracks <again>"))


def page_of(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.users[name])
    return client


def url(cast: Cast, row: DocumentRelation | None = None, query: str = "") -> str:
    return f"/projects/{cast.project.slug}/provenance{f'/{row.id}' if row else ''}{query}"


def suggested(pair: tuple[Document, Document], **fields: Any) -> DocumentRelation:
    return make_document_relation(pair[1], pair[0], state="suggested", passages=PASSAGES, **fields)


def test_suggestions_are_listed_for_those_who_decide(cast: Cast, pair: tuple[Document, Document]) -> None:
    suggested(pair, source_share=0.97, target_share=0.951)
    shown = page_of(cast, "reviewer").get(url(cast)).content.decode()
    assert "Cracks &lt;again&gt;" in shown
    assert "97 % / 95 %" in shown


def test_viewers_are_shown_what_is_confirmed_only(cast: Cast, pair: tuple[Document, Document]) -> None:
    row = suggested(pair)
    shown = page_of(cast, "viewer").get(url(cast, query="?state=suggested")).content.decode()
    assert "Nothing confirmed yet" in shown
    assert page_of(cast, "viewer").get(url(cast, row)).status_code == 404


def test_both_sides_show_what_is_the_same_and_what_differs(cast: Cast, pair: tuple[Document, Document]) -> None:
    row = suggested(pair, reasons=[{"reason": "published_earlier", "text": 1}])
    shown = page_of(cast, "adjudicator").get(url(cast, row)).content.decode()
    assert re.findall(r"<(ins|del)>\s*(.*?)\s*</", shown) == [("ins", "late")]
    assert shown.count("<mark>The bridge at Veshara was closed</mark>") == 2
    assert "“Cracks” was published first." in shown


def test_the_parts_of_a_side_are_its_text(cast: Cast, pair: tuple[Document, Document]) -> None:
    (passage,) = side_by_side(suggested(pair))
    assert "".join(part["text"] for part in passage["source"]) == REPRINT
    assert "".join(part["text"] for part in passage["target"]) == BRIDGE


def test_confirming_leads_to_the_next_suggestion(cast: Cast, pair: tuple[Document, Document]) -> None:
    rest = suggested((pair[0], make_document(cast.project, BRIDGE, "Third")))
    row = suggested(pair)
    form = {"kind": "rewrite", "turn": "on", "note": "", "version": "1", "do": "confirm"}
    answer = page_of(cast, "manager").post(url(cast, row), form)
    assert (answer.status_code, answer["Location"]) == (302, url(cast, rest))
    row.refresh_from_db()
    assert (row.state, row.kind, row.source) == ("confirmed", "rewrite", pair[0])


def test_dismissing_the_last_suggestion_leads_to_the_list(cast: Cast, pair: tuple[Document, Document]) -> None:
    row = suggested(pair)
    form = {"kind": "republication", "note": "By chance.", "version": "1", "do": "dismiss"}
    answer = page_of(cast, "reviewer").post(url(cast, row), form)
    assert answer["Location"] == url(cast)
    row.refresh_from_db()
    assert (row.state, row.note) == ("dismissed", "By chance.")


def test_a_decision_against_an_earlier_version_is_shown_anew(cast: Cast, pair: tuple[Document, Document]) -> None:
    row = suggested(pair, version=2)
    form = {"kind": "republication", "note": "", "version": "1", "do": "confirm"}
    answer = page_of(cast, "reviewer").post(url(cast, row), form)
    assert answer.status_code == 409
    assert "Somebody changed this meanwhile" in answer.content.decode()


def test_the_texts_are_compared_anew_from_the_page(cast: Cast) -> None:
    answer = page_of(cast, "reviewer").post(url(cast))
    assert answer.status_code == 302
    assert Job.objects.get().kind == "sources.compare"


@pytest.mark.parametrize("name", ["viewer", "manager"])
def test_a_document_shows_its_origin_and_relations(cast: Cast, pair: tuple[Document, Document], name: str) -> None:
    row = make_document_relation(pair[1], pair[0])
    shown = page_of(cast, name).get(f"/projects/{cast.project.slug}/documents/{pair[1].id}").content.decode()
    assert f'href="{url(cast, row)}"' in shown
    assert f'href="/projects/{cast.project.slug}/documents/{pair[0].id}"' in shown


@pytest.mark.parametrize("count", [1, 200])
def test_a_long_list_takes_as_many_queries_as_a_short_one(cast: Cast, count: int) -> None:
    root = make_document(cast.project)
    for number in range(count):
        make_document_relation(make_document(cast.project, title=f"Reprint {number}"), root)
    client = page_of(cast, "viewer")
    client.get(url(cast))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url(cast)).status_code == 200
    assert len(queries) <= 16
