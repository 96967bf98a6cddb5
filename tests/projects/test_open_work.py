"""Open work of a member: listed, and handed on to somebody who can do it."""

from typing import Any

import pytest

from projects import open_work
from projects.models import Event, Membership, Participant
from projects.open_work import HandedOn, OpenWork
from projects.viewers import Viewer
from tests.cast import NOBODY, Cast, gather

pytestmark = pytest.mark.django_db

V1 = {"If-Match": '"1"'}


@pytest.fixture
def cast() -> Cast:
    return gather()


def member(cast: Cast, name: str) -> str:
    return f"/api/v1/members/{cast.memberships[name].id}"


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Open work by the participant's name, handed on by moving it."""
    pieces = {"annotator": 3}

    def find(participant: Participant) -> list[OpenWork]:
        return [OpenWork(f"{pieces.get(participant.name, 0)} readings", pieces.get(participant.name, 0), "/readings")]

    def hand_on(by: Any, source: Participant, target: Viewer) -> HandedOn:
        moved = pieces.pop(source.name, 0)
        pieces[target.participant_name] = pieces.get(target.participant_name, 0) + moved
        return HandedOn(moved)

    monkeypatch.setattr(open_work, "_FINDERS", {"test": find})
    monkeypatch.setattr(open_work, "_HANDLERS", {"test": hand_on})
    return pieces


def test_open_work_is_listed_and_handed_on(cast: Cast, work: dict[str, int]) -> None:
    client = cast.client("manager")
    listed = client.get(f"{member(cast, 'annotator')}/open-work").json()["results"]
    assert listed == [{"label": "3 readings", "count": 3, "url": "/readings"}]
    body = {"to": str(cast.memberships["annotator2"].id)}
    assert client.post(f"{member(cast, 'annotator')}/open-work", body, "json").json() == {"moved": 3, "left": []}
    assert work == {"annotator2": 3}
    assert Event.objects.get().kind == "member.handed_on"
    assert client.get(f"{member(cast, 'annotator')}/open-work").json()["results"] == []


def test_work_goes_only_to_another_member_who_can_work(cast: Cast, work: dict[str, int]) -> None:
    client, path = cast.client("manager"), f"{member(cast, 'annotator')}/open-work"
    other = gather("other", "other-")
    Membership.objects.filter(id=cast.memberships["reviewer"].id).update(suspended_at="2026-01-01T00:00Z")
    for to in (
        cast.memberships["annotator"].id,
        cast.memberships["reviewer"].id,
        other.memberships["annotator"].id,
        NOBODY,
    ):
        assert client.post(path, {"to": str(to)}, "json").status_code == 400
    assert client.post(path, {"to": "x"}, "json").status_code == 400
    assert work == {"annotator": 3}
    assert cast.client("reviewer2").post(path, {"to": str(NOBODY)}, "json").status_code == 403
