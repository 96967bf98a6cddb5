"""When a review is due: something changed under a claim that stands. What stands is shown as such until reaffirmed."""

from collections.abc import Iterable
from uuid import UUID

from projects.events import Change
from reviews.models import Claim, Evidence
from reviews.records import claim_record
from reviews.services.locking import change_claim, log_claim
from reviews.states import STANDING


def set_review_due(log: Change, claim: Claim, reason: str) -> None:
    """Say that the locked claim should be looked at again, and why; only what stands can come due."""
    if claim.state not in STANDING or reason in claim.review_due_reasons:
        return
    before = claim_record(claim)
    change_claim(claim, review_due=True, review_due_reasons=[*claim.review_due_reasons, reason])
    log_claim(log, "claim.review_due", claim, before, reason=reason)


def lock_claims_on(log: Change, **resting_on: object) -> list[Claim]:
    """Lock the claims whose live evidence answers the condition, in one order."""
    rows = Claim.objects.filter(project_id=log.project_id, pk__in=_ids(log.project_id, resting_on))
    return list(rows.order_by("pk").select_for_update(no_key=True))


def _ids(project_id: UUID, resting_on: dict[str, object]) -> Iterable[UUID]:
    rows = Evidence.objects.filter(project_id=project_id, removed_at__isnull=True, **resting_on)
    return list(rows.values_list("claim_id", flat=True).distinct())
