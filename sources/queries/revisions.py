"""Revisions and their texts, exactly as they are stored."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import QuerySet

from projects.viewers import Viewer
from sources.block_places import rejoined
from sources.blocks import Block
from sources.carriers import reports
from sources.models import Document, Revision, Section
from sources.representations import represent_revision


def revisions_of(document_id: UUID) -> QuerySet[Revision]:
    """The revisions of one document, newest first."""
    return Revision.objects.filter(document_id=document_id).select_related("made_by").order_by("-number")


def original_of(document_id: UUID) -> Revision | None:
    """The newest revision of a document that was read from a file of its own."""
    return revisions_of(document_id).exclude(file_sha256="").first()


def represent_revisions(viewer: Viewer, document: Document, rows: Sequence[Revision]) -> list[dict[str, Any]]:
    """Revisions of one document, with whether each is the current one, and what the reports tell of it."""
    told = {report.name: report.load(viewer, document.id) for report in reports()}
    return [
        {
            **represent_revision(row),
            "current": row.id == document.current_revision_id,
            **{name: found.get(row.id) for name, found in told.items()},
        }
        for row in rows
    ]


def text_of(revision_id: UUID) -> str:
    """The whole text of a revision."""
    return "".join(Section.objects.filter(revision_id=revision_id).order_by("number").values_list("text", flat=True))


def text_and_blocks(revision_id: UUID) -> tuple[str, list[Block]]:
    """The whole text of a revision with its blocks, those that were cut at a section's end put together again."""
    rows = list(
        Section.objects.filter(revision_id=revision_id).order_by("number").values_list("start", "text", "blocks")
    )
    return "".join(text for _start, text, _blocks in rows), rejoined((start, blocks) for start, _text, blocks in rows)


def sections_body(revision: Revision) -> bytes:
    """The sections of a revision as the JSON the workspace loads; blocks pass through as they are stored."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT start, text, blocks::text FROM sources_section WHERE revision_id = %s ORDER BY number",
            [revision.id],
        )
        parts = [
            b'{"start":%d,"text":%s,"blocks":%s}' % (start, orjson.dumps(text), blocks.encode())
            for start, text, blocks in cursor.fetchall()
        ]
    head = b'{"revision":"%s","length":%d,"sections":[' % (str(revision.id).encode(), revision.length)
    return head + b",".join(parts) + b"]}"
