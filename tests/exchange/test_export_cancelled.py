"""An export that is cancelled while a real worker writes: no file is left, and another one can be made."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.utils import timezone

from projects.models import Job
from projects.queries.verification import verify_project
from sources.models import Document, Revision, Section
from tests.cast import Cast, gather
from tests.processes import WorkerProcess, eventually

pytestmark = pytest.mark.django_db(transaction=True)

COUNT = 3000


def _fill(cast: Cast) -> None:
    """Enough documents that an export of them is under way for a while."""
    now, project, text = timezone.now(), cast.project, "Words. " * 1000
    documents = Document.objects.bulk_create(
        Document(project=project, title=f"t{n}", tlp=project.default_tlp, created_at=now) for n in range(COUNT)
    )
    revisions = Revision.objects.bulk_create(
        Revision(project=project, document=document, length=len(text), sha256="0" * 64, reader="text", created_at=now)
        for document in documents
    )
    Section.objects.bulk_create(
        Section(
            project_id=project.id, revision=revision, number=0, start=0, text=text, blocks=[[0, len(text), "p", None]]
        )
        for revision in revisions
    )
    for document, revision in zip(documents, revisions, strict=True):
        document.current_revision = revision
    Document.objects.bulk_update(documents, ["current_revision"], batch_size=1000)


def _status(job_id: str) -> str:
    return str(Job.objects.get(id=UUID(job_id)).status)


def _files() -> list[Path]:
    places = [Path(settings.MEDIA_ROOT) / "exports", Path(settings.DATA_DIR) / "scratch"]
    return [path for place in places for path in place.rglob("*") if path.is_file()]


def test_an_export_cancelled_while_it_writes_leaves_no_file(celery_worker_process: WorkerProcess) -> None:
    cast = gather()
    _fill(cast)
    client, before = cast.client("manager"), _files()

    def ask() -> Any:
        return client.post(cast.url("exports"), {"format": "jsonl"}, "json").json()

    asked = ask()
    eventually(lambda: _status(asked["id"]) == "running", seconds=30, step=0.005, what="an export under way")
    assert client.post(f"/api/v1/exports/{asked['id']}/cancel").json()["status"] == "running"
    eventually(lambda: _status(asked["id"]) not in {"queued", "running"}, seconds=10, what="the end of the export")
    found = client.get(f"/api/v1/exports/{asked['id']}").json()
    assert (found["status"], found["file"], found["size"], found["manifest"]) == ("cancelled", None, 0, None)
    refused = client.get(f"/api/v1/exports/{asked['id']}/file")
    assert refused.status_code == 409
    assert "was cancelled" in refused.json()["detail"]
    assert _files() == before

    again = ask()
    eventually(lambda: _status(again["id"]) == "done", seconds=60, what="the end of the second export")
    assert client.get(f"/api/v1/exports/{again['id']}").json()["manifest"]["counts"]["documents"] == COUNT
    assert verify_project(cast.project.id).broken is None
