"""The claim's row is the lock: whoever changes a claim, its evidence or its verdicts takes it first."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone

from projects import policy
from projects.errors import Conflict, NotFound, Stale
from projects.events import Change
from projects.viewers import Viewer
from projects.vocabulary import Secrecy
from reviews import states
from reviews.models import Claim
from reviews.queries.representing import represent_claim
from reviews.records import claim_record
from reviews.words import STATE_ACTIONS


def lock_claim(*, by: Viewer, claim_id: UUID, action: str, step: str = "", version: int | None = None) -> Claim:
    """The locked claim, if the viewer sees it, may do the action, and the step is open in its state."""
    rows = Claim.objects.select_for_update(no_key=True, of=("self",)).select_related("author")
    claim = rows.filter(project_id=by.project_id, pk=claim_id).first()
    if claim is None or not Claim.objects.filter(policy.visible(by, Claim), pk=claim_id).exists():
        raise NotFound()
    policy.require(by, action, claim)
    if version is not None and version != claim.version:
        raise Stale(represent_claim(by, claim))
    if step:
        require_step(claim, step)
    return claim


def require_step(claim: Claim, step: str) -> None:
    """Refuse what the claim's state does not allow."""
    if not states.may(step, claim.state):
        raise Conflict(STATE_ACTIONS[step], state=claim.state)


def change_claim(claim: Claim, **fields: Any) -> None:
    """Write the fields, the next version and the time."""
    for name, value in fields.items():
        setattr(claim, name, value)
    claim.version += 1
    claim.updated_at = timezone.now()
    claim.save(update_fields=[*fields, "version", "updated_at"])


def log_claim(
    log: Change, kind: str, claim: Claim, before: Mapping[str, Any] | None, *, nobody: bool = False, **more: Any
) -> None:
    """Record what happened to a claim; `nobody` leaves out whose doing it was, where that is secret.

    An event that carries an outcome is as secret as outcomes are: it is read long after the claim was sent back.
    """
    actor = log.actor_id, log.actor_name
    if nobody:
        log.actor_id, log.actor_name = None, ""
    after = claim_record(claim, **more)
    tells = any(record.get("decision") for record in (before, after) if record)
    try:
        log.add(
            kind,
            subject=claim.id,
            author=claim.author_id,
            secrecy=Secrecy.OUTCOME if tells else Secrecy.CLAIM,
            tlp=claim.tlp,
            before=before,
            after=after,
        )
    finally:
        log.actor_id, log.actor_name = actor
