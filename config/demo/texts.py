"""The texts of the demonstration: imported as any upload is, their records then filled in by the manager."""

import time

from django.db import transaction

from config.demo.material import Material
from projects import jobs
from projects.models import Job
from projects.viewers import Viewer
from sources.models import Document
from sources.services.documents import edit_document
from sources.services.imports import start_import
from sources.services.storing import keep_stream

_PATIENCE_SECONDS = 120
_REASON = "Published openly."


class ImportFailed(Exception):
    """The texts could not be imported; the sentence says why."""


def import_texts(material: Material, manager: Viewer) -> dict[str, Document]:
    """File name → document. Texts that were imported before are not imported again, not even deleted ones."""
    rows = Document.objects.filter(project_id=manager.project_id)
    known = set(rows.values_list("file_name", flat=True))
    missing = [entry["file"] for entry in material["documents"] if entry["file"] not in known]
    if missing:
        _import(material, manager, missing)
    documents = {row.file_name: row for row in rows.filter(deleted_at__isnull=True).order_by("-id")}
    for entry in material["documents"]:
        document = documents.get(entry["file"])
        if document is not None and document.version == 1:
            _fill_in(entry, manager, document)
    return {entry["file"]: documents[entry["file"]] for entry in material["documents"] if entry["file"] in documents}


def _import(material: Material, manager: Viewer, files: list[str]) -> None:
    stored = []
    for file in files:
        with material.path(file).open("rb") as source:
            stored.append(keep_stream(file, source))
    record = start_import(by=manager, files=stored)
    jobs.run(record.job_id)  # here and now, unless a worker has taken it already
    deadline = time.monotonic() + _PATIENCE_SECONDS
    job = Job.objects.get(id=record.job_id)
    while not job.finished:
        if time.monotonic() > deadline:
            raise ImportFailed("The import of the demonstration texts does not end: look at the worker's log.")
        time.sleep(0.05)
        job.refresh_from_db()
    refused = [error for file in record.files.all() for error in file.errors]
    if job.status != Job.Status.DONE or refused:
        raise ImportFailed(f"The demonstration texts were not imported: {job.status}, {job.errors or refused}.")


def _fill_in(entry: dict[str, object], manager: Viewer, document: Document) -> None:
    fields = ("title", "publisher", "published", "language", "tlp", "url", "authors")
    with transaction.atomic():
        edit_document(
            by=manager,
            document_id=document.id,
            version=document.version,
            changes={name: entry[name] for name in fields},
            reason=_REASON,
        )
