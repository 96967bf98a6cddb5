"""Writing claims over the API: who, versions, repeated requests, and what a change does to the verdicts."""

import pytest

from projects.errors import NotFound
from projects.ids import new_id
from projects.models import Event
from projects.vocabulary import Tlp
from reviews.models import Claim
from reviews.queries.representing import represent_claim
from tests.reviews.conftest import SUPPORTED, Desk


@pytest.mark.parametrize(
    ("name", "status"),
    [("viewer", 403), ("annotator", 201), ("reviewer", 201), ("adjudicator", 403), ("manager", 403), ("outsider", 404)],
)
def test_annotators_and_reviewers_write_claims(desk: Desk, name: str, status: int) -> None:
    assert desk.post(name, "claims", desk.body()).status_code == status
    assert Claim.objects.count() == (status == 201)


def test_a_claim_is_in_review_unless_it_is_kept_as_a_draft(desk: Desk) -> None:
    assert desk.claim()["state"] == "in_review"
    draft = desk.claim(state="draft")
    assert draft["state"] == "draft"
    assert desk.post("reviewer", f"claims/{draft['id']}/verdicts", SUPPORTED).status_code == 409
    assert desk.post("annotator2", f"claims/{draft['id']}/submit").status_code == 403
    assert desk.post("annotator", f"claims/{draft['id']}/submit").json()["state"] == "in_review"
    assert desk.post("annotator", f"claims/{draft['id']}/submit").json()["state"] == "in_review"
    assert Event.objects.filter(kind="claim.submitted").count() == 1


