"""Imports as people see them: how far they are and what was refused."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from projects.viewers import Viewer
from sources.models import Import
from sources.representations import moment

ERRORS_SHOWN = 1000


def imports_of(viewer: Viewer) -> QuerySet[Import]:
    """The imports of the viewer's project, newest first, with their jobs and files."""
    return with_files(Import.objects.filter(project_id=viewer.project_id)).order_by("-id")


def with_files(rows: QuerySet[Import]) -> QuerySet[Import]:
    """Imports with what their representation needs."""
    return rows.select_related("job", "participant").prefetch_related("files")


def represent_import(record: Import) -> dict[str, Any]:
    """One import with its files and at most `ERRORS_SHOWN` errors; `refused` counts all of them."""
    job = record.job
    files = list(record.files.all())
    errors: list[dict[str, Any]] = [
        {"file": error.get("file", ""), "line": error.get("line"), "detail": error["detail"]}
        for error in [*job.errors, *(error for file in files for error in file.errors)]
    ]
    return {
        "id": str(record.id),
        "status": job.status,
        "progress": job.progress,
        "total": job.total,
        "format": record.format,
        "documents": sum(file.documents_made for file in files),
        "refused": sum(file.refused for file in files),
        "errors": errors[:ERRORS_SHOWN],
        "files": [
            {
                "id": str(file.id),
                "name": file.name,
                "size": file.size,
                "sha256": file.sha256,
                "status": file.status,
                "documents": file.documents_made,
                "refused": file.refused,
            }
            for file in files
        ],
        "by": {"id": str(record.participant_id), "name": record.participant.name},
        "created_at": moment(record.created_at),
        "finished_at": moment(job.finished_at),
    }


def find_import(project_id: UUID, record_id: UUID) -> Import | None:
    """One import of a project."""
    return with_files(Import.objects.filter(project_id=project_id, id=record_id)).first()
