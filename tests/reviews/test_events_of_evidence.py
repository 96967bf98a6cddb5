"""What the log told of evidence is held to the marking its document has now, whether or not it still is evidence."""

from typing import Any

import pytest

from projects import policy
from projects.models import Event, Membership
from projects.queries.events import policy_row
from projects.vocabulary import Secrecy, Tlp
from sources.models import Document
from tests.cast import make_label, make_mark
from tests.projects.browsers import browser, text
from tests.reviews.conftest import Desk

pytestmark = pytest.mark.django_db

NOTE = "the mission said so off the record"
ABOUT_IT = {
    "at first": {"claim.created", "evidence.removed"},
    "a passage": {"evidence.added", "evidence.removed"},
    "a mark": {"evidence.mark_added", "evidence.removed"},
}


def mark(desk: Desk, level: str) -> None:
    """Give the third text this marking."""
    Membership.objects.filter(user=desk.cast.users["manager"]).update(clearance=Tlp.RED)
    path = f"/api/v1/documents/{desk.third.id}"
    version = Document.objects.get(id=desk.third.id).version
    headers = {"If-Match": f'"{version}"'}
    answer = desk.client("manager").patch(path, {"tlp": level, "reason": "r"}, format="json", headers=headers)
    assert answer.status_code == 200, answer.json()


def cited_and_taken_off(desk: Desk, how: str) -> dict[str, Any]:
    """A claim that rested on the third text for a while, from the start or added later, and rests on the first now."""
    stays = desk.passage(desk.first, "Peacekeepers left the valley in April")
    cited = desk.passage(desk.third, "No peacekeeper has left the valley", "context", note=NOTE)
    if how == "a mark":
        row = make_mark(
            desk.third, desk.cast.participant("annotator"), make_label(desk.cast.project), secrecy=Secrecy.OPEN
        )
        cited = {"annotation": str(row.id), "stance": "context", "note": NOTE}
    claim = desk.claim(evidence=[stays, cited] if how == "at first" else [stays])
    if how != "at first":
        assert desk.post("annotator", f"claims/{claim['id']}/evidence", cited).status_code == 201
    (evidence,) = [row for row in desk.see("annotator", claim)["evidence"] if row["note"] == NOTE]
    assert desk.delete("annotator", f"evidence/{evidence['id']}").status_code in {200, 204}
    return claim


def told(desk: Desk, name: str) -> tuple[set[str], str]:
    """The kinds of event that somebody reads, and all they read in them."""
    answer = desk.get(name, "events", page_size=500)
    return {event["kind"] for event in answer.json()["results"]}, answer.content.decode()


@pytest.mark.parametrize("how", ABOUT_IT)
def test_evidence_that_was_taken_off_before_its_document_was_raised_is_not_told_of_any_more(
    desk: Desk, how: str
) -> None:
    claim = cited_and_taken_off(desk, how)
    kinds, words = told(desk, "reviewer")
    assert ABOUT_IT[how] <= kinds
    assert NOTE in words

    mark(desk, "RED")
    kinds, words = told(desk, "reviewer")
    assert not ABOUT_IT[how] & kinds
    assert NOTE not in words
    assert str(desk.third.id) not in words
    assert desk.see("reviewer", claim)["statement"] == claim["statement"], "the claim itself stays"
    assert NOTE not in text(browser(desk.cast, "reviewer").get(f"/projects/desk/claims/{claim['id']}"))
    assert NOTE not in text(browser(desk.cast, "reviewer").get("/projects/desk/history"))
    kinds, words = told(desk, "manager")
    assert ABOUT_IT[how] <= kinds
    assert NOTE in words

    mark(desk, "GREEN")
    kinds, _words = told(desk, "reviewer")
    assert "claim.created" in kinds


def test_events_of_other_claims_and_later_ones_of_the_same_stay(desk: Desk) -> None:
    claim, other = cited_and_taken_off(desk, "at first"), desk.claim(evidence=desk.evidence()[:1])
    mark(desk, "RED")
    later = desk.passage(desk.second, "the peacekeepers left in April", "supports", note="said twice")
    assert desk.post("annotator", f"claims/{claim['id']}/evidence", later).status_code == 201
    rows = desk.get("reviewer", "events", page_size=500).json()["results"]
    seen = {(row["kind"], row["subject"]) for row in rows}
    assert {("claim.created", other["id"]), ("evidence.added", claim["id"])} <= seen
    assert ("claim.created", claim["id"]) not in seen


@pytest.mark.parametrize("how", ABOUT_IT)
def test_the_feed_and_the_log_agree_on_events_of_evidence(desk: Desk, how: str) -> None:
    cited_and_taken_off(desk, how)
    mark(desk, "RED")
    for name in ("reviewer", "annotator", "viewer", "adjudicator", "manager"):
        viewer = desk.cast.viewer(name)
        events = Event.objects.filter(project=desk.cast.project)
        in_database = set(events.filter(policy.visible(viewer, Event)).values_list("number", flat=True))
        assert in_database == {row.number for row in events if policy.sees_event(viewer, policy_row(row))}
