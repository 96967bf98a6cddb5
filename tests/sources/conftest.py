"""Imports run in the test's own process, and files to import."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from projects import jobs
from sources.models import Document, Section
from tests.cast import Cast, gather

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


def text_of(document: Document) -> str:
    """The current text of a document, from its sections."""
    rows = Section.objects.filter(revision_id=document.current_revision_id).order_by("number")
    return "".join(rows.values_list("text", flat=True))


@pytest.fixture
def cast() -> Cast:
    return gather()


@pytest.fixture
def upload(cast: Cast) -> Upload:
    """Upload files as the manager; with `run` (the default) the import has ended when it returns."""
    client = cast.client("manager")

    def send(files: dict[str, bytes], *, run: bool = True, format: str = "auto", **headers: Any) -> Any:
        made = [SimpleUploadedFile(name, data) for name, data in files.items()]
        answer = client.post(cast.url("imports"), {"files": made, "format": format}, headers=headers)
        assert answer.status_code == 202, answer.content
        if not run:
            return answer.json()
        jobs.run(UUID(answer.json()["id"]))
        return client.get(f"/api/v1/imports/{answer.json()['id']}").json()

    return send
