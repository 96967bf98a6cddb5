"""Two people at once: no verdict is lost and no last one goes unnoticed."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from projects.errors import Problem
from projects.models import Event
from reviews.inputs import Source
from reviews.judging import Judgement
from reviews.models import Adjudication, Claim, Verdict
from reviews.services.adjudications import adjudicate, confirm_claims
from reviews.services.evidence import add_evidence
from reviews.services.verdicts import submit_verdict
from tests.campaigns import Campaign
from tests.reviews.conftest import Desk, make_desk

SUPPORTS = Judgement("approve", "supported", credibility=2)
DENIES = Judgement("approve", "refuted", credibility=5)

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run the calls at the same moment, each on its own connection; return what each gave or raised."""
    barrier = threading.Barrier(len(calls))
    results: list[Any] = [None] * len(calls)

    def run(index: int, call: Callable[[], Any]) -> None:
        try:
            barrier.wait(timeout=10)
            results[index] = call()
        except Problem as problem:
            results[index] = problem
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index, call)) for index, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def judge(desk: Desk, name: str, claim: dict[str, Any], judgement: Judgement) -> Callable[[], Verdict]:
    viewer = desk.cast.viewer(name)
    claim_id = Claim.objects.get(pk=claim["id"]).pk
    return lambda: submit_verdict(by=viewer, claim_id=claim_id, judgement=judgement)


def test_of_two_simultaneous_last_verdicts_one_closes_the_review(campaign: Campaign) -> None:
    desk = make_desk()
    for turn in range(campaign.size(500)):
        claim = desk.claim(statement=f"Turn {turn}.")
        other = DENIES if turn % 2 else SUPPORTS
        given = at_once(judge(desk, "reviewer", claim, SUPPORTS), judge(desk, "reviewer2", claim, other))
        row = Claim.objects.get(pk=claim["id"])
        assert row.state == ("disputed" if turn % 2 else "agreed")
        assert {verdict.id for verdict in given} == set(row.counted)
        assert Event.objects.filter(subject_id=row.id, kind=f"claim.{row.state}").count() == 1


def test_three_verdicts_at_once_on_two_places_all_stay_and_the_review_closes_once() -> None:
    desk = make_desk()
    claim = desk.claim()
    names = ("reviewer", "reviewer2", "reviewer3")
    at_once(*(judge(desk, name, claim, SUPPORTS) for name in names))
    verdicts = Verdict.objects.filter(claim_id=claim["id"], current=True)
    assert verdicts.count() == 3
    assert verdicts.filter(informed=True).count() == 1
    assert Event.objects.filter(subject_id=claim["id"], kind="claim.agreed").count() == 1


def test_one_person_judging_twice_at_once_keeps_both_and_one_current() -> None:
    desk = make_desk()
    claim = desk.claim()
    at_once(judge(desk, "reviewer", claim, SUPPORTS), judge(desk, "reviewer", claim, DENIES))
    rows = Verdict.objects.filter(claim_id=claim["id"])
    assert (rows.count(), rows.filter(current=True).count()) == (2, 1)
    assert Claim.objects.get(pk=claim["id"]).state == "in_review"


def test_two_decisions_at_once_leave_one_standing_and_both_kept() -> None:
    desk = make_desk()
    claim = desk.disputed()
    viewer = desk.cast.viewer("adjudicator")
    row = Claim.objects.get(pk=claim["id"])

    def decide(judgement: Judgement) -> Callable[[], Adjudication]:
        return lambda: adjudicate(by=viewer, claim_id=row.pk, judgement=judgement, rationale="So be it.")

    at_once(decide(SUPPORTS), decide(DENIES))
    kept = Adjudication.objects.filter(claim=row)
    assert kept.count() == 2
    standing = kept.get(current=True)
    row.refresh_from_db()
    assert (row.finding, row.credibility) == (standing.finding, standing.credibility)


def test_confirming_overlapping_heaps_at_once_does_not_deadlock() -> None:
    desk = make_desk()
    ids = [Claim.objects.get(pk=desk.agreed(statement=f"They left {n}.")["id"]).pk for n in range(4)]
    viewer = desk.cast.viewer("adjudicator")
    given = at_once(
        lambda: confirm_claims(by=viewer, claim_ids=ids),
        lambda: confirm_claims(by=viewer, claim_ids=list(reversed(ids))),
    )
    assert sorted(isinstance(answer, Problem) for answer in given) == [False, True]
    assert set(Claim.objects.filter(pk__in=ids).values_list("state", flat=True)) == {"decided"}


def test_evidence_and_a_decision_at_once_never_leave_a_decision_that_did_not_notice() -> None:
    desk = make_desk()
    claim = desk.agreed()
    row = Claim.objects.get(pk=claim["id"])
    adjudicator, reviewer = desk.cast.viewer("adjudicator"), desk.cast.viewer("reviewer3")
    against = Source(stance="contradicts", record={"citation": "A log"})
    at_once(
        lambda: confirm_claims(by=adjudicator, claim_ids=[row.pk]),
        lambda: add_evidence(by=reviewer, claim_id=row.pk, source=against),
    )
    row.refresh_from_db()
    assert row.review_due
    assert row.review_due_reasons == ["new_contradicts"]
