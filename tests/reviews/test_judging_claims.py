"""Verdicts and decisions over the API: who may give them, when, and what they leave behind."""

import pytest

from projects.ids import new_id
from tests.reviews.conftest import REFUTED, SUPPORTED, UNCORROBORATED, Desk


@pytest.mark.parametrize(
    ("name", "status"),
    [("viewer", 404), ("annotator", 403), ("reviewer", 201), ("adjudicator", 403), ("manager", 403), ("outsider", 404)],
)
def test_only_reviewers_give_verdicts(desk: Desk, name: str, status: int) -> None:
    claim = desk.claim()
    assert desk.post(name, f"claims/{claim['id']}/verdicts", SUPPORTED).status_code == status


def test_nobody_judges_a_claim_of_their_own_unless_the_project_allows_it(desk: Desk) -> None:
    claim = desk.claim(by="reviewer")
    refused = desk.post("reviewer", f"claims/{claim['id']}/verdicts", SUPPORTED)
    assert refused.status_code == 403
    assert "You wrote this claim" in refused.json()["detail"]
    desk.cast.project.may_judge_own_claims = True
    desk.cast.project.save()
    assert desk.post("reviewer", f"claims/{claim['id']}/verdicts", SUPPORTED).status_code == 201


def test_the_number_of_verdicts_due_is_the_projects(desk: Desk) -> None:
    desk.cast.project.verdicts_due = 3
    desk.cast.project.save()
    claim = desk.claim()
    for name, state in [("reviewer", "in_review"), ("reviewer2", "in_review"), ("reviewer3", "disputed")]:
        desk.judge(name, claim, REFUTED if name == "reviewer3" else SUPPORTED)
        assert desk.see("annotator", claim)["state"] == state


def test_one_persons_two_verdicts_are_one(desk: Desk) -> None:
    claim = desk.claim()
    first, second = desk.judge("reviewer", claim, SUPPORTED), desk.judge("reviewer", claim, REFUTED)
    assert desk.see("annotator", claim)["state"] == "in_review"
    rows = desk.get("reviewer", f"claims/{claim['id']}/verdicts").json()["results"]
    assert [(row["id"], row["current"]) for row in rows] == [(first["id"], False), (second["id"], True)]
    assert not second["informed"]


def test_a_verdict_given_after_seeing_others_is_recorded_as_informed(desk: Desk) -> None:
    desk.cast.project.verdicts_due = 3
    desk.cast.project.save()
    claim = desk.claim()
    desk.judge("reviewer", claim, SUPPORTED)
    desk.judge("reviewer2", claim, REFUTED)
    assert desk.judge("reviewer", claim, REFUTED)["informed"]
    assert not desk.judge("reviewer3", claim, REFUTED)["informed"]


def test_a_verdict_after_the_review_is_recorded_and_changes_nothing(desk: Desk) -> None:
    for claim in (desk.agreed(), desk.disputed(), desk.decided()):
        late = desk.judge("reviewer3", claim, UNCORROBORATED)
        assert late["informed"]
        after = desk.see("adjudicator", claim)
        assert (after["state"], after["finding"]) == (claim["state"], claim["finding"])


def test_an_agreed_claim_is_confirmed_as_it_was_agreed_whatever_is_said_later(desk: Desk) -> None:
    claim = desk.agreed()
    desk.judge("reviewer", claim, UNCORROBORATED)
    answer = desk.post("adjudicator", f"claims/{claim['id']}/confirm")
    assert answer.json()["finding"] == "supported"
    assert len(answer.json()["adjudication"]["dissenting"]) == 1


def test_refuted_without_a_contradiction_is_refused_until_a_record_is_attached(desk: Desk) -> None:
    claim = desk.claim(evidence=[desk.passage(desk.first, "Peacekeepers")])
    answer = desk.post("reviewer", f"claims/{claim['id']}/verdicts", REFUTED)
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["finding"]
    record = {"record": {"citation": "Mission log"}, "stance": "contradicts"}
    assert desk.post("reviewer", f"claims/{claim['id']}/evidence", record).status_code == 201
    desk.judge("reviewer", claim, REFUTED)


def test_credibility_1_is_refused_below_two_origins_and_the_answer_says_how_many(desk: Desk) -> None:
    claim = desk.claim(evidence=[desk.passage(desk.first, "Peacekeepers"), desk.passage(desk.first, "April")])
    body = {"decision": "approve", "finding": "misleading", "credibility": 1}
    answer = desk.post("reviewer", f"claims/{claim['id']}/verdicts", body)
    assert answer.status_code == 422
    assert "There are 1: 1 documents and 0 records" in answer.json()["detail"]


