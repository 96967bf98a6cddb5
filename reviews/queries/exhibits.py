"""The evidence of claims as the rules of judging take it."""

from collections.abc import Iterable

from reviews import edtf
from reviews.judging import Exhibit, Origins, independent_origins
from reviews.models import Claim, Evidence


def _in_time(claim: Claim, evidence: Evidence) -> bool:
    """Whether the passage speaks of the claim's time; where either says nothing, it does."""
    if not (evidence.valid_from or evidence.valid_to):
        return True
    its_own = edtf.between(evidence.valid_from, evidence.valid_to)
    return its_own.overlaps(edtf.between(claim.valid_from, claim.valid_to))


def _record_key(evidence: Evidence) -> str | None:
    """The same record cited twice is one: by its address, else by its citation."""
    if evidence.record is None:
        return None
    return (evidence.record.get("url") or evidence.record.get("citation") or "").strip().casefold()


def exhibit(claim: Claim, evidence: Evidence) -> Exhibit:
    """One piece of evidence."""
    return Exhibit(
        stance=evidence.stance,
        document=str(evidence.document_id) if evidence.document_id else None,
        record=_record_key(evidence),
        in_time=_in_time(claim, evidence),
    )


def exhibits(claim: Claim, rows: Iterable[Evidence]) -> list[Exhibit]:
    """Every piece of evidence."""
    return [exhibit(claim, row) for row in rows]


def origins_of(claim: Claim, rows: Iterable[Evidence]) -> Origins:
    """The independent origins that state or support the claim."""
    return independent_origins(exhibits(claim, rows))


def live_evidence(claim: Claim) -> list[Evidence]:
    """The evidence that has not been removed, in the order it was added."""
    return list(Evidence.objects.filter(claim=claim, removed_at__isnull=True).order_by("id"))
