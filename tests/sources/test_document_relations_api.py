"""Relations between documents and origins over the API."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects import jobs
from sources.models import Document, DocumentRelation
from tests.cast import Cast, make_document, make_document_relation
from tests.sources.comparison.invented import BRIDGE

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(cast: Cast) -> tuple[Document, Document]:
    return (
        make_document(cast.project, BRIDGE, "Cracks", published="2024-04-18"),
        make_document(cast.project, BRIDGE.upper(), "Cracks again", published="2024-05"),
    )


def version(number: int) -> dict[str, str]:
    return {"If-Match": f'"{number}"'}


def change(cast: Cast, row: DocumentRelation, body: dict[str, Any], number: int = 1, name: str = "reviewer") -> Any:
    url = f"/api/v1/document-relations/{row.id}"
    return cast.client(name).patch(url, body, format="json", headers=version(number))


def test_a_comparison_is_asked_for_once_and_its_suggestions_are_listed(
    cast: Cast, pair: tuple[Document, Document]
) -> None:
    client = cast.client("reviewer")
    answers = [client.post(cast.url("comparisons")) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].json()["id"] == answers[1].json()["id"]
    jobs.run(answers[0].json()["id"])
    (row,) = client.get(cast.url("document-relations") + "?state=suggested").json()["results"]
    assert (row["source"]["title"], row["kind"], row["target"]["title"]) == ("Cracks again", "republication", "Cracks")
    assert "passages" not in row
    whole = client.get(f"/api/v1/document-relations/{row['id']}").json()
    assert whole["passages"] == [{"words": len(BRIDGE.split()), "pieces": [[0, len(BRIDGE) - 1] * 2]}]


@pytest.mark.parametrize("query", ["state=nobody", "kind=nobody"])
def test_a_filter_with_an_unknown_value_is_refused(cast: Cast, query: str) -> None:
    answer = cast.client("viewer").get(cast.url("document-relations") + f"?{query}")
    assert answer.status_code == 400


def test_a_suggestion_is_confirmed_and_then_seen_by_everybody(cast: Cast, pair: tuple[Document, Document]) -> None:
    row = make_document_relation(pair[1], pair[0], state="suggested")
    url = f"/api/v1/documents/{pair[0].id}/document-relations"
    assert cast.client("viewer").get(url).json()["results"] == []
    answer = change(cast, row, {"state": "confirmed", "kind": "rewrite", "turn": True})
    assert answer.status_code == 200, answer.content
    assert (answer.json()["source"]["id"], answer.json()["version"]) == (str(pair[0].id), 2)
    (seen,) = cast.client("viewer").get(url).json()["results"]
    assert (seen["state"], seen["kind"], seen["decided_by"]["name"]) == ("confirmed", "rewrite", "reviewer")


def test_what_is_dismissed_is_not_put_right_in_the_same_step(cast: Cast, pair: tuple[Document, Document]) -> None:
    row = make_document_relation(pair[1], pair[0], state="suggested")
    assert change(cast, row, {"state": "dismissed", "kind": "rewrite"}).status_code == 400
    assert change(cast, row, {"state": "dismissed", "note": "By chance."}).json()["state"] == "dismissed"


def test_a_stale_decision_is_answered_with_the_relation_as_it_is(cast: Cast, pair: tuple[Document, Document]) -> None:
    row = make_document_relation(pair[1], pair[0], version=3)
    answer = change(cast, row, {"note": "x"}, 2)
    assert (answer.status_code, answer.json()["current"]["version"]) == (409, 3)


def test_a_relation_is_added_by_hand_and_taken_away(cast: Cast, pair: tuple[Document, Document]) -> None:
    client = cast.client("adjudicator")
    url = f"/api/v1/documents/{pair[1].id}/document-relations"
    made = client.post(url, {"target": str(pair[0].id), "kind": "translation", "note": "From Veshan."}, format="json")
    assert (made.status_code, made.json()["state"]) == (201, "confirmed")
    one = f"/api/v1/document-relations/{made.json()['id']}"
    assert client.delete(one, headers=version(1)).status_code == 204
    assert client.get(one).status_code == 404


def test_the_origin_of_a_document_follows_its_relations_until_it_is_set(
    cast: Cast, pair: tuple[Document, Document]
) -> None:
    make_document_relation(pair[1], pair[0])
    url = f"/api/v1/documents/{pair[1].id}/origin"
    found = cast.client("viewer").get(url).json()
    assert found["document"] == {"id": str(pair[0].id), "title": "Cracks"}
    assert (found["itself"], found["override"], found["version"]) == (False, None, 0)
    body = {"words": "A wire report", "reason": "It says so."}
    answer = cast.client("manager").put(url, body, format="json", headers=version(0))
    assert answer.status_code == 200, answer.content
    told = cast.client("viewer").get(url).json()
    assert (told["document"], told["words"], told["override"]["reason"]) == (None, "A wire report", "It says so.")


@pytest.mark.parametrize("count", [1, 200])
def test_a_long_list_takes_as_many_queries_as_a_short_one(cast: Cast, count: int) -> None:
    root = make_document(cast.project)
    for number in range(count):
        make_document_relation(make_document(cast.project, title=f"Reprint {number}"), root)
    client = cast.client("viewer")
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(cast.url("document-relations") + "?page_size=200")
    assert len(answer.json()["results"]) == count
    assert len(queries) <= 6
