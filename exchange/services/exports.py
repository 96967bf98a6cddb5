"""Exports asked for, cancelled, handed out and removed."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange import filters as known_filters
from exchange import storage
from exchange.events import record
from exchange.formats import formats
from exchange.formats.base import Part
from exchange.models import Export
from exchange.queries.exports import is_expired, sight_has_narrowed
from projects import jobs, policy
from projects.errors import Conflict, Forbidden, Gone, Invalid, NotFound
from projects.events import Change, change
from projects.ids import new_id
from projects.models import Event, Job
from projects.viewers import Viewer
from projects.vocabulary import Tlp

AT_ONCE = 5
ONE_DOWNLOAD = timedelta(hours=1)
ASK_AGAIN = gettext_lazy("What you may see has changed since this was made. Ask for a new export.")


def default_level(viewer: Viewer) -> int:
    """The level an export is made for when none is named: the project's default, within the person's clearance."""
    return min(viewer.project.default_tlp, viewer.clearance)


def _level(viewer: Viewer, tlp: str) -> int:
    if not tlp:
        return default_level(viewer)
    try:
        level = Tlp.parse(tlp)
    except ValueError:
        raise Invalid({"tlp": _("Write CLEAR, GREEN, AMBER, AMBER+STRICT or RED.")}) from None
    if level > viewer.clearance:
        raise Forbidden(
            _("You are cleared up to TLP:%(clearance)s; an export cannot go above that.")
            % {"clearance": Tlp(viewer.clearance).label}
        )
    return level


def request_export(*, by: Viewer, format: str, tlp: str = "", filters: Any = None, base_url: str = "") -> Export:  # noqa: A002
    """Ask for an export: what `by` may see when it is made, up to a level, as one snapshot."""
    policy.require(by, "export.create")
    if format not in formats():
        raise Invalid({"format": _("The formats are %(names)s.") % {"names": ", ".join(formats())}})
    level = _level(by, tlp)
    chosen = known_filters.parse(by, {} if filters is None else filters)
    waiting = Export.objects.filter(
        project_id=by.project_id, user=by.user, job__status__in=[Job.Status.QUEUED, Job.Status.RUNNING]
    )
    with change(project_id=by.project_id, by=by) as log:
        if waiting.count() >= AT_ONCE:
            raise Conflict(_("%(n)d of your exports are being made. Wait for one, or cancel one.") % {"n": AT_ONCE})
        export_id = new_id()
        job = jobs.enqueue(
            kind=Export.JOB_KIND,
            project=by.project,
            by=by.user,
            params={"base_url": settings.BASE_URL or base_url.rstrip("/")},
            id=export_id,
        )
        export = Export.objects.create(
            id=export_id,
            project=by.project,
            job=job,
            user=by.user,
            participant_id=by.participant_id,
            format=format,
            filters=chosen.as_json(),
            tlp=level,
        )
        record(log, "export.requested", export)
    return export


def _hold(by: Viewer, export: Export) -> Export:
    """The export's row, locked, if it is the person's own."""
    held = Export.objects.select_for_update(of=("self",)).select_related("job", "project", "user").get(id=export.id)
    if not policy.may(by, "export.read", held):
        raise NotFound()
    return held


def cancel_export(*, by: Viewer, export: Export) -> Export:
    """Stop an export that is being made; a finished one is left as it is."""
    with transaction.atomic():
        held = _hold(by, export)
        jobs.request_cancel(held.job)
    held.job.refresh_from_db()
    return held


def remove_export(*, by: Viewer, export: Export) -> None:
    """Remove the files of an export now; one that is being made is cancelled."""
    with change(project_id=by.project_id, by=by) as log:
        held = _hold(by, export)
        jobs.request_cancel(held.job)
        if held.storage_name:
            _drop_files(held, timezone.now())
            record(log, "export.removed", held)


def _drop_files(held: Export, now: datetime) -> None:
    held.storage_name = ""
    held.removed_at = now
    held.save(update_fields=["storage_name", "removed_at"])
    transaction.on_commit(lambda: storage.remove_attempts(held))


def download(*, by: Viewer, export: Export, part: str = "", fetched: bool = True) -> tuple[Part, dict[str, Any]]:
    """Check that a part may be handed out now, record it, and return it with what the manifest says of it.

    A download may come in pieces, in any order and size. The first request of a person for a part is recorded whatever
    it asks for, and those that follow within `ONE_DOWNLOAD` belong to it. `fetched` is False where no byte is sent.
    """
    with change(project_id=by.project_id, by=by) as log:
        held = _hold(by, export)
        if is_expired(held):
            raise Gone(_("The file of this export has been removed. Ask for a new export."))
        if not held.storage_name:
            raise Conflict(_unmade(held.job))
        if sight_has_narrowed(by, held):
            raise Forbidden(ASK_AGAIN)
        chosen = next((p for p in formats()[held.format].parts if p.name == part or not part), None)
        if chosen is None:
            raise NotFound(_("This export has no such part; its manifest names them."))
        if fetched and not _recorded(log, held, chosen):
            record(log, "export.downloaded", held, part=chosen.name)
    described = next(entry for entry in held.manifest["parts"] if entry["name"] == chosen.name)
    return chosen, described


def _recorded(log: Change, export: Export, part: Part) -> bool:
    """Whether the download that this request belongs to is in the log already."""
    return Event.objects.filter(
        project_id=export.project_id,
        subject_id=export.id,
        kind="export.downloaded",
        actor_id=log.actor_id,
        at__gt=log.at - ONE_DOWNLOAD,
        after__part=part.name,
    ).exists()


def _unmade(job: Job) -> str:
    if job.status == Job.Status.FAILED:
        return _("This export failed, so there is no file. Ask for a new one.")
    if job.status == Job.Status.CANCELLED:
        return _("This export was cancelled, so there is no file. Ask for a new one.")
    return _("This export is still being made. Ask for its file when its status is done.")


def remove_expired(*, now: datetime | None = None) -> int:
    """Remove the files of every export whose time is over; return how many."""
    moment = now or timezone.now()
    removed = 0
    due = Export.objects.filter(expires_at__lte=moment, removed_at__isnull=True)
    for export_id in list(due.values_list("id", flat=True)[:1000]):
        with transaction.atomic():
            held = (
                due.select_for_update(skip_locked=True, of=("self",)).select_related("job").filter(id=export_id).first()
            )
            if held is not None:
                _drop_files(held, moment)
                removed += 1
    return removed
