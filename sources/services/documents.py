"""The record of a document: edited against a version, deleted and restored. The text itself never changes here."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects import policy
from projects.errors import Invalid, NotFound, Stale, Unprocessable
from projects.events import change
from projects.viewers import Viewer
from sources.models import Document, Publisher
from sources.queries.publishers import survivor
from sources.records import CHECKS
from sources.refusals import Refused
from sources.representations import represent_document, represent_record
from sources.services.merging import forget_moves
from sources.services.publishers import find_or_add_publisher, hold_publishers
from sources.wording import invalid

FIELDS = tuple(CHECKS)


def lock_document(by: Viewer, document_id: UUID, *, deleted: bool = False) -> Document:
    """A visible document of the viewer's project, locked for a change."""
    rows = Document.objects.select_for_update(of=("self",)).filter(project_id=by.project_id, id=document_id)
    rows = rows.filter(policy.visible(by, Document), deleted_at__isnull=not deleted)
    document = rows.select_related("publisher", "current_revision").first()
    if document is None:
        raise NotFound()
    return document


def edit_document(
    *, by: Viewer, document_id: UUID, version: int, changes: dict[str, Any], reason: str = ""
) -> Document:
    """Change fields of the record. Lowering the marking needs a reason."""
    with change(project_id=by.project_id, by=by) as log:
        document = lock_document(by, document_id)
        policy.require(by, "document.edit", document)
        if document.version != version:
            raise Stale(represent_document(document))
        before = represent_record(document)
        checked = _checked(changes)
        old_language, old_tlp, old_publisher = document.language, document.tlp, document.publisher_id
        for name, value in checked.items():
            if name == "publisher":
                document.publisher = _publisher(by, value)
            else:
                setattr(document, name, value)
        _check_marking(by, old_tlp, document.tlp, reason)
        if represent_record(document) == before:
            return document
        document.version += 1
        document.save(update_fields=[*checked, "version"])
        if document.publisher_id != old_publisher:
            forget_moves(document)
        if document.language != old_language and document.current_revision_id:
            _set_language(document)
        after = represent_record(document)
        if reason.strip():
            after["reason"] = reason.strip()[:2000]
        log.add(
            "document.updated",
            subject=document.id,
            document=document.id,
            tlp=max(old_tlp, document.tlp),
            before=before,
            after=after,
        )
        return document


def _checked(changes: dict[str, Any]) -> dict[str, Any]:
    checked: dict[str, Any] = {}
    for name, value in changes.items():
        if name not in FIELDS:
            raise Invalid({name: _("There is no such field.")})
        try:
            checked[name] = CHECKS[name](_named(value) if name == "publisher" else value)
        except Refused as refusal:
            raise invalid(refusal, name) from None
    if "title" in checked and not checked["title"]:
        raise Invalid({"title": _("Give the document a title.")})
    if "tlp" in checked and checked["tlp"] is None:
        raise Invalid({"tlp": _("Choose a marking.")})
    return checked


def _named(publisher: Any) -> Any:
    """The id or the name by which a publisher is given, alone or as a record with one of them."""
    if not isinstance(publisher, dict):
        return publisher
    named = publisher.get("id") or publisher.get("name")
    if not isinstance(named, str):
        raise Invalid({"publisher": _("Name the publisher by its id or its name.")})
    return named


def _publisher(by: Viewer, named: str) -> Publisher | None:
    """A publisher by id or by name, or the one that it was merged into; a new name is added."""
    if not named:
        return None
    try:
        row = Publisher.objects.filter(project_id=by.project_id, id=UUID(named)).first()
    except ValueError:
        row = find_or_add_publisher(by=by, name=named)
    if row is None:
        raise Invalid({"publisher": _("There is no such publisher in this project.")})
    hold_publishers([row.id])
    row.refresh_from_db()
    return survivor(row)


def _check_marking(by: Viewer, old: int, new: int, reason: str) -> None:
    if new > by.clearance:
        raise Invalid({"tlp": _("This marking is above your own clearance.")})
    if new < old and not reason.strip():
        raise Unprocessable(
            _("Lowering the marking needs a reason."), {"reason": _("Say why the marking may be lowered.")}
        )


def _set_language(document: Document) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE sources_section SET language = %s WHERE revision_id = %s",
            [document.language, document.current_revision_id],
        )


def delete_documents(*, by: Viewer, document_ids: Sequence[UUID]) -> list[UUID]:
    """Take documents out of sight; nothing is lost, `restore_documents` brings them back."""
    return _set_deleted(by, document_ids, deleted=True)


def restore_documents(*, by: Viewer, document_ids: Sequence[UUID]) -> list[UUID]:
    """Bring deleted documents back."""
    return _set_deleted(by, document_ids, deleted=False)


def _set_deleted(by: Viewer, document_ids: Sequence[UUID], *, deleted: bool) -> list[UUID]:
    policy.require(by, "document.delete")
    with change(project_id=by.project_id, by=by) as log:
        rows = Document.objects.select_for_update(of=("self",)).filter(
            project_id=by.project_id, id__in=document_ids, deleted_at__isnull=deleted
        )
        found = list(
            rows.filter(policy.visible(by, Document)).select_related("publisher", "current_revision").order_by("id")
        )
        now = timezone.now() if deleted else None
        for document in found:
            before = represent_record(document)
            document.deleted_at = now
            document.version += 1
            log.add(
                "document.deleted" if deleted else "document.restored",
                subject=document.id,
                document=document.id,
                tlp=document.tlp,
                before=before,
                after=represent_record(document),
            )
        Document.objects.bulk_update(found, ["deleted_at", "version"], batch_size=500)
        return [document.id for document in found]
