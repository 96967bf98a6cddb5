"""Writing claims over the API: who, what, versions, markings, holds and repeated requests."""

from uuid import UUID

import pytest

from projects.ids import new_id
from projects.models import Event, Membership
from projects.vocabulary import Tlp
from reviews.models import Claim, Evidence
from sources.models import Revision
from tests.cast import make_document, make_label, make_mark, make_reading
from tests.reviews.conftest import REFUTED, SUPPORTED, UNCORROBORATED, Desk


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


# Evidence -------------------------------------------------------------------------------------------------------------


def test_evidence_is_a_mark_a_passage_a_document_or_a_record(desk: Desk) -> None:
    mark = make_mark(desk.first, desk.cast.participant("annotator"), make_label(desk.cast.project), 0, 12)
    record = {"citation": "Register, entry 17", "url": "https://register.example/17", "retrieved_on": "2025-02-10"}
    claim = desk.claim(
        evidence=[
            {"annotation": str(mark.id), "stance": "states"},
            desk.passage(desk.second, "It gave no date", "context", note="No date."),
            {"document": str(desk.third.id), "stance": "contradicts"},
            {"record": record, "stance": "supports"},
            {"document": str(desk.first.id), "fragments": [[0, 12], [13, 17]], "stance": "states"},
        ]
    )
    rows = claim["evidence"]
    assert [row["exact"] for row in rows] == ["Peacekeepers", "It gave no date", "", "", "Peacekeepers … left"]
    assert rows[0]["annotation"] == str(mark.id)
    assert Evidence.objects.get(pk=rows[0]["id"]).mark_author == desk.cast.participant("annotator")
    assert rows[3]["record"] == {**record, "quotation": ""}
    assert claim["origins"]["number"] == 2


def test_other_words_than_those_at_the_place_are_a_conflict_that_shows_both(desk: Desk) -> None:
    claim = desk.claim()
    passage = desk.passage(desk.first, "valley") | {"exact": "value"}
    answer = desk.post("annotator", f"claims/{claim['id']}/evidence", passage)
    assert answer.status_code == 409
    assert (answer.json()["expected"], answer.json()["found"]) == ("value", "valley")


def test_with_a_second_revision_the_revision_is_named_and_is_the_current_one(desk: Desk) -> None:
    old = desk.first.current_revision
    assert old is not None
    newer = Revision.objects.create(
        project=desk.cast.project,
        document=desk.first,
        number=2,
        length=old.length,
        sha256=old.sha256,
        reader="text",
        created_at=old.created_at,
    )
    desk.first.current_revision = newer
    desk.first.save(update_fields=["current_revision"])
    claim = desk.claim(evidence=[])
    passage = {"document": str(desk.first.id), "start": 0, "end": 5, "stance": "states"}
    path = f"claims/{claim['id']}/evidence"
    assert desk.post("annotator", path, passage).status_code == 400
    assert desk.post("annotator", path, {**passage, "revision": str(old.id)}).status_code == 409
    assert desk.post("annotator", path, {**passage, "revision": str(new_id())}).status_code == 400
    assert desk.post("annotator", path, {**passage, "revision": str(newer.id)}).status_code == 201


def test_a_mark_one_may_not_see_cannot_be_cited(desk: Desk) -> None:
    mark = make_mark(desk.first, desk.cast.participant("annotator"), make_label(desk.cast.project), 0, 12)
    body = {"annotation": str(mark.id), "stance": "states"}
    unknown = {"annotation": str(new_id()), "stance": "states"}
    answers = [desk.post("annotator2", "claims", desk.body(evidence=[row])) for row in (body, unknown)]
    assert [answer.status_code for answer in answers] == [400, 400]
    assert answers[0].json() == answers[1].json()


def test_a_mark_that_the_author_may_not_see_is_not_put_under_their_claim(desk: Desk) -> None:
    make_reading(desk.first, desk.cast.participant("annotator2"))
    mark = make_mark(desk.first, desk.cast.participant("annotator"), make_label(desk.cast.project), 0, 12)
    claim = desk.claim(by="annotator2")
    answer = desk.post("reviewer", f"claims/{claim['id']}/evidence", {"annotation": str(mark.id), "stance": "states"})
    assert answer.status_code == 422
    assert "author" in answer.json()["detail"].lower() or "wrote" in answer.json()["detail"]
    assert len(desk.see("annotator2", claim)["evidence"]) == 3


def test_evidence_is_removed_by_whoever_added_it_or_a_manager_and_stays_in_the_history(desk: Desk) -> None:
    claim = desk.claim()
    evidence = claim["evidence"][0]
    assert desk.delete("reviewer", f"evidence/{evidence['id']}").status_code == 403
    assert desk.delete("viewer", f"evidence/{evidence['id']}").status_code == 404
    assert desk.delete("annotator", f"evidence/{evidence['id']}").status_code == 204
    assert desk.delete("annotator", f"evidence/{evidence['id']}").status_code == 404
    assert evidence["id"] not in [row["id"] for row in desk.see("annotator", claim)["evidence"]]
    assert Evidence.objects.get(pk=evidence["id"]).removed_at is not None


