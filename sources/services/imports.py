"""Starting and stopping an import."""

from django.utils.translation import gettext_lazy as _

from projects import jobs, policy
from projects.errors import Invalid
from projects.events import change
from projects.viewers import Viewer
from sources.intake import FORMATS
from sources.models import Import, ImportFile
from sources.services.importing import KIND
from sources.services.storing import StoredFile


def start_import(*, by: Viewer, files: list[StoredFile], read_as: str = "auto") -> Import:
    """Record an upload and queue the job that reads it; the import has the job's id."""
    policy.require(by, "document.import")
    if read_as not in FORMATS:
        raise Invalid({"format": _("Choose one of %(known)s.") % {"known": ", ".join(FORMATS)}})
    if not files:
        raise Invalid({"files": _("Choose at least one file.")})
    with change(project_id=by.project_id, by=by) as log:
        job = jobs.enqueue(kind=KIND, project=by.project, by=by.user, params={"format": read_as})
        record = Import.objects.create(
            id=job.id, project_id=by.project_id, job=job, participant_id=by.participant_id, format=read_as
        )
        ImportFile.objects.bulk_create(
            ImportFile(
                project_id=by.project_id,
                import_record=record,
                name=file.name,
                size=file.size,
                sha256=file.sha256,
                storage_name=file.storage_name,
            )
            for file in files
        )
        log.add("import.started", subject=record.id, after={"id": str(record.id), "files": len(files)})
    return record


def cancel_import(*, by: Viewer, record: Import) -> None:
    """Stop an import: what is imported stays, what waits is left out."""
    policy.require(by, "document.import")
    jobs.request_cancel(record.job)