def test_likelihood_and_confidence_are_refused_where_the_project_has_no_such_scale(desk: Desk) -> None:
    claim = desk.claim()
    for field in ({"likelihood": 5}, {"confidence": "low"}):
        assert desk.post("reviewer", f"claims/{claim['id']}/verdicts", SUPPORTED | field).status_code == 422
    desk.cast.project.likelihood_words = "chance"
    desk.cast.project.uses_confidence = True
    desk.cast.project.save()
    both = {"likelihood": 5, "confidence": "low"}
    assert desk.judge("reviewer", claim, SUPPORTED | both)["likelihood"] == 5


def test_nobody_settles_what_they_wrote_or_judged(desk: Desk) -> None:
    for name in ("annotator", "reviewer"):
        membership = desk.cast.memberships[name]
        membership.roles = [*membership.roles, "adjudicator"]
        membership.save()
    claim = desk.disputed()
    for name, path in [("annotator", "adjudication"), ("reviewer", "adjudication"), ("reviewer", "reopen")]:
        body = {"question": "Why?"} if path == "reopen" else REFUTED
        assert desk.post(name, f"claims/{claim['id']}/{path}", body).status_code == 403
    bulk = desk.post("reviewer", "claims/confirm", {"claims": [desk.agreed()["id"]]})
    assert bulk.status_code == 403


def test_a_claim_in_review_cannot_be_decided(desk: Desk) -> None:
    claim = desk.claim()
    assert desk.post("adjudicator", f"claims/{claim['id']}/adjudication", REFUTED).status_code == 409
    assert desk.post("adjudicator", f"claims/{claim['id']}/confirm").status_code == 409


def test_a_decision_needs_a_rationale(desk: Desk) -> None:
    claim = desk.disputed()
    for rationale in ("", "   "):
        body = REFUTED | {"rationale": rationale}
        assert desk.post("adjudicator", f"claims/{claim['id']}/adjudication", body).status_code == 400


def test_a_repeated_decision_supersedes_and_never_wipes(desk: Desk) -> None:
    claim = desk.decided()
    again = SUPPORTED | {"dissent": "The mission denied it."}
    assert desk.post("adjudicator", f"claims/{claim['id']}/adjudication", again).status_code == 201
    rows = desk.get("annotator", f"claims/{claim['id']}/adjudication").json()["results"]
    assert [(row["finding"], row["dissent"], row["current"]) for row in rows] == [
        ("supported", "The mission denied it.", True),
        ("refuted", "It may be so.", False),
    ]
    assert desk.see("viewer", claim)["finding"] == "supported"


def test_what_cannot_be_settled_is_recorded_as_unsettled(desk: Desk) -> None:
    claim = desk.disputed()
    body = {"decision": "cannot_judge", "rationale": "The sources are silent.", "outcome": "unsettled"}
    assert desk.post("adjudicator", f"claims/{claim['id']}/adjudication", body).status_code == 201
    seen = desk.see("viewer", claim)
    assert (seen["state"], seen["decision"], seen["finding"]) == ("unsettled", "cannot_judge", None)
    assert len(seen["adjudication"]["dissenting"]) == 2


def test_a_claim_is_sent_back_with_a_question_and_its_outcome_no_longer_stands(desk: Desk) -> None:
    claim = desk.decided()
    answer = desk.post("adjudicator", f"claims/{claim['id']}/reopen", {"question": "Which April?", "to": "draft"})
    back = answer.json()
    assert (back["state"], back["question"], back["finding"], back["adjudication"]) == (
        "draft", "Which April?", None, None,
    )  # fmt: skip
    desk.post("annotator", f"claims/{claim['id']}/submit")
    for name in ("reviewer", "reviewer2"):
        assert desk.judge(name, claim, SUPPORTED)["informed"]
    assert desk.see("adjudicator", claim)["state"] == "agreed"
    assert len(desk.get("adjudicator", f"claims/{claim['id']}/adjudication").json()["results"]) == 1
    assert desk.get("annotator", f"claims/{claim['id']}/adjudication").json()["results"] == []
    desk.post("adjudicator", f"claims/{claim['id']}/confirm")
    assert len(desk.get("annotator", f"claims/{claim['id']}/adjudication").json()["results"]) == 2


def test_claims_are_confirmed_all_or_none(desk: Desk) -> None:
    agreed, waiting = desk.agreed(), desk.claim()
    answer = desk.post("adjudicator", "claims/confirm", {"claims": [agreed["id"], waiting["id"]]})
    assert answer.status_code == 409
    assert desk.see("adjudicator", agreed)["state"] == "agreed"
    unknown = desk.post("adjudicator", "claims/confirm", {"claims": [agreed["id"], str(new_id())]})
    assert unknown.status_code == 400