def test_a_passage_about_another_time_neither_supports_nor_contradicts(desk: Desk) -> None:
    claim = desk.claim(valid_from="2024", valid_to="2024-06")
    passage = desk.passage(desk.second, "It gave no date", "contradicts", valid_from="2016", valid_to="2019")
    path = f"claims/{claim['id']}/evidence"
    assert desk.post("annotator", path, passage).status_code == 422
    assert desk.post("annotator", path, passage | {"stance": "context"}).status_code == 201
    assert desk.post("annotator", path, passage | {"valid_to": "2024-01"}).status_code == 201


# What makes a review due ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stance", "reasons"),
    [
        ("context", []),
        ("supports", ["new_supports", "origins_changed"]),
        ("contradicts", ["new_contradicts"]),
        ("states", ["origins_changed"]),
    ],
)
def test_new_evidence_makes_a_review_due_and_context_does_not(desk: Desk, stance: str, reasons: list[str]) -> None:
    extra = make_document(desk.cast.project, "Nobody returned.", title="A fourth text", tlp=Tlp.GREEN)
    body = {"document": str(extra.id), "start": 0, "end": 6, "stance": stance}
    for claim in (desk.agreed(), desk.decided()):
        seen = desk.post("reviewer", f"claims/{claim['id']}/evidence", body).json()
        assert (seen["review_due"], seen["review_due_reasons"]) == (bool(reasons), reasons)
        assert seen["state"] == claim["state"]
    waiting = desk.claim()
    assert not desk.post("reviewer", f"claims/{waiting['id']}/evidence", body).json()["review_due"]


def test_taking_off_what_a_decision_rests_on_makes_a_review_due(desk: Desk) -> None:
    claim = desk.decided()
    against = next(row for row in claim["evidence"] if row["stance"] == "contradicts")
    desk.delete("annotator", f"evidence/{against['id']}")
    assert desk.see("adjudicator", claim)["review_due_reasons"] == ["evidence_removed"]


def test_a_decision_stands_until_it_is_reaffirmed_with_a_reason(desk: Desk) -> None:
    claim = desk.decided()
    desk.post("reviewer", f"claims/{claim['id']}/evidence", desk.passage(desk.third, "in May", "contradicts"))
    due = desk.see("viewer", claim)
    assert (due["state"], due["finding"], due["review_due"]) == ("decided", "refuted", True)
    assert desk.post("adjudicator", f"claims/{claim['id']}/confirm").status_code == 400
    answer = desk.post("adjudicator", f"claims/{claim['id']}/confirm", {"rationale": "It says the same."})
    assert (answer.status_code, answer.json()["review_due"]) == (200, False)
    assert answer.json()["adjudication"]["dissent"] == "It may be so."
    assert desk.post("adjudicator", f"claims/{claim['id']}/confirm", {"rationale": "Again."}).status_code == 409


def test_a_decision_that_its_evidence_no_longer_carries_is_not_reaffirmed(desk: Desk) -> None:
    claim = desk.decided()
    against = next(row for row in claim["evidence"] if row["stance"] == "contradicts")
    desk.delete("annotator", f"evidence/{against['id']}")
    answer = desk.post("adjudicator", f"claims/{claim['id']}/confirm", {"rationale": "It stands."})
    assert answer.status_code == 422


# Verdicts and settling ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "status"),
    [("viewer", 404), ("annotator", 403), ("reviewer", 201), ("adjudicator", 403), ("manager", 403), ("outsider", 404)],
)
def test_only_reviewers_give_verdicts(desk: Desk, name: str, status: int) -> None:
    claim = desk.claim()
    assert desk.post(name, f"claims/{claim['id']}/verdicts", SUPPORTED).status_code == status


def test_nobody_judges_a_claim_of_their_own_unless_the_project_allows_it(desk: Desk) -> None:
    claim = desk.claim(by="reviewer")
    assert desk.post("reviewer", f"claims/{claim['id']}/verdicts", SUPPORTED).status_code == 403
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
    assert len(desk.get("annotator", f"claims/{claim['id']}/adjudication").json()["results"]) == 1


def test_claims_are_confirmed_all_or_none(desk: Desk) -> None:
    agreed, waiting = desk.agreed(), desk.claim()
    answer = desk.post("adjudicator", "claims/confirm", {"claims": [agreed["id"], waiting["id"]]})
    assert answer.status_code == 409
    assert desk.see("adjudicator", agreed)["state"] == "agreed"
    unknown = desk.post("adjudicator", "claims/confirm", {"claims": [agreed["id"], str(new_id())]})
    assert unknown.status_code == 400


# Hold and marking -----------------------------------------------------------------------------------------------------


