"""Claims, evidence and judgements as plain JSON: what events keep as before and after."""

from typing import Any

from projects.vocabulary import Tlp
from reviews.judging import Judgement
from reviews.models import Adjudication, Claim, Evidence, Verdict

TITLE_LENGTH = 80
JUDGEMENT_FIELDS = frozenset({"decision", "finding", "reasons", "credibility", "likelihood", "confidence"})


def title_of(claim: Claim) -> str:
    """The statement, cut where it is long."""
    words = claim.statement
    return words if len(words) <= TITLE_LENGTH else words[: TITLE_LENGTH - 1].rstrip() + "…"


def claim_record(claim: Claim, **more: Any) -> dict[str, Any]:
    """A claim with its state and outcome."""
    return {
        "id": str(claim.id),
        "title": title_of(claim),
        "statement": claim.statement,
        "kind": claim.kind,
        "state": claim.state,
        "held": claim.held,
        "review_due": claim.review_due,
        "review_due_reasons": list(claim.review_due_reasons),
        "tlp": Tlp(claim.tlp).label,
        "valid_from": claim.valid_from,
        "valid_to": claim.valid_to,
        "particulars": claim.particulars,
        **judgement_record(claim),
        "review_cycle": claim.review_cycle,
        "question": claim.question,
        "version": claim.version,
        **more,
    }


def without_outcome(record: dict[str, Any]) -> dict[str, Any]:
    """The record of a claim without what was decided of it."""
    return {name: value for name, value in record.items() if name not in JUDGEMENT_FIELDS}


def judgement_record(row: Claim | Verdict | Adjudication) -> dict[str, Any]:
    """Decision, finding and scales of a claim's outcome, a verdict or an adjudication."""
    return {
        "decision": row.decision,
        "finding": row.finding,
        "reasons": list(row.reasons),
        "credibility": row.credibility,
        "likelihood": row.likelihood,
        "confidence": row.confidence,
    }


def judgement_of(row: Claim | Verdict | Adjudication) -> Judgement:
    """The same as the rules of judging take it."""
    return Judgement(
        decision=row.decision,
        finding=row.finding,
        reasons=tuple(row.reasons),
        credibility=row.credibility,
        likelihood=row.likelihood,
        confidence=row.confidence,
    )


def attribution_records(claim: Claim) -> list[dict[str, Any]]:
    """The chain of speakers, original speaker first."""
    return [
        {
            "name": link.name,
            "role": link.role,
            "directness": link.directness,
            "anonymous": link.anonymous,
            "words": link.words,
        }
        for link in sorted(claim.attributions.all(), key=lambda link: link.position)
    ]


def evidence_record(evidence: Evidence) -> dict[str, Any]:
    """One piece of evidence as its events keep it: the words stay in the text, where they can be redacted."""
    return {
        "id": str(evidence.id),
        "claim": str(evidence.claim_id),
        "stance": evidence.stance,
        "document": str(evidence.document_id) if evidence.document_id else None,
        "revision": str(evidence.revision_id) if evidence.revision_id else None,
        "annotation": str(evidence.annotation_id) if evidence.annotation_id else None,
        "fragments": [list(pair) for pair in zip(evidence.starts, evidence.ends, strict=True)],
        "record": evidence.record,
        "note": evidence.note,
        "valid_from": evidence.valid_from,
        "valid_to": evidence.valid_to,
        "tlp": Tlp(evidence.tlp).label,
    }


def verdict_record(verdict: Verdict) -> dict[str, Any]:
    """One verdict."""
    return {
        "id": str(verdict.id),
        "claim": str(verdict.claim_id),
        **judgement_record(verdict),
        "rationale": verdict.rationale,
        "informed": verdict.informed,
        "cycle": verdict.cycle,
        "claim_version": verdict.claim_version,
    }


def adjudication_record(adjudication: Adjudication) -> dict[str, Any]:
    """One adjudication."""
    return {
        "id": str(adjudication.id),
        "claim": str(adjudication.claim_id),
        "outcome": adjudication.outcome,
        **judgement_record(adjudication),
        "rationale": adjudication.rationale,
        "dissent": adjudication.dissent,
        "dissenting": [str(verdict) for verdict in adjudication.dissenting],
        "cycle": adjudication.cycle,
        "claim_version": adjudication.claim_version,
    }
