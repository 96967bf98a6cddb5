"""The job that makes an export: one person, one snapshot, whole or not at all."""

from django.db import transaction
from django.utils.translation import gettext as _

from exchange import storage
from exchange.events import record
from exchange.making import Making
from exchange.models import Export
from exchange.queries.exports import expiry
from projects import jobs
from projects.errors import NotFound
from projects.events import change
from projects.models import Job
from projects.viewers import Viewer, find_viewer
from projects.vocabulary import Tlp


def register() -> None:
    """Name the handler."""
    jobs.register(Export.JOB_KIND, make_export, afterwards=clean_up)


def make_export(run: jobs.Run) -> None:
    """Write the files of an export and record them. A run that stops half-way leaves none of them behind."""
    export = Export.objects.select_related("project", "job", "user").get(job=run.job)
    storage.remove_attempts(export, but=run.attempt)
    folder = storage.folder_of(export.id, run.attempt)
    making = Making(run, export, _entitled(export))
    try:
        manifest = making.write()
        for part in making.files.values():
            run.check()
            part.store(folder)
        run.report(making.total, making.total, force=True)
        _finish(run, export, manifest, folder)
    except BaseException:
        storage.remove_folder(folder, making.format.parts)
        raise
    finally:
        making.close()


def _entitled(export: Export) -> Viewer:
    """The person an export is made for, as they are now; JobFailed when they may not have it any more."""
    try:
        viewer = find_viewer(export.user, project_id=export.project_id)
    except NotFound:
        raise jobs.JobFailed(_("The person who asked for this export is no longer an active member.")) from None
    if viewer.clearance < export.tlp:
        raise jobs.JobFailed(
            _("The person who asked for this export is not cleared for TLP:%(tlp)s any more.")
            % {"tlp": Tlp(export.tlp).label}
        )
    return viewer


def _finish(run: jobs.Run, export: Export, manifest: dict[str, object], folder: str) -> None:
    viewer = _entitled(export)
    with change(project_id=export.project_id, by=viewer) as log:
        Export.objects.select_for_update().get(id=export.id)
        run.fence()
        if Job.objects.filter(id=run.job.id, cancel_requested=True).exists():
            raise jobs.Cancelled
        export.manifest = manifest
        export.storage_name = folder
        export.size = sum(file["size"] for file in manifest["parts"])  # type: ignore[attr-defined]
        export.expires_at = expiry()
        export.save(update_fields=["manifest", "storage_name", "size", "expires_at"])
        record(log, "export.finished", export)


def clean_up(job: Job) -> None:
    """Remove what the attempts at an export left, unless it was made."""
    export = Export.objects.select_related("job").filter(job=job).first()
    if export is not None and not export.storage_name:
        transaction.on_commit(lambda: storage.remove_attempts(export))
