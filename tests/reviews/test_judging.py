"""The rules of judging, each as a sentence, without database or framework."""

import subprocess
import sys
from itertools import product

import pytest

from reviews.judging import (
    ALL_FINDINGS,
    BANDS,
    CREDIBILITIES,
    DECISIONS,
    FINDINGS,
    KINDS,
    REASONS,
    WITH_CREDIBILITY,
    Exhibit,
    Judgement,
    agree,
    breaches,
    differing,
    disagreement,
    in_common,
    independent_origins,
)

STATED = Exhibit("states", document="a")
SUPPORT = Exhibit("supports", document="b")
AGAINST = Exhibit("contradicts", document="c")
RECORD = Exhibit("supports", record="register")
EVERYTHING = (STATED, SUPPORT, AGAINST)


def codes(
    judgement: Judgement, kind: str = "fact", exhibits: tuple[Exhibit, ...] = EVERYTHING, scales: bool = True
) -> list[str]:
    found = breaches(judgement, kind=kind, exhibits=exhibits, has_likelihood=scales, has_confidence=scales)
    return [breach.code for breach in found]


def approve(finding: str = "supported", credibility: int | None = 2) -> Judgement:
    return Judgement("approve", finding, credibility=credibility)


def test_the_words_are_those_of_the_specification() -> None:
    assert set(KINDS) == {
        "fact", "quantity", "prediction", "opinion", "inference", "recommendation", "allegation",
    }  # fmt: skip
    assert DECISIONS == ("approve", "reject", "needs_work", "cannot_judge")
    assert FINDINGS["opinion"] == FINDINGS["inference"] == ("backed", "partly_backed", "not_backed")
    assert FINDINGS["prediction"] == ("open", "came_true", "did_not", "cannot_tell")
    assert FINDINGS["recommendation"] == ("open", "adopted", "rejected", "superseded")
    assert len(FINDINGS["fact"]) == 7
    assert FINDINGS["fact"] == FINDINGS["quantity"] == FINDINGS["allegation"]
    assert len(REASONS) == 10
    assert {"fact", "quantity", "allegation"} == WITH_CREDIBILITY


@pytest.mark.parametrize(("kind", "finding"), product(KINDS, ALL_FINDINGS))
def test_each_kind_takes_its_own_findings_and_no_others(kind: str, finding: str) -> None:
    credibility = None if kind not in WITH_CREDIBILITY else 6 if finding == "unverifiable" else 2
    found = codes(approve(finding, credibility), kind)
    assert ("finding_of_other_kind" in found) == (finding not in FINDINGS[kind])
    if finding in FINDINGS[kind]:
        assert found == []


@pytest.mark.parametrize("kind", sorted(WITH_CREDIBILITY))
def test_a_finding_on_a_fact_a_quantity_or_an_allegation_needs_a_credibility(kind: str) -> None:
    assert codes(approve(credibility=None), kind) == ["credibility_missing"]


@pytest.mark.parametrize("kind", sorted(set(KINDS) - WITH_CREDIBILITY))
def test_no_other_kind_takes_a_credibility(kind: str) -> None:
    assert codes(approve(FINDINGS[kind][0], 3), kind) == ["credibility_not_of_kind"]
    assert codes(Judgement("reject", credibility=3), kind) == ["credibility_not_of_kind"]


@pytest.mark.parametrize(("finding", "grade"), product(FINDINGS["fact"], CREDIBILITIES))
def test_unverifiable_goes_with_6_and_6_with_unverifiable(finding: str, grade: int) -> None:
    found = set(codes(approve(finding, grade))) & {"unverifiable_is_6", "6_is_unverifiable"}
    assert bool(found) == ((finding == "unverifiable") != (grade == 6))


def test_an_approval_needs_a_finding_and_nothing_else_does() -> None:
    assert codes(Judgement("approve")) == ["finding_missing"]
    for decision in ("reject", "needs_work", "cannot_judge"):
        assert codes(Judgement(decision)) == []
        assert codes(Judgement(decision, credibility=3)) == ["credibility_without_finding"]
        assert codes(Judgement(decision, "misleading", credibility=3)) == []


