"""Open work of a member: listed, and handed on to somebody who can do it."""

from typing import Any

import pytest
from django.test import Client

from projects import open_work
from projects.models import Event, Membership, Participant
from projects.open_work import HandedOn, OpenWork
from projects.viewers import Viewer
from tests.cast import NOBODY, Cast, gather, make_claim, make_document, make_reading

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
    assert listed == [{"label": "3 readings", "count": 3, "url": "/readings", "stays": ""}]
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


def test_the_page_offers_only_people_who_can_take_the_work_over_and_none_at_first(cast: Cast) -> None:
    make_reading(make_document(cast.project), cast.participant("annotator"))
    Membership.objects.filter(id=cast.memberships["reviewer2"].id).update(suspended_at="2026-01-01T00:00Z")
    client = Client()
    client.force_login(cast.users["manager"])
    url = f"/projects/desk/people/{cast.memberships['annotator'].id}"
    page = client.get(url)
    names = [taker.participant_name for taker in page.context["takers"]]
    assert names == ["adjudicator", "annotator2", "manager", "reviewer", "reviewer3"]
    assert '<option value="">Choose a person</option>' in page.content.decode()
    (work,) = page.context["work"]
    assert "Begun by annotator" in client.get(work.url).content.decode()
    for name, rows in {"annotator": 1, "annotator2": 0}.items():
        listed = client.get("/projects/desk/documents", {"reader": str(cast.participant(name).id)})
        assert listed.content.decode().count("data-row=") == rows
    other = Client()
    other.force_login(cast.users["annotator2"])
    narrowed = other.get("/projects/desk/documents", {"reader": str(cast.participant("annotator").id)})
    assert "Begun by somebody else" in narrowed.content.decode(), "an id is no way to learn a name"
    blind = cast.client("annotator2")
    found = blind.get(cast.url("documents"), {"reader": str(cast.participant("annotator").id)}).json()
    assert found["results"] == [], "others' readings are no news to a reader"
    assert blind.get(cast.url("documents"), {"reader": "x"}).status_code == 400


def test_drafts_of_claims_stay_and_the_page_says_so(cast: Cast) -> None:
    make_claim(cast, state="draft")
    client = Client()
    client.force_login(cast.users["manager"])
    page = client.get(f"/projects/desk/people/{cast.memberships['annotator'].id}")
    shown = page.content.decode()
    assert "1 draft of a claim" in shown
    assert "A draft stays with its author" in shown
    assert "Hand on to" not in shown


def test_nothing_to_hand_on_is_no_success(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.users["manager"])
    url = f"/projects/desk/people/{cast.memberships['annotator'].id}/hand-on"
    page = client.post(url, {"to": str(cast.memberships["annotator2"].id)}, follow=True)
    assert [(message.level_tag, str(message)) for message in page.context["messages"]] == [
        ("error", "There was nothing to hand on.")
    ]
