"""Rows as the plain JSON that the API answers with and that events keep."""

from datetime import datetime
from typing import Any

from projects.vocabulary import Tlp
from sources.models import Document, Publisher, Reading, SavedSearch


def moment(at: datetime | None) -> str | None:
    """A time as JSON has it: UTC, with a Z."""
    return at.isoformat().replace("+00:00", "Z") if at else None


def represent_record(document: Document) -> dict[str, Any]:
    """The bibliographic record, with what names it: what an edit changes and an event keeps."""
    publisher = document.publisher
    return {
        "id": str(document.id),
        "title": document.title,
        "authors": document.authors,
        "publisher": {"id": str(publisher.id), "name": publisher.name} if publisher else None,
        "published": document.published,
        "language": document.language,
        "url": document.url,
        "type": document.type,
        "container": document.container,
        "published_basis": document.published_basis,
        "archive_url": document.archive_url,
        "retrieved": document.retrieved,
        "licence": document.licence,
        "notes": document.notes,
        "file_name": document.file_name,
        "metadata": document.metadata,
        "tlp": Tlp(document.tlp).label,
        "version": document.version,
        "deleted": document.deleted_at is not None,
    }


def represent_document(document: Document) -> dict[str, Any]:
    """A document with its current revision (both selected with it)."""
    revision = document.current_revision
    return {
        **represent_record(document),
        "created_at": moment(document.created_at),
        "length": revision.length if revision else 0,
        "revision": {
            "id": str(revision.id),
            "number": revision.number,
            "length": revision.length,
            "sha256": revision.sha256,
            "file_sha256": revision.file_sha256,
            "file_size": revision.file_size,
        }
        if revision
        else None,
    }


def represent_publisher(publisher: Publisher) -> dict[str, Any]:
    """A publisher with its rating; unrated counts as F and is shown as empty."""
    return {
        "id": str(publisher.id),
        "name": publisher.name,
        "reliability": publisher.reliability,
        "note": publisher.note,
        "version": publisher.version,
        "created_at": moment(publisher.created_at),
    }


def represent_reading(reading: Reading) -> dict[str, Any]:
    """One reading (its participant selected with it)."""
    return {
        "id": str(reading.id),
        "document": str(reading.document_id),
        "participant": {"id": str(reading.participant_id), "name": reading.participant.name},
        "state": reading.state,
        "started_at": moment(reading.started_at),
        "finished_at": moment(reading.finished_at),
        "revealed_at": moment(reading.revealed_at),
        "times_reopened": reading.times_reopened,
        "version": reading.version,
    }


def represent_saved_search(saved: SavedSearch) -> dict[str, Any]:
    """A saved search (its author selected with it)."""
    return {
        "id": str(saved.id),
        "name": saved.name,
        "query": saved.query,
        "author": {"id": str(saved.author_id), "name": saved.author.name},
        "created_at": moment(saved.created_at),
    }
