"""Which entities speak in a document and which are spoken of there, said by hand."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from projects import policy
from projects.errors import Conflict, Invalid, NotFound
from projects.events import change
from projects.viewers import Viewer
from sources.models import Document, DocumentEntity, Entity
from sources.representations import represent_appearance
from sources.services.documents import lock_document


def name_in_document(*, by: Viewer, document_id: UUID, entity_id: UUID, role: str) -> DocumentEntity:
    """Say that an entity speaks in a document or is spoken of there."""
    with change(project_id=by.project_id, by=by) as log:
        document = lock_document(by, document_id)
        policy.require(by, "entity.edit")
        if role not in DocumentEntity.Role.values:
            raise Invalid({"role": _("Choose one of %(known)s.") % {"known": ", ".join(DocumentEntity.Role.values)}})
        entity = Entity.objects.filter(project_id=by.project_id, id=entity_id, deleted_at__isnull=True).first()
        if entity is None:
            raise Invalid({"entity": _("There is no such entity in this project.")})
        link = DocumentEntity(
            project_id=by.project_id,
            document=document,
            entity=entity,
            role=role,
            author_id=by.participant_id,
            created_at=log.at,
        )
        try:
            with transaction.atomic():
                link.save(force_insert=True)
        except IntegrityError:
            raise Conflict(_("That is said of %(name)s already.") % {"name": entity.name}) from None
        log.add("entity.linked", after=_told(link), **_columns(link))
        return link


def unname_in_document(*, by: Viewer, link_id: UUID) -> None:
    """Take back that an entity is named in a document; the log keeps it."""
    with change(project_id=by.project_id, by=by) as log:
        link = (
            DocumentEntity.objects.select_for_update(of=("self",))
            .filter(project_id=by.project_id, id=link_id, document__deleted_at__isnull=True)
            .filter(document__in=Document.objects.filter(policy.visible(by, Document)))
            .select_related("document", "entity", "author")
            .first()
        )
        if link is None:
            raise NotFound()
        policy.require(by, "entity.edit")
        log.add("entity.unlinked", before=_told(link), after=_told(link), **_columns(link))
        link.delete()


def _told(link: DocumentEntity) -> dict[str, Any]:
    return {"name": link.entity.name, "title": link.document.title, "link": represent_appearance(link)}


def _columns(link: DocumentEntity) -> dict[str, Any]:
    """Who may know of it: whoever may know of the document."""
    return {"subject": link.entity_id, "document": link.document_id, "tlp": link.document.tlp}