def test_the_same_id_and_body_give_the_same_claim_and_anything_else_a_conflict(desk: Desk) -> None:
    body = desk.body(id=str(new_id()))
    first = desk.post("annotator", "claims", body)
    again = desk.post("annotator", "claims", body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"] == body["id"]
    for name, other in [("annotator", {**body, "statement": "Other."}), ("annotator2", body)]:
        answer = desk.post(name, "claims", other)
        assert answer.status_code == 409
        assert body["statement"] not in answer.content.decode()
    assert Claim.objects.count() == 1
    assert Event.objects.filter(kind="claim.created").count() == 1


def test_a_repeat_is_a_conflict_once_the_claim_is_marked_above_its_author(desk: Desk) -> None:
    body = desk.body(id=str(new_id()))
    assert desk.post("annotator", "claims", body).status_code == 201
    Claim.objects.update(tlp=Tlp.RED)
    assert desk.get("annotator", f"claims/{body['id']}").status_code == 404
    again, other = desk.post("annotator", "claims", body), desk.post("annotator2", "claims", body)
    assert (again.status_code, again["Content-Type"]) == (409, "application/problem+json")
    assert again.json() == other.json()
    assert Claim.objects.count() == 1


def test_a_claim_that_is_hidden_while_it_is_answered_with_is_not_found(desk: Desk) -> None:
    claim = Claim.objects.get(pk=desk.claim()["id"])
    Claim.objects.update(tlp=Tlp.RED)
    with pytest.raises(NotFound):
        represent_claim(desk.cast.viewer("annotator"), claim)


def test_a_repeat_with_the_same_key_gives_the_stored_answer(desk: Desk) -> None:
    answers = [
        desk.post("annotator", "claims", desk.body(), **{"Idempotency-Key": "one"}).json() for _repeat in range(2)
    ]
    assert answers[0] == answers[1]
    assert Claim.objects.count() == 1


def test_an_edit_names_the_version_it_was_made_against(desk: Desk) -> None:
    claim = desk.claim(state="draft")
    missing = desk.client("annotator").patch(f"/api/v1/claims/{claim['id']}", {"statement": "New."}, format="json")
    assert missing.status_code == 428
    changed = desk.patch("annotator", f"claims/{claim['id']}", {"statement": "New."}, claim["version"])
    assert (changed.status_code, changed.json()["statement"]) == (200, "New.")
    stale = desk.patch("annotator", f"claims/{claim['id']}", {"statement": "Newer."}, claim["version"])
    assert stale.status_code == 409
    assert stale.json()["current"]["statement"] == "New."
    assert desk.delete("annotator", f"claims/{claim['id']}").status_code == 428


def test_only_its_author_and_managers_change_a_claim(desk: Desk) -> None:
    claim = desk.claim()
    body = {"statement": "New."}
    for name, status in [("annotator2", 403), ("reviewer", 403), ("adjudicator", 403), ("viewer", 404)]:
        assert desk.patch(name, f"claims/{claim['id']}", body, claim["version"]).status_code == status
    assert desk.patch("manager", f"claims/{claim['id']}", body, claim["version"]).status_code == 200


def test_a_change_in_review_makes_the_verdicts_start_afresh_and_keeps_the_old_ones(desk: Desk) -> None:
    claim = desk.claim()
    first = desk.judge("reviewer", claim, SUPPORTED)
    changed = desk.patch("annotator", f"claims/{claim['id']}", {"statement": "They left."}, claim["version"]).json()
    assert changed["review_cycle"] == 2
    desk.judge("reviewer2", claim, SUPPORTED)
    assert desk.see("annotator", claim)["state"] == "in_review"
    second = desk.judge("reviewer", claim, SUPPORTED)
    assert desk.see("annotator", claim)["state"] == "agreed"
    verdicts = desk.get("reviewer", f"claims/{claim['id']}/verdicts").json()["results"]
    assert [row["current"] for row in verdicts if row["id"] in {first["id"], second["id"]}] == [False, True]


def test_a_change_in_review_begins_a_new_round_whether_or_not_there_are_verdicts(desk: Desk) -> None:
    for judged in (False, True):
        claim = desk.claim()
        if judged:
            desk.judge("reviewer", claim, SUPPORTED)
        answer = desk.patch("annotator", f"claims/{claim['id']}", {"valid_from": "2024"}, claim["version"]).json()
        assert (answer["review_cycle"], answer["version"]) == (2, claim["version"] + 1)


def test_an_agreed_claim_can_no_longer_be_edited(desk: Desk) -> None:
    claim = desk.agreed()
    answer = desk.patch("annotator", f"claims/{claim['id']}", {"statement": "New."}, claim["version"])
    assert answer.status_code == 409
    assert desk.patch("annotator", f"claims/{claim['id']}", {}, claim["version"]).status_code == 200


def test_the_right_of_reply_is_recorded_at_any_time(desk: Desk) -> None:
    claim = desk.agreed(kind="allegation")
    reply = {"right_of_reply": [{"person": "The minister", "asked": True, "when": "2025-02-03", "answer": "No."}]}
    changed = desk.patch("annotator", f"claims/{claim['id']}", {"particulars": reply}, claim["version"])
    assert changed.status_code == 200, changed.json()
    assert changed.json()["particulars"]["right_of_reply"][0]["answer"] == "No."
    assert (changed.json()["state"], changed.json()["review_cycle"]) == ("agreed", 1)


def test_a_claim_is_withdrawn_and_restored_as_a_draft_to_be_judged_afresh(desk: Desk) -> None:
    claim = desk.claim()
    desk.judge("reviewer", claim, SUPPORTED)
    assert desk.delete("annotator", f"claims/{claim['id']}", claim["version"]).status_code == 204
    withdrawn = desk.see("annotator", claim)
    assert withdrawn["state"] == "withdrawn"
    for name in ("adjudicator", "manager"):
        answer = desk.get(name, f"claims/{claim['id']}/verdicts").json()
        assert answer == {"hidden": True, "results": []}
    assert desk.post("reviewer", f"claims/{claim['id']}/verdicts", SUPPORTED).status_code == 409
    restored = desk.post("annotator", f"claims/{claim['id']}/restore").json()
    assert (restored["state"], restored["review_cycle"]) == ("draft", 2)


def test_a_decided_claim_is_not_withdrawn(desk: Desk) -> None:
    claim = desk.decided()
    assert desk.delete("manager", f"claims/{claim['id']}", claim["version"]).status_code == 409
