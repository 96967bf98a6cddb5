"""Texts on their way to become the current one of their document, as people see them."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from sources.models import Proposal
from sources.representations import moment


def proposals_of(document_id: UUID) -> QuerySet[Proposal]:
    """The proposals of one document, newest first, with their jobs."""
    rows = Proposal.objects.filter(document_id=document_id).select_related("job", "participant", "revision")
    return rows.order_by("-created_at", "-id")


def unplaced_proposal(document_id: UUID) -> Proposal | None:
    """The last proposal, if no text came of it: it waits, runs, failed or was cancelled."""
    last = proposals_of(document_id).first()
    return last if last is not None and last.revision_id is None else None


def represent_proposal(proposal: Proposal) -> dict[str, Any]:
    """One proposal as the state of its job, whose id it has."""
    job = proposal.job
    return {
        "id": str(proposal.id),
        "status": job.status,
        "progress": job.progress,
        "total": job.total,
        "errors": job.errors,
        "document": str(proposal.document_id),
        "based_on": str(proposal.based_on_id),
        "revision": str(proposal.revision_id) if proposal.revision_id else None,
        "made": proposal.made,
        "reason": proposal.reason,
        "by": {"id": str(proposal.participant_id), "name": proposal.participant.name},
        "created_at": moment(proposal.created_at),
        "finished_at": moment(job.finished_at),
    }
