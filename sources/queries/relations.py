"""Relations between documents: a viewer sees one where they may see it and both documents."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from projects import policy
from projects.viewers import Viewer
from projects.vocabulary import Tlp
from sources.models import DocumentRelation
from sources.queries.documents import visible_documents
from sources.representations import moment

# Kinds by which one text has its words from another: they lead to its origin.
DERIVED = (
    DocumentRelation.Kind.REPUBLICATION, DocumentRelation.Kind.TRANSLATION, DocumentRelation.Kind.REWRITE,
)  # fmt: skip


def visible_relations(viewer: Viewer, **fields: Any) -> QuerySet[DocumentRelation]:
    """Relations that are there, between documents that are there, as far as the viewer may see all three."""
    documents = visible_documents(viewer).values("id")
    return DocumentRelation.objects.filter(
        policy.visible(viewer, DocumentRelation),
        project_id=viewer.project_id,
        deleted_at__isnull=True,
        source_id__in=documents,
        target_id__in=documents,
        **fields,
    )


def relations_of(viewer: Viewer, document: UUID) -> QuerySet[DocumentRelation]:
    """The visible relations of one document, in either direction."""
    return visible_relations(viewer).filter(Q(source_id=document) | Q(target_id=document))


def with_titles(rows: QuerySet[DocumentRelation]) -> QuerySet[DocumentRelation]:
    """The same rows with what `represent_document_relation` needs."""
    return rows.select_related("source", "target", "decided_by")


def represent_document_relation(row: DocumentRelation, *, passages: bool = True) -> dict[str, Any]:
    """A relation as the API and events know it (both documents and who decided selected with it)."""
    represented = {
        "id": str(row.id),
        "kind": row.kind,
        "state": row.state,
        "source": {"id": str(row.source_id), "title": row.source.title},
        "target": {"id": str(row.target_id), "title": row.target.title},
        "source_title": row.source.title,
        "target_title": row.target.title,
        "source_revision": str(row.source_revision_id) if row.source_revision_id else None,
        "target_revision": str(row.target_revision_id) if row.target_revision_id else None,
        "source_share": row.source_share,
        "target_share": row.target_share,
        "reasons": row.reasons,
        "note": row.note,
        "tlp": Tlp(row.tlp).label,
        "decided_by": {"id": str(row.decided_by_id), "name": row.decided_by.name} if row.decided_by else None,
        "decided_at": moment(row.decided_at),
        "version": row.version,
        "created_at": moment(row.created_at),
    }
    return {**represented, "passages": row.passages} if passages else represented