@pytest.mark.parametrize(
    ("exhibits", "enough"),
    [
        ((), False),
        ((STATED,), False),
        ((STATED, Exhibit("supports", document="a")), False),
        ((STATED, Exhibit("states", document="b")), False),
        ((STATED, Exhibit("context", document="b")), False),
        ((STATED, AGAINST), False),
        ((STATED, Exhibit("supports", document="b", in_time=False)), False),
        ((STATED, Exhibit("context", record="register")), False),
        ((STATED, Exhibit("contradicts", record="register")), False),
        ((STATED, SUPPORT), True),
        ((STATED, RECORD), True),
        ((SUPPORT,), True),
    ],
)
def test_supported_needs_support_from_another_document_or_a_record(exhibits: tuple[Exhibit, ...], enough: bool) -> None:
    assert codes(approve(), exhibits=exhibits) == ([] if enough else ["support_missing"])


@pytest.mark.parametrize("finding", ["refuted", "conflicting"])
@pytest.mark.parametrize(
    ("exhibits", "enough"),
    [
        ((STATED, SUPPORT), False),
        ((STATED, Exhibit("contradicts", document="c", in_time=False)), False),
        ((STATED, AGAINST), True),
        ((STATED, Exhibit("contradicts", document="a")), True),
        ((STATED, Exhibit("contradicts", record="register")), True),
    ],
)
def test_refuted_and_conflicting_need_a_contradiction(
    finding: str, exhibits: tuple[Exhibit, ...], enough: bool
) -> None:
    assert codes(approve(finding, 4), exhibits=exhibits) == ([] if enough else ["contradiction_missing"])


@pytest.mark.parametrize(
    ("exhibits", "number"),
    [
        ((), 0),
        ((STATED, Exhibit("supports", document="a")), 1),
        ((STATED, AGAINST, Exhibit("context", document="d")), 1),
        ((STATED, SUPPORT, Exhibit("supports", document="b")), 2),
        ((STATED, RECORD, RECORD), 2),
        ((STATED, Exhibit("supports", document="b", in_time=False)), 1),
        ((STATED, SUPPORT, RECORD, Exhibit("states", document="e")), 4),
    ],
)
def test_credibility_1_needs_two_independent_origins(exhibits: tuple[Exhibit, ...], number: int) -> None:
    assert independent_origins(exhibits).number == number
    found = codes(Judgement("approve", "misleading", credibility=1), exhibits=exhibits)
    assert found == ([] if number >= 2 else ["origins_too_few"])


def test_the_scales_a_project_does_not_have_are_refused() -> None:
    both = Judgement("approve", "misleading", credibility=3, likelihood=5, confidence="low")
    assert codes(both) == []
    assert codes(both, scales=False) == ["no_likelihood_scale", "no_confidence_scale"]
    assert list(BANDS) == [1, 2, 3, 4, 5, 6, 7]


def test_verdicts_agree_in_decision_finding_and_credibility_whatever_their_reasons() -> None:
    one = Judgement("approve", "supported", ("no_source",), 2, 5, "low")
    other = Judgement("approve", "supported", ("outdated", "no_source"), 2, 6, "low")
    assert agree([one, other])
    assert in_common([one, other]) == Judgement("approve", "supported", ("no_source", "outdated"), 2, None, "low")
    assert differing([one, Judgement("reject", "supported", (), 3)]) == ("decision", "credibility")
    assert not agree([one, approve("supported", 3)])
    assert not agree([one, approve("misleading", 2)])


def test_what_differs_more_comes_first() -> None:
    same = approve()
    by_step = disagreement([same, approve(credibility=3)])
    by_steps = disagreement([same, approve(credibility=5)])
    by_finding = disagreement([same, approve("misleading", 2)])
    by_decision = disagreement([same, Judgement("reject", "supported", credibility=2)])
    assert 0 == disagreement([same, same]) < by_step < by_steps < by_finding < by_decision
    assert disagreement([approve("misleading", 1), approve("misleading", 6)]) == 1


def test_the_rules_know_no_framework() -> None:
    program = (
        "import sys, reviews.judging, reviews.edtf, reviews.states, reviews.particulars;"
        "assert not [name for name in sys.modules if name.split('.')[0] in {'django', 'rest_framework', 'celery'}]"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
