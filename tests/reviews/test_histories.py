"""Random histories of a claim by several people: no illegal state, no verdict lost, a review due when it should be.

Every step is tried by anybody at any time, over the services; what a small model of the specification expects is
compared with what happened, and with what each person may see.
"""

from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from projects.errors import Conflict, Forbidden, Invalid, NotFound, Problem, Unprocessable
from projects.models import Event
from reviews.inputs import Draft, Source
from reviews.judging import Judgement
from reviews.models import Adjudication, Claim, Evidence, Verdict
from reviews.queries.claims import visible_verdicts
from reviews.services.adjudications import adjudicate, confirm_claims, reopen_claim
from reviews.services.claims import create_claim, edit_claim, restore_claim, submit_claim, withdraw_claim
from reviews.services.evidence import add_evidence, remove_evidence
from reviews.services.verdicts import submit_verdict
from tests.campaigns import Campaign
from tests.reviews.conftest import Desk, make_desk

PEOPLE = ("annotator", "annotator2", "reviewer", "reviewer2", "reviewer3", "adjudicator", "manager", "viewer")
LEGAL = {
    "draft": {"in_review", "withdrawn"},
    "in_review": {"agreed", "disputed", "withdrawn"},
    "agreed": {"decided", "unsettled", "in_review", "draft", "withdrawn"},
    "disputed": {"decided", "unsettled", "in_review", "draft", "withdrawn"},
    "decided": {"decided", "unsettled", "in_review", "draft"},
    "unsettled": {"decided", "unsettled", "in_review", "draft"},
    "withdrawn": {"draft"},
}

people = st.sampled_from(PEOPLE)
judgements = st.sampled_from(
    [
        Judgement("approve", "misleading", credibility=3),
        Judgement("approve", "uncorroborated", credibility=3),
        Judgement("approve", "uncorroborated", credibility=4),
        Judgement("approve", "refuted", credibility=5),
        Judgement("cannot_judge"),
        Judgement("approve"),
    ]
)
stances = st.sampled_from(["states", "supports", "contradicts", "context"])


