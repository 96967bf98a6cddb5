"""Reading annotations: one row with where it stands in the current text, as plain JSON.

`Row` holds the annotation, the path of its label, the name of its author (with the member for whom it speaks, if it is
an imported one) and one anchor: that in the current revision, or, where it has none there, its latest.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from annotator.fragments import Fragments
from annotator.models import Anchor, Annotation
from projects import policy
from projects.viewers import Viewer


@dataclass(slots=True)
class Row:
    """One annotation with its anchor."""

    id: UUID
    document: UUID
    revision: UUID
    label: UUID
    label_path: str
    author: UUID
    author_name: str
    layer: str
    version: int
    fragments: Fragments
    quote: str
    note: str
    attributes: dict[str, Any]
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None
    speaks_for: UUID | None = None
    member_name: str = ""


def represent_row(row: Row) -> dict[str, Any]:
    """An annotation as the API shows it."""
    return {
        "id": row.id,
        "document": row.document,
        "revision": row.revision,
        "label": row.label,
        "label_path": row.label_path,
        "author": {
            "id": row.author,
            "name": row.author_name,
            "speaks_for": {"id": row.speaks_for, "name": row.member_name} if row.speaks_for else None,
        },
        "layer": row.layer,
        "version": row.version,
        "fragments": row.fragments,
        "start": row.fragments[0][0],
        "end": row.fragments[-1][1],
        "exact": row.quote,
        "note": row.note,
        "attributes": row.attributes,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "deleted_at": row.deleted_at,
    }


def payload(row: Row) -> dict[str, Any]:
    """An annotation as its events keep it: the words stay in the text, where they can be redacted."""
    return {
        "id": str(row.id),
        "document": str(row.document),
        "revision": str(row.revision),
        "label": str(row.label),
        "label_path": row.label_path,
        "author": str(row.author),
        "layer": row.layer,
        "version": row.version,
        "fragments": row.fragments,
        "note": row.note,
        "attributes": row.attributes,
        "deleted": row.deleted_at is not None,
    }


def visible_annotations(viewer: Viewer, *conditions: Q, deleted: bool = False, **fields: Any) -> QuerySet[Annotation]:
    """Annotations of the viewer's project that they may see, on documents that are there: those there, or deleted."""
    return Annotation.objects.filter(
        policy.visible(viewer, Annotation),
        *conditions,
        project_id=viewer.project_id,
        deleted_at__isnull=not deleted,
        document__deleted_at__isnull=True,
        document__tlp__lte=viewer.clearance,
        **fields,
    )


def with_names(annotations: QuerySet[Annotation]) -> QuerySet[Annotation]:
    """The same rows with what `rows_of` needs of their label, author and document."""
    return annotations.select_related("label", "author__speaks_for", "document").only(
        "id", "project_id", "layer", "secrecy", "tlp", "note", "attributes", "version",
        "created_at", "updated_at", "deleted_at",
        "label__path", "author__name", "author__speaks_for__name",
        "document__current_revision_id", "document__tlp",
    )  # fmt: skip


def rows_of(annotations: Sequence[Annotation]) -> list[Row]:
    """The rows of annotations that came through `with_names`, with one query for all their anchors."""
    chosen: dict[UUID, tuple[bool, Any]] = {}
    current = {annotation.id: annotation.document.current_revision_id for annotation in annotations}
    anchors = Anchor.objects.filter(annotation_id__in=current).order_by("id")
    for anchor in anchors.values_list("annotation_id", "revision_id", "starts", "ends", "quote"):
        here = anchor[1] == current[anchor[0]]
        if here or not chosen.get(anchor[0], (False,))[0]:
            chosen[anchor[0]] = (here, anchor)
    return [_row(annotation, chosen[annotation.id][1]) for annotation in annotations if annotation.id in chosen]


def _row(annotation: Annotation, anchor: Any) -> Row:
    _, revision, starts, ends, quote = anchor
    return Row(
        id=annotation.id,
        document=annotation.document_id,
        revision=revision,
        label=annotation.label_id,
        label_path=annotation.label.path,
        author=annotation.author_id,
        author_name=annotation.author.name,
        layer=annotation.layer,
        version=annotation.version,
        fragments=tuple(zip(starts, ends, strict=True)),
        quote=quote,
        note=annotation.note,
        attributes=annotation.attributes,
        created_at=annotation.created_at,
        updated_at=annotation.updated_at,
        deleted_at=annotation.deleted_at,
        speaks_for=annotation.author.speaks_for_id,
        member_name=annotation.author.speaks_for.name if annotation.author.speaks_for else "",
    )


def represent_annotations(annotations: Iterable[Annotation]) -> list[dict[str, Any]]:
    """Annotations that came through `with_names` as the API shows them."""
    return [represent_row(row) for row in rows_of(list(annotations))]
