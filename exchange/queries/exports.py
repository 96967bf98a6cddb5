"""Exports as their requester sees them, and whether a made one may still be handed out."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from exchange.models import Export
from projects import policy
from projects.models import Event
from projects.viewers import Viewer
from projects.vocabulary import Blindness, Role, Tlp

_STRICTNESS = {Blindness.NEVER: 0, Blindness.UNTIL_FINISHED: 1, Blindness.ALWAYS: 2}


def exports_of(viewer: Viewer) -> QuerySet[Export]:
    """The viewer's own exports, newest first."""
    rows = Export.objects.filter(project_id=viewer.project_id).select_related("job").order_by("-id")
    return policy.filter_for(viewer, "export.read", rows)


def expiry() -> datetime:
    """When a file that is made now is removed."""
    return timezone.now() + settings.EXPORT_LIFETIME


def sight_of(viewer: Viewer) -> dict[str, Any]:
    """What decides how much a person sees, as it was when a file was made."""
    return {
        "roles": sorted(viewer.roles),
        "clearance": Tlp(viewer.clearance).label,
        "marks_blind": viewer.project.marks_blind,
    }


def sight_has_narrowed(viewer: Viewer, export: Export) -> bool:
    """Whether the person, or anybody at the export's level, may see less now than when its file was made."""
    then = export.manifest["made_for"]
    if not viewer.roles.issuperset(then["roles"]) or viewer.clearance < Tlp.parse(then["clearance"]):
        return True
    if _STRICTNESS[Blindness(viewer.project.marks_blind)] > _STRICTNESS[Blindness(then["marks_blind"])]:
        return True
    since = Event.objects.filter(project_id=export.project_id, number__gt=export.manifest["event"])
    return since.filter(_withdrawals(viewer, export.tlp)).exists()


def _withdrawals(viewer: Viewer, level: int) -> Q:
    """The events after which an earlier file may hold what its owner may not see: content that was marked higher, held
    or deleted, a claim to be judged anew, a reading of their own that is under way again, and an imported name that no
    longer speaks for them. Refusing once too often only costs a new export."""
    above = [entry.label for entry in Tlp if entry > level]
    content = Q(kind__startswith="document.") | Q(kind__startswith="claim.")
    withdrawn = content & Q(before__isnull=False) & (Q(after__tlp__in=above) | Q(before__held=False, after__held=True))
    reading = Q(kind="reading.reopened")
    if viewer.roles - {Role.VIEWER, Role.ANNOTATOR}:
        # Who reads, or has finished without looking, is blind; an annotator was so before.
        reading |= Q(kind="reading.opened") | Q(kind="reading.finished", after__revealed_at=None)
    own_reading = reading & Q(author_id=viewer.participant_id)
    own_name = Q(kind="name.unmapped", author_id=viewer.participant_id)
    return withdrawn | Q(kind__in=["document.deleted", "claim.reopened"]) | own_reading | own_name


def represent(export: Export) -> dict[str, Any]:
    """An export in the API."""
    job = export.job
    available = bool(export.storage_name) and not is_expired(export)
    address = f"/api/v1/exports/{export.id}/file"
    return {
        "id": export.id,
        "format": export.format,
        "filters": export.filters,
        "tlp": Tlp(export.tlp).label,
        "status": job.status,
        "progress": job.progress,
        "total": job.total,
        "errors": job.errors,
        "manifest": export.manifest or None,
        "size": export.size,
        "created_at": export.created_at,
        "finished_at": job.finished_at,
        "expires_at": export.expires_at,
        "removed_at": export.removed_at,
        "file": address if available else None,
    }


def is_expired(export: Export) -> bool:
    """Whether the file is gone, or about to be removed."""
    if export.removed_at is not None:
        return True
    return export.expires_at is not None and export.expires_at <= timezone.now()