class Histories(RuleBasedStateMachine):
    """One claim, and a model of where it stands."""

    desk: Desk

    def __init__(self) -> None:
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.viewers = {name: self.desk.cast.viewer(name) for name in PEOPLE}
        record = Source("states", record={"citation": "First"})
        draft = Draft("They left in April.", "fact", evidence=(record,), state="draft")
        claim, _new = create_claim(by=self.viewers["annotator"], draft=draft)
        self.id: UUID = claim.id
        self.state, self.cycle, self.due = "draft", 1, False
        self.given: list[tuple[UUID, str, int]] = []
        self.counts: dict[str, tuple[Any, ...]] = {}
        self.adjudications = self.looks = 0

    def teardown(self) -> None:
        try:
            self.every_change_of_state_is_legal_and_in_the_log()
        finally:
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def every_change_of_state_is_legal_and_in_the_log(self) -> None:
        states = ["draft"]
        for event in Event.objects.filter(subject_id=self.id, kind__startswith="claim.").order_by("number"):
            after = event.after["state"] if event.after else ""
            if event.kind == "claim.confirmed" or after != states[-1]:
                assert after in LEGAL[states[-1]], (states[-1], after)
                states.append(after)
        assert states[-1] == self.state

    def attempt(self, call: Any, **arguments: Any) -> Any:
        """Do it, or give the problem that refused it, with nothing half done."""
        try:
            with transaction.atomic():
                return call(**arguments)
        except Problem as problem:
            return problem

    # What people do ----------------------------------------------------------------------------------------------

    @rule(name=people)
    def submit(self, name: str) -> None:
        done = self.attempt(submit_claim, by=self.viewers[name], claim_id=self.id)
        if name not in {"annotator", "manager"}:
            assert isinstance(done, Forbidden | NotFound)
        elif self.state == "draft":
            self.state = "in_review"
        elif self.state != "in_review":
            assert isinstance(done, Conflict)

    @rule(name=people, words=st.sampled_from(["They left in May.", "They left in June."]))
    def edit(self, name: str, words: str) -> None:
        row = Claim.objects.get(pk=self.id)
        changes = {"statement": words}
        done = self.attempt(edit_claim, by=self.viewers[name], claim_id=self.id, version=row.version, changes=changes)
        if name not in {"annotator", "manager"}:
            assert isinstance(done, Forbidden | NotFound)
        elif self.state not in {"draft", "in_review"}:
            assert isinstance(done, Conflict) or row.statement == words
        elif row.statement != words and self.state == "in_review":
            self.cycle += 1
            self.counts = {}

    @rule(name=people, judgement=judgements)
    def judge(self, name: str, judgement: Judgement) -> None:
        done = self.attempt(submit_verdict, by=self.viewers[name], claim_id=self.id, judgement=judgement)
        if not name.startswith("reviewer"):
            assert isinstance(done, Forbidden | NotFound)
        elif self.state in {"draft", "withdrawn"}:
            assert isinstance(done, Conflict)
        elif isinstance(done, Unprocessable):
            assert judgement.finding in {"", "refuted"}
        else:
            self._judged(name, done, judgement)

    def _judged(self, name: str, verdict: Verdict, judgement: Judgement) -> None:
        self.given.append((verdict.id, name, self.cycle))
        if self.state != "in_review":
            assert verdict.informed
            return
        self.counts[name] = (judgement.decision, judgement.finding, judgement.credibility)
        if len(self.counts) == 2:
            self.state = "agreed" if len(set(self.counts.values())) == 1 else "disputed"

    @rule(name=people, judgement=judgements, outcome=st.sampled_from(["decided", "unsettled"]))
    def decide(self, name: str, judgement: Judgement, outcome: str) -> None:
        done = self.attempt(
            adjudicate, by=self.viewers[name], claim_id=self.id, judgement=judgement, rationale="So.", outcome=outcome
        )
        if name != "adjudicator":
            assert isinstance(done, Forbidden | NotFound)
        elif self.state not in {"agreed", "disputed", "decided", "unsettled"}:
            assert isinstance(done, Conflict)
        elif not isinstance(done, Unprocessable):
            self.state, self.due = outcome, False
            self.adjudications += 1

    @rule(name=people, rationale=st.sampled_from(["", "It does not change."]))
    def confirm(self, name: str, rationale: str) -> None:
        done = self.attempt(confirm_claims, by=self.viewers[name], claim_ids=[self.id], rationale=rationale)
        if name != "adjudicator":
            assert isinstance(done, Forbidden | NotFound | Invalid)
        elif self.state == "agreed" or (self.state in {"decided", "unsettled"} and self.due):
            if self.due and not rationale:
                assert isinstance(done, Invalid)
            elif not isinstance(done, Unprocessable):
                self.state = "decided" if self.state == "agreed" else self.state
                self.due = False
                self.adjudications += 1
        else:
            assert isinstance(done, Conflict)

    @rule(name=people, to=st.sampled_from(["in_review", "draft"]))
    def send_back(self, name: str, to: str) -> None:
        done = self.attempt(reopen_claim, by=self.viewers[name], claim_id=self.id, question="Why?", to=to)
        if name != "adjudicator":
            assert isinstance(done, Forbidden | NotFound)
        elif self.state in {"agreed", "disputed", "decided", "unsettled"}:
            self.state, self.due, self.cycle, self.counts = to, False, self.cycle + 1, {}
        else:
            assert isinstance(done, Conflict)

    @rule(name=people)
    def withdraw(self, name: str) -> None:
        done = self.attempt(withdraw_claim, by=self.viewers[name], claim_id=self.id)
        if name not in {"annotator", "manager"}:
            assert isinstance(done, Forbidden | NotFound)
        elif self.state in {"draft", "in_review", "agreed", "disputed"}:
            self.state, self.due = "withdrawn", False
        else:
            assert isinstance(done, Conflict)

    @rule()
    def restore(self) -> None:
        done = self.attempt(restore_claim, by=self.viewers["annotator"], claim_id=self.id)
        if self.state == "withdrawn":
            self.state, self.cycle, self.counts = "draft", self.cycle + 1, {}
        else:
            assert isinstance(done, Conflict)

    @rule(name=people, stance=stances, citation=st.sampled_from(["First", "Second", "Third"]))
    def cite(self, name: str, stance: str, citation: str) -> None:
        before = self._origins()
        source = Source(stance, record={"citation": citation})
        done = self.attempt(add_evidence, by=self.viewers[name], claim_id=self.id, source=source)
        if name not in {"annotator", "annotator2", "reviewer", "reviewer2", "reviewer3"}:
            assert isinstance(done, Forbidden | NotFound)
        elif self.state == "withdrawn":
            assert isinstance(done, Conflict)
        elif self.state in {"agreed", "decided", "unsettled"}:
            self.due |= stance in {"supports", "contradicts"} or self._origins() != before

    @precondition(lambda self: self.state != "withdrawn")
    @rule(place=st.integers(0, 5))
    def take_off(self, place: int) -> None:
        rows = list(Evidence.objects.filter(claim_id=self.id, removed_at__isnull=True).order_by("id"))
        if place >= len(rows):
            return
        before, row = self._origins(), rows[place]
        self.attempt(remove_evidence, by=self.viewers["manager"], evidence_id=row.pk)
        if self.state in {"agreed", "decided", "unsettled"}:
            self.due |= row.stance in {"supports", "contradicts"} or self._origins() != before

    def _origins(self) -> int:
        rows = Evidence.objects.filter(claim_id=self.id, removed_at__isnull=True, stance__in=["states", "supports"])
        return len({row.record["citation"] for row in rows if row.record})

    # What is always true -----------------------------------------------------------------------------------------

    @invariant()
    def the_claim_is_where_the_model_says(self) -> None:
        row = Claim.objects.get(pk=self.id)
        assert (row.state, row.review_cycle, row.review_due) == (self.state, self.cycle, self.due)
        assert bool(row.review_due_reasons) == row.review_due
        assert bool(row.decision) == (row.state in {"decided", "unsettled"})

    @invariant()
    def no_verdict_is_lost_and_each_person_has_one_that_counts(self) -> None:
        rows = Verdict.objects.filter(claim_id=self.id)
        assert {row.id for row in rows} == {verdict for verdict, _name, _cycle in self.given}
        current = [row.author_id for row in rows if row.current]
        assert len(current) == len(set(current))
        assert Adjudication.objects.filter(claim_id=self.id).count() == self.adjudications
        standing = Adjudication.objects.filter(claim_id=self.id, current=True).count()
        assert standing == (self.state in {"decided", "unsettled"})

    @invariant()
    def everybody_sees_exactly_the_verdicts_they_may(self) -> None:
        every = {verdict for verdict, _name, _cycle in self.given}
        self.looks += 1
        for name in (PEOPLE[self.looks % len(PEOPLE)], f"reviewer{'23'[self.looks % 2]}"):
            viewer = self.viewers[name]
            seen = set(visible_verdicts(viewer).filter(claim_id=self.id).values_list("id", flat=True))
            mine = {verdict for verdict, author, _cycle in self.given if author == name}
            assert seen == (every if self._may_see(name) else mine if name.startswith("reviewer") else set())

    def _may_see(self, name: str) -> bool:
        settled = self.state in {"decided", "unsettled"}
        if name.startswith("reviewer"):
            latest = [cycle for _verdict, author, cycle in self.given if author == name][-1:]
            return settled or latest == [self.cycle]
        if name in {"adjudicator", "manager"}:
            return self.state not in {"draft", "in_review", "withdrawn"}
        return False


@pytest.mark.django_db
def test_no_history_leads_to_an_illegal_state_or_loses_a_verdict(campaign: Campaign) -> None:
    Histories.desk = make_desk()
    chosen = settings(max_examples=campaign.size(500), stateful_step_count=50, database=None)
    run_state_machine_as_test(Histories, settings=chosen)
