"""The rules of judging, without any framework: what may be said of which kind of claim, and what it must rest on.

A judgement says two things: the *decision* is about the record, the *finding* about the statement. Only an approval
needs a finding; who rejects, asks for work or cannot judge may leave it empty, and then gives no credibility either.
`breaches` lists every rule a judgement breaks, as codes; the words for people are elsewhere.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

DECISIONS = ("approve", "reject", "needs_work", "cannot_judge")

_OF_FACTS = ("supported", "partly_supported", "uncorroborated", "conflicting", "misleading", "refuted", "unverifiable")
_OF_VIEWS = ("backed", "partly_backed", "not_backed")

FINDINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "fact": _OF_FACTS,
        "quantity": _OF_FACTS,
        "allegation": _OF_FACTS,
        "opinion": _OF_VIEWS,
        "inference": _OF_VIEWS,
        "prediction": ("open", "came_true", "did_not", "cannot_tell"),
        "recommendation": ("open", "adopted", "rejected", "superseded"),
    }
)

KINDS = tuple(FINDINGS)
ALL_FINDINGS = tuple(dict.fromkeys(finding for findings in FINDINGS.values() for finding in findings))
WITH_CREDIBILITY = frozenset({"fact", "quantity", "allegation"})
CREDIBILITIES = range(1, 7)
BANDS = range(1, 8)
CONFIDENCES = ("low", "moderate", "high")
CANNOT_BE_JUDGED = 6
CONFIRMED = 1
ORIGINS_FOR_CONFIRMED = 2

REASONS = (
    "no_source",
    "no_period",
    "no_definition",
    "anonymous_speaker",
    "primary_missing",
    "outdated",
    "same_origin_only",
    "own_contradiction",
    "own_footnote_silent",
    "external_only",
)

STATES, SUPPORTS, CONTRADICTS, CONTEXT = "states", "supports", "contradicts", "context"
STANCES = (STATES, SUPPORTS, CONTRADICTS, CONTEXT)


@dataclass(frozen=True)
class Judgement:
    """What a verdict or an adjudication says; empty words and None where it says nothing."""

    decision: str
    finding: str = ""
    reasons: tuple[str, ...] = ()
    credibility: int | None = None
    likelihood: int | None = None
    confidence: str = ""


@dataclass(frozen=True)
class Exhibit:
    """One piece of evidence as the rules see it: it stands on a document or on a reference record, named by a key.

    `in_time` is False where the passage speaks of another time than the claim: then it is context, whatever its stance.
    """

    stance: str
    document: str | None = None
    record: str | None = None
    in_time: bool = True

    @property
    def effective_stance(self) -> str:
        return self.stance if self.in_time or self.stance == STATES else CONTEXT


@dataclass(frozen=True)
class Origins:
    """How many independent origins state or support a claim, and which: the reasoning behind the number."""

    documents: tuple[str, ...]
    records: tuple[str, ...]

    @property
    def number(self) -> int:
        return len(self.documents) + len(self.records)


@dataclass(frozen=True)
class Breach:
    """One broken rule: its code, the field it concerns, and values for the sentence."""

    code: str
    field: str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)


def independent_origins(exhibits: Collection[Exhibit]) -> Origins:
    """Each document counts once, however many of its passages are cited; so does each record."""
    counted = [exhibit for exhibit in exhibits if exhibit.effective_stance in {STATES, SUPPORTS}]
    documents = dict.fromkeys(e.document for e in counted if e.document is not None)
    records = dict.fromkeys(e.record for e in counted if e.document is None and e.record is not None)
    return Origins(tuple(documents), tuple(records))


def has_outside_support(exhibits: Collection[Exhibit]) -> bool:
    """Whether a document other than those the claim is stated in supports it, or a reference record does."""
    stated_in = {e.document for e in exhibits if e.stance == STATES and e.document is not None}
    return any(
        (e.document is None and e.record is not None and e.effective_stance in {STATES, SUPPORTS})
        or (e.document is not None and e.effective_stance == SUPPORTS and e.document not in stated_in)
        for e in exhibits
    )


def has_contradiction(exhibits: Collection[Exhibit]) -> bool:
    """Whether anything contradicts the claim."""
    return any(e.effective_stance == CONTRADICTS for e in exhibits)


def breaches(
    judgement: Judgement,
    *,
    kind: str,
    exhibits: Collection[Exhibit],
    has_likelihood: bool,
    has_confidence: bool,
) -> list[Breach]:
    """Every rule that the judgement of a claim of this kind, with this evidence, breaks."""
    found = _of_finding(judgement, kind) + _of_credibility(judgement, kind) + _of_evidence(judgement, exhibits)
    if judgement.likelihood is not None and not has_likelihood:
        found.append(Breach("no_likelihood_scale", "likelihood"))
    if judgement.confidence and not has_confidence:
        found.append(Breach("no_confidence_scale", "confidence"))
    return found


def _of_finding(judgement: Judgement, kind: str) -> list[Breach]:
    if not judgement.finding:
        return [Breach("finding_missing", "finding")] if judgement.decision == "approve" else []
    if judgement.finding not in FINDINGS[kind]:
        return [Breach("finding_of_other_kind", "finding", {"finding": judgement.finding, "kind": kind})]
    return []


def _of_credibility(judgement: Judgement, kind: str) -> list[Breach]:
    if kind not in WITH_CREDIBILITY:
        return [Breach("credibility_not_of_kind", "credibility", {"kind": kind})] if judgement.credibility else []
    if not judgement.finding:
        return [Breach("credibility_without_finding", "credibility")] if judgement.credibility else []
    if judgement.credibility is None:
        return [Breach("credibility_missing", "credibility", {"kind": kind})]
    unverifiable = judgement.finding == "unverifiable"
    if unverifiable != (judgement.credibility == CANNOT_BE_JUDGED):
        return [Breach("unverifiable_is_6" if unverifiable else "6_is_unverifiable", "credibility")]
    return []


def _of_evidence(judgement: Judgement, exhibits: Collection[Exhibit]) -> list[Breach]:
    found = []
    if judgement.finding == "supported" and not has_outside_support(exhibits):
        found.append(Breach("support_missing", "finding"))
    if judgement.finding in {"refuted", "conflicting"} and not has_contradiction(exhibits):
        found.append(Breach("contradiction_missing", "finding", {"finding": judgement.finding}))
    if judgement.credibility == CONFIRMED:
        origins = independent_origins(exhibits)
        if origins.number < ORIGINS_FOR_CONFIRMED:
            values = {"number": origins.number, "documents": len(origins.documents), "records": len(origins.records)}
            found.append(Breach("origins_too_few", "credibility", values))
    return found


# Comparing -----------------------------------------------------------------------------------------------------------

_WEIGHTS = {"decision": 8, "finding": 4, "credibility": 1}


def differing(judgements: Sequence[Judgement]) -> tuple[str, ...]:
    """The fields, of those that agreement is about, in which the judgements differ."""
    return tuple(name for name in _WEIGHTS if len({getattr(judgement, name) for judgement in judgements}) > 1)


def agree(judgements: Sequence[Judgement]) -> bool:
    """Whether decision, finding and credibility are the same in all."""
    return not differing(judgements)


def disagreement(judgements: Sequence[Judgement]) -> int:
    """How much differs, to put the hardest first: decisions weigh most, then findings, then steps of credibility.

    6 lies outside the order of credibility, so that differing by it counts as one step.
    """
    fields = differing(judgements)
    score = sum(_WEIGHTS[name] for name in fields if name != "credibility")
    grades = {j.credibility for j in judgements}
    ordered = [grade for grade in grades if grade is not None and grade != CANNOT_BE_JUDGED]
    outside = len(grades) > 1 and len(ordered) < len(grades)
    return score + (max(ordered) - min(ordered) if ordered else 0) + int(outside)


def in_common(judgements: Sequence[Judgement]) -> Judgement:
    """The outcome of judgements that agree: all reasons anybody gave, the other scales where all say the same."""
    first = judgements[0]
    given = {reason for judgement in judgements for reason in judgement.reasons}
    likelihoods = {judgement.likelihood for judgement in judgements}
    confidences = {judgement.confidence for judgement in judgements}
    return Judgement(
        decision=first.decision,
        finding=first.finding,
        reasons=tuple(reason for reason in REASONS if reason in given),
        credibility=first.credibility,
        likelihood=first.likelihood if len(likelihoods) == 1 else None,
        confidence=first.confidence if len(confidences) == 1 else "",
    )
