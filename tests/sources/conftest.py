"""Imports run in the test's own process, and files to import."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from projects import jobs
from projects.events import change
from projects.models import Event
from sources.models import Document, Section
from tests.cast import Cast, gather, make_document
from tests.processes import WorkerProcess

Upload = Callable[..., Any]


def lines(*rows: Any) -> bytes:
    """Rows as JSON Lines."""
    return b"".join((row if isinstance(row, bytes) else json.dumps(row).encode()) + b"\n" for row in rows)


def packed(files: dict[str, bytes]) -> bytes:
    """Files as a ZIP archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def put_document(cast: Cast, text: str, title: str = "A report", **fields: Any) -> Document:
    """A document that the log knows of, and so the index will."""
    document = make_document(cast.project, text, title, **fields)
    document.current_revision.sections.update(language=document.language)  # type: ignore[union-attr]
    with change(project_id=cast.project.id, by=cast.viewer("manager")) as log:
        log.add(
            "document.imported", subject=document.id, document=document.id, tlp=document.tlp, after={"title": title}
        )
    return document


def signed_in(cast: Cast, name: str) -> Client:
    """The browser of somebody who has signed in."""
    browser = Client()
    browser.force_login(cast.users[name])
    return browser


def logged(kind: str) -> list[dict[str, Any]]:
    """What the events of a kind say about the rows after the change, in order."""
    return [event.after or {} for event in Event.objects.filter(kind=kind).order_by("number")]


def text_of(document: Document) -> str:
    """The current text of a document, from its sections."""
    rows = Section.objects.filter(revision=document.current_revision).order_by("number")
    return "".join(rows.values_list("text", flat=True))


@pytest.fixture
def cast() -> Cast:
    return gather()


@pytest.fixture
def upload(cast: Cast, request: pytest.FixtureRequest, _worker: WorkerProcess) -> Upload:
    """Upload files as the manager; with `run` (the default) the import has ended when it returns.

    It is run in the test's own process, so no worker that an earlier test has started may take it.
    """
    if "celery_worker_process" not in request.fixturenames:
        _worker.stop()
    client = cast.client("manager")

    def send(files: dict[str, bytes], *, run: bool = True, read_as: str = "auto", **headers: Any) -> Any:
        made = [SimpleUploadedFile(name, data) for name, data in files.items()]
        answer = client.post(cast.url("imports"), {"files": made, "format": read_as}, headers=headers)
        assert answer.status_code == 202, answer.content
        if not run:
            return answer.json()
        jobs.run(UUID(answer.json()["id"]))
        return client.get(f"/api/v1/imports/{answer.json()['id']}").json()

    return send