def test_an_allegation_is_held_until_an_adjudicator_releases_it(desk: Desk) -> None:
    claim = desk.claim(by="reviewer", kind="allegation")
    assert claim["held"]
    assert desk.get("annotator", f"claims/{claim['id']}").status_code == 404
    assert desk.post("manager", f"claims/{claim['id']}/release").status_code == 403
    assert desk.post("adjudicator", f"claims/{claim['id']}/release", {"reason": "Public."}).json()["held"] is False
    assert desk.post("adjudicator", f"claims/{claim['id']}/release").status_code == 409
    assert desk.see("annotator", claim)["held"] is False


def test_a_claim_that_becomes_an_allegation_is_held_and_stays_so_when_it_is_one_no_longer(desk: Desk) -> None:
    claim = desk.claim(state="draft")
    held = desk.patch("annotator", f"claims/{claim['id']}", {"kind": "allegation"}, claim["version"]).json()
    assert held["held"]
    fact = desk.patch("annotator", f"claims/{claim['id']}", {"kind": "fact"}, held["version"]).json()
    assert fact["held"]


def test_a_claim_is_marked_as_high_as_what_it_rests_on(desk: Desk) -> None:
    secret = make_document(desk.cast.project, "A secret.", title="Secret", tlp=Tlp.AMBER_STRICT)
    claim = desk.claim(tlp="CLEAR", evidence=[desk.passage(desk.first, "Peacekeepers")])
    assert claim["tlp"] == "GREEN"
    assert desk.claim()["tlp"] == "AMBER"
    body = {"document": str(secret.id), "start": 0, "end": 8, "stance": "supports"}
    desk.judge("reviewer", claim, UNCORROBORATED)
    assert desk.post("annotator", f"claims/{claim['id']}/evidence", body).json()["tlp"] == "AMBER+STRICT"
    row = Claim.objects.get(pk=claim["id"])
    assert {row.tlp, *row.verdicts.values_list("tlp", flat=True)} == {Tlp.AMBER_STRICT}


def test_a_lower_marking_needs_a_reason_and_stays_above_the_sources(desk: Desk) -> None:
    claim = desk.claim(tlp="AMBER+STRICT")
    path, version = f"claims/{claim['id']}", claim["version"]
    assert desk.patch("annotator", path, {"tlp": "AMBER"}, version).status_code == 422
    assert desk.patch("annotator", path, {"tlp": "CLEAR", "reason": "Public."}, version).status_code == 422
    lower = desk.patch("annotator", path, {"tlp": "GREEN", "reason": "Published since."}, version)
    assert (lower.status_code, lower.json()["tlp"]) == (200, "GREEN")
    assert lower.json()["review_cycle"] == 1
    higher = desk.patch("annotator", path, {"tlp": "AMBER"}, lower.json()["version"])
    assert higher.json()["tlp"] == "AMBER"


def test_nobody_marks_a_claim_out_of_their_own_sight(desk: Desk) -> None:
    assert desk.post("annotator", "claims", desk.body(tlp="RED")).status_code == 422
    Membership.objects.filter(user=desk.cast.users["annotator"]).update(clearance=Tlp.RED)
    claim = desk.claim(tlp="RED")
    assert desk.get("reviewer", f"claims/{claim['id']}").status_code == 404


# Lists ----------------------------------------------------------------------------------------------------------------


def test_the_list_is_filtered(desk: Desk) -> None:
    mine = desk.claim(by="annotator2", statement="Forty-one trucks crossed.", kind="quantity", state="draft")
    agreed = desk.agreed()
    held = desk.claim(by="reviewer3", kind="allegation", evidence=[])

    def ids(name: str, **query: str) -> set[str]:
        answer = desk.get(name, "claims", **query)
        assert answer.status_code == 200, answer.json()
        return {row["id"] for row in answer.json()["results"]}

    assert ids("annotator2") == {mine["id"], agreed["id"]}
    assert ids("annotator2", mine="true") == {mine["id"]}
    assert ids("annotator2", q="TRUCKS forty") == {mine["id"]}
    assert ids("manager", state="agreed,draft") == {mine["id"], agreed["id"]}
    assert ids("manager", kind="quantity,allegation") == {mine["id"], held["id"]}
    assert ids("manager", held="true") == {held["id"]}
    assert ids("manager", document=str(desk.third.id)) == {mine["id"], agreed["id"]}
    assert ids("reviewer", to_judge="true") == {held["id"]}
    assert ids("reviewer3", to_judge="true") == set()
    assert ids("adjudicator", to_settle="true") == {agreed["id"]}
    assert ids("viewer") == set()
    for query in ({"state": "open"}, {"mine": "yes"}, {"document": "x"}, {"kind": "claim"}, {"q": "\0"}):
        assert desk.get("manager", "claims", **query).status_code == 400


def test_events_tell_the_history_of_a_claim(desk: Desk) -> None:
    claim = desk.decided()
    kinds = list(Event.objects.filter(subject_id=claim["id"]).order_by("number").values_list("kind", flat=True))
    assert kinds == ["claim.created", "verdict.submitted", "verdict.submitted", "claim.disputed", "claim.decided"]
    disputed = Event.objects.get(kind="claim.disputed")
    assert (disputed.actor_id, disputed.actor_name) == (None, "")
    assert UUID(claim["id"]) == disputed.subject_id
