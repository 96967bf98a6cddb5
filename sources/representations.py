"""Rows as the plain JSON that the API answers with and that events keep."""

from datetime import datetime
from typing import Any

from projects.vocabulary import Tlp
from sources.identifiers import SCHEMES
from sources.models import (
    Document,
    DocumentEntity,
    Entity,
    EntityAlias,
    EntityIdentifier,
    Publisher,
    PublisherRating,
    Reading,
    Revision,
    SavedSearch,
)


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


def represent_revision(revision: Revision) -> dict[str, Any]:
    """One text: what it is, and how it came about (its maker selected with it)."""
    return {
        "id": str(revision.id),
        "document": str(revision.document_id),
        "number": revision.number,
        "length": revision.length,
        "sha256": revision.sha256,
        "reader": revision.reader,
        "warnings": revision.warnings,
        "made": revision.made,
        "made_by": {"id": str(revision.made_by_id), "name": revision.made_by.name} if revision.made_by else None,
        "reason": revision.reason,
        "based_on": str(revision.based_on_id) if revision.based_on_id else None,
        "created_at": moment(revision.created_at),
    }


def represent_publisher(publisher: Publisher) -> dict[str, Any]:
    """A publisher (what it was merged into selected with it); unrated counts as F and is shown as empty."""
    into = publisher.merged_into
    return {
        "id": str(publisher.id),
        "name": publisher.name,
        "country": publisher.country,
        "url": publisher.url,
        "aliases": publisher.aliases,
        "reliability": publisher.reliability,
        "note": publisher.note,
        "merged_into": {"id": str(into.id), "name": into.name} if into else None,
        "version": publisher.version,
        "created_at": moment(publisher.created_at),
    }


def represent_rating(rating: PublisherRating) -> dict[str, Any]:
    """One rating of a publisher (its author selected with it)."""
    author = rating.author
    return {
        "id": str(rating.id),
        "publisher": str(rating.publisher_id),
        "reliability": rating.reliability,
        "valid_from": rating.valid_from,
        "reason": rating.reason,
        "by": {"id": str(author.id), "name": author.name} if author else None,
        "created_at": moment(rating.created_at),
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


def represent_entity(entity: Entity) -> dict[str, Any]:
    """An entity by itself (what it was merged into selected with it): what an event keeps."""
    into = entity.merged_into
    return {
        "id": str(entity.id),
        "kind": entity.kind,
        "name": entity.name,
        "note": entity.note,
        "merged_into": {"id": str(into.id), "name": into.name} if into else None,
        "version": entity.version,
        "deleted": entity.deleted_at is not None,
        "created_at": moment(entity.created_at),
    }


def represent_alias(alias: EntityAlias) -> dict[str, Any]:
    """Another name, and whose it is: its entity's, or that of one that was merged into it."""
    return {
        "id": str(alias.id),
        "entity": str(alias.entity_id),
        "name": alias.name,
        "language": alias.language,
        "note": alias.note,
    }


def represent_identifier(identifier: EntityIdentifier) -> dict[str, Any]:
    """An identifier, where it can be looked up, and whose it is."""
    scheme = SCHEMES.get(identifier.scheme)
    return {
        "id": str(identifier.id),
        "entity": str(identifier.entity_id),
        "scheme": identifier.scheme,
        "value": identifier.value,
        "url": scheme.address(identifier.value) if scheme else "",
    }


def represent_appearance(link: DocumentEntity) -> dict[str, Any]:
    """That an entity speaks or is spoken of (document, entity and author selected with it)."""
    return {
        "id": str(link.id),
        "document": {"id": str(link.document_id), "title": link.document.title},
        "entity": {"id": str(link.entity_id), "name": link.entity.name, "kind": link.entity.kind},
        "role": link.role,
        "by": {"id": str(link.author_id), "name": link.author.name},
        "created_at": moment(link.created_at),
    }
