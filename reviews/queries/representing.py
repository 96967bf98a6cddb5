"""Claims, evidence and verdicts as the API gives them.

What is secret is left out here and nowhere else: verdicts come filtered by the policy, and all that follows from them
(whether they are hidden, their number, the outcome of a claim that is merely agreed) is derived from those alone.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from projects.errors import NotFound
from projects.models import Participant
from projects.viewers import Viewer
from projects.vocabulary import Role, Tlp
from reviews.judging import Judgement, in_common
from reviews.models import Adjudication, Claim, Evidence, Verdict
from reviews.queries.claims import visible_claims, with_parts
from reviews.queries.exhibits import origins_of
from reviews.records import attribution_records, evidence_record, judgement_of
from reviews.states import AGREED, SETTLED, VERDICTS_IN


def _person(row: Participant) -> dict[str, Any]:
    return {"id": row.id, "name": row.name}


def counting(claim: Claim, verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The verdicts that count in the claim's present cycle."""
    return [v for v in verdicts if v.current and v.cycle == claim.review_cycle]


def others_hidden(viewer: Viewer, claim: Claim, verdicts: Iterable[Verdict]) -> bool:
    """Whether the policy hides others' verdicts from this viewer now; it says nothing of whether there are any."""
    if claim.state in SETTLED and viewer.has(Role.REVIEWER, Role.ADJUDICATOR, Role.MANAGER):
        return False
    if claim.state in VERDICTS_IN and viewer.has(Role.ADJUDICATOR, Role.MANAGER):
        return False
    mine = [v for v in counting(claim, verdicts) if viewer.wrote(v.author_id)]
    return not (viewer.has(Role.REVIEWER) and mine)


def outcome_of(viewer: Viewer, claim: Claim, verdicts: Iterable[Verdict]) -> Judgement | None:
    """The outcome: of a settled claim its own, of an agreed one what its verdicts share, for whoever may see them."""
    if claim.state in SETTLED:
        return judgement_of(claim)
    verdicts = list(verdicts)
    if claim.state != AGREED or others_hidden(viewer, claim, verdicts):
        return None
    compared = [judgement_of(v) for v in verdicts if v.id in claim.counted]
    return in_common(compared) if compared else None


def represent_judgement(judgement: Judgement | None) -> dict[str, Any]:
    """Decision, finding and scales; empty where there is no outcome to show."""
    shown = judgement or Judgement(decision="")
    return {
        "decision": shown.decision or None,
        "finding": shown.finding or None,
        "reasons": list(shown.reasons),
        "credibility": shown.credibility,
        "likelihood": shown.likelihood,
        "confidence": shown.confidence or None,
    }


def represent_evidence(row: Evidence) -> dict[str, Any]:
    """One piece of evidence."""
    document = row.document
    return {
        **evidence_record(row),
        "start": row.starts[0] if row.starts else None,
        "end": row.ends[-1] if row.ends else None,
        "exact": row.quote,
        "document_title": document.title if document else None,
        "author": _person(row.author),
        "created_at": row.created_at,
    }


def represent_verdict(row: Verdict) -> dict[str, Any]:
    """One verdict."""
    return {
        "id": row.id,
        "claim": row.claim_id,
        "author": _person(row.author),
        **represent_judgement(judgement_of(row)),
        "rationale": row.rationale,
        "current": row.current,
        "informed": row.informed,
        "cycle": row.cycle,
        "claim_version": row.claim_version,
        "created_at": row.created_at,
    }


def represent_adjudication(row: Adjudication) -> dict[str, Any]:
    """One adjudication, with the dissent it keeps."""
    return {
        "id": row.id,
        "claim": row.claim_id,
        "author": _person(row.author),
        "outcome": row.outcome,
        **represent_judgement(judgement_of(row)),
        "rationale": row.rationale,
        "dissent": row.dissent,
        "dissenting": list(row.dissenting),
        "current": row.current,
        "cycle": row.cycle,
        "claim_version": row.claim_version,
        "created_at": row.created_at,
    }


def _origins(claim: Claim, evidence: Sequence[Evidence]) -> dict[str, Any]:
    origins = origins_of(claim, evidence)
    titles = {str(row.document_id): row.document.title for row in evidence if row.document}
    return {
        "number": origins.number,
        "documents": [{"id": key, "title": titles.get(key, "")} for key in origins.documents],
        "records": list(origins.records),
    }


def represent_parts(viewer: Viewer, claim: Any) -> dict[str, Any]:
    """A claim that came with its parts (`with_parts`)."""
    hidden = others_hidden(viewer, claim, claim.seen_verdicts)
    standing = claim.standing[0] if claim.standing else None
    return {
        "id": claim.id,
        "project": viewer.project.slug,
        "statement": claim.statement,
        "kind": claim.kind,
        "state": claim.state,
        "held": claim.held,
        "review_due": claim.review_due,
        "review_due_reasons": list(claim.review_due_reasons),
        "author": _person(claim.author),
        "tlp": Tlp(claim.tlp).label,
        "valid_from": claim.valid_from,
        "valid_to": claim.valid_to,
        "particulars": claim.particulars,
        "attributions": attribution_records(claim),
        "evidence": [represent_evidence(row) for row in claim.live_evidence],
        "origins": _origins(claim, claim.live_evidence),
        **represent_judgement(outcome_of(viewer, claim, claim.seen_verdicts)),
        "adjudication": represent_adjudication(standing) if standing else None,
        "verdicts_due": viewer.project.verdicts_due,
        "verdicts_hidden": hidden,
        "verdicts_in": None if hidden else len(counting(claim, claim.seen_verdicts)),
        "question": claim.question,
        "review_cycle": claim.review_cycle,
        "version": claim.version,
        "submitted_at": claim.submitted_at,
        "created_at": claim.created_at,
        "updated_at": claim.updated_at,
    }


def represent_claims(viewer: Viewer, claims: Sequence[Claim]) -> list[dict[str, Any]]:
    """Claims that came with their parts."""
    return [represent_parts(viewer, claim) for claim in claims]


def represent_claim(viewer: Viewer, claim: Claim) -> dict[str, Any]:
    """One claim as this viewer sees it now, read afresh; NotFound when it has been hidden from them meanwhile."""
    row = with_parts(visible_claims(viewer), viewer).filter(pk=claim.pk).first()
    if row is None:
        raise NotFound()
    return represent_parts(viewer, row)
