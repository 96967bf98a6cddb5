"""Settling marks on a new text over the API."""

from typing import Any

import pytest

from annotator.models import Placement
from projects.vocabulary import Blindness
from sources.models import Reading
from tests.annotator.conftest import Stage
from tests.annotator.test_new_texts import mark, put
from tests.cast import TEXT, make_reading

pytestmark = pytest.mark.django_db

CONVOY = "The convoy of 41 trucks crossed the bridge"
CHANGED = TEXT.replace("41 trucks", "14 lorries")


def _list(stage: Stage, who: str, **query: str) -> Any:
    return stage.client(who).get(f"/api/v1/documents/{stage.document.id}/placements", query).json()["results"]


def _settle(stage: Stage, who: str, placement: dict[str, Any], version: int = 1, **body: Any) -> Any:
    url = f"/api/v1/placements/{placement['id']}"
    return stage.client(who).patch(url, body, format="json", headers={"If-Match": f'"{version}"'})


@pytest.fixture
def flagged(stage: Stage) -> dict[str, Any]:
    """A mark of the annotator's that was placed with some doubt, as the annotator sees it."""
    mark(stage, CONVOY)
    put(stage, CHANGED)
    (found,) = _list(stage, "annotator")
    return dict(found)


def test_a_placement_says_what_stood_there_and_what_stands_there_now(flagged: dict[str, Any]) -> None:
    assert (flagged["grade"], flagged["state"], flagged["label_path"]) == ("edited", "open", "Claim")
    assert flagged["before"]["exact"] == CONVOY
    assert flagged["now"]["exact"] == "The convoy of 14 lorries crossed the bridge"


def test_each_way_of_settling_is_one_request(stage: Stage, flagged: dict[str, Any]) -> None:
    accepted = _settle(stage, "annotator", flagged, state="accepted").json()
    assert (accepted["state"], accepted["settled_by"]["name"]) == ("accepted", "annotator")
    assert _settle(stage, "annotator", flagged, 2, state="open").json()["state"] == "open"
    moved = _settle(stage, "annotator", flagged, 3, state="moved", fragments=[[0, 12]]).json()
    assert moved["now"]["exact"] == "Peacekeepers"
    assert _settle(stage, "annotator", flagged, 4, state="open").status_code == 200
    dropped = _settle(stage, "annotator", flagged, 5, state="dropped", reason="Left out.").json()
    assert (dropped["state"], dropped["reason"]) == ("dropped", "Left out.")
    assert _list(stage, "annotator") == []
    assert [one["id"] for one in _list(stage, "annotator", state="dropped")] == [flagged["id"]]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"state": "moved"}, 400),
        ({"state": "accepted", "fragments": [[0, 4]]}, 400),
        ({"state": "accepted", "reason": "r"}, 400),
        ({"state": "dropped"}, 422),
        ({"state": "superseded"}, 400),
        ({"state": "moved", "fragments": [[0, 100_000]]}, 400),
        ({}, 400),
    ],
)
def test_what_cannot_be_used_is_refused(
    stage: Stage, flagged: dict[str, Any], body: dict[str, Any], status: int
) -> None:
    assert _settle(stage, "annotator", flagged, **body).status_code == status
    assert Placement.objects.get().state == "open"


def test_a_stale_version_gets_the_row_as_it_is(stage: Stage, flagged: dict[str, Any]) -> None:
    _settle(stage, "annotator", flagged, state="accepted")
    answer = _settle(stage, "annotator", flagged, state="accepted")
    assert (answer.status_code, answer.json()["current"]["version"]) == (409, 2)


@pytest.mark.parametrize("who", ["viewer", "annotator2", "manager", "adjudicator"])
def test_a_blind_mark_is_not_there_for_others(stage: Stage, flagged: dict[str, Any], who: str) -> None:
    make_reading(stage.document, stage.cast.participant("annotator"))
    assert _list(stage, who) == []
    assert stage.client(who).get(f"/api/v1/placements/{flagged['id']}").status_code == 404
    assert _settle(stage, who, flagged, state="accepted").status_code == 404
    listed = stage.client(who).get(f"/api/v1/documents/{stage.document.id}/revisions").json()["results"]
    assert listed[0]["marks"] is None


def test_who_sees_a_mark_and_may_not_settle_it_is_told_so(stage: Stage, flagged: dict[str, Any]) -> None:
    project = stage.cast.project
    project.marks_blind = Blindness.NEVER
    project.save()
    assert [one["id"] for one in _list(stage, "annotator2")] == [flagged["id"]]
    assert _settle(stage, "annotator2", flagged, state="accepted").status_code == 403
    assert Reading.objects.count() == 0


def test_the_list_takes_as_many_queries_for_two_hundred_as_for_one(
    stage: Stage, django_assert_max_num_queries: Any
) -> None:
    for _ in range(200):
        mark(stage, CONVOY)
    put(stage, CHANGED)
    client = stage.client("annotator")
    url = f"/api/v1/documents/{stage.document.id}/placements"
    client.get(url, {"page_size": 1})
    with django_assert_max_num_queries(12):
        assert len(client.get(url, {"page_size": 200}).json()["results"]) == 200
