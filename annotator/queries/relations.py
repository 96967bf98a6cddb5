"""Reading relations between marks: a viewer sees one where they may see it and both marks that it joins."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from annotator.models import Annotation, Relation, RelationKind
from annotator.queries.labels import is_id
from projects import policy
from projects.viewers import Viewer


def kinds_of(project_id: UUID) -> QuerySet[RelationKind]:
    """The kinds of relation of a project, archived ones too, in their order."""
    return RelationKind.objects.filter(project_id=project_id).order_by("position", "id")


def kind_called(project_id: UUID, name: str) -> RelationKind | None:
    """The kind with this id or name."""
    named = Q(id=name) if is_id(name) else Q(name=name)
    return RelationKind.objects.filter(named, project_id=project_id).first()


def represent_kind(kind: RelationKind) -> dict[str, Any]:
    """A kind of relation as the API and the workspace know it."""
    return {
        "id": kind.id,
        "name": kind.name,
        "definition": kind.definition,
        "symmetric": kind.symmetric,
        "position": kind.position,
        "archived": kind.archived_at is not None,
        "version": kind.version,
    }


def represent_kinds(kinds: Iterable[RelationKind]) -> list[dict[str, Any]]:
    """Several kinds as plain JSON."""
    return [represent_kind(kind) for kind in kinds]


def known_relations(viewer: Viewer, **fields: Any) -> QuerySet[Relation]:
    """Relations whose marks are there and which the viewer may see; those that were deleted among them."""
    marks = Annotation.objects.filter(
        policy.visible(viewer, Annotation), project_id=viewer.project_id, deleted_at__isnull=True
    )
    if "document_id" in fields:
        marks = marks.filter(document_id=fields["document_id"])
    return Relation.objects.filter(
        policy.visible(viewer, Relation),
        project_id=viewer.project_id,
        document__deleted_at__isnull=True,
        document__tlp__lte=viewer.clearance,
        source_id__in=marks.values("id"),
        target_id__in=marks.values("id"),
        **fields,
    )


def visible_relations(viewer: Viewer, **fields: Any) -> QuerySet[Relation]:
    """Relations that are there and that the viewer may see."""
    return known_relations(viewer, deleted_at__isnull=True, **fields)


def with_kind(relations: QuerySet[Relation]) -> QuerySet[Relation]:
    """The same rows with what `represent_relation` needs."""
    return relations.select_related("kind", "author")


def represent_relation(row: Relation) -> dict[str, Any]:
    """A relation as the API and the workspace know it."""
    return {
        "id": row.id,
        "document": row.document_id,
        "kind": row.kind_id,
        "kind_name": row.kind.name,
        "symmetric": row.kind.symmetric,
        "source": row.source_id,
        "target": row.target_id,
        "author": {"id": row.author_id, "name": row.author.name},
        "version": row.version,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "deleted_at": row.deleted_at,
    }


def represent_relations(rows: Iterable[Relation]) -> list[dict[str, Any]]:
    """Several relations as plain JSON."""
    return [represent_relation(row) for row in rows]
