"""Origins of documents: what each was first printed as, so that the same words printed twice do not count twice.

Confirmed republications, translations and rewrites lead to the origin (`sources.origins`), unless a person has set it.
For a viewer only what they may see leads anywhere; for counting, `viewer` is left out and everything does.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from projects import policy
from projects.viewers import Viewer
from sources.models import Document, DocumentRelation, OriginOverride
from sources.origins import Order, earliness, origins
from sources.queries.documents import visible_documents
from sources.queries.relations import DERIVED, visible_relations
from sources.representations import moment


@dataclass(frozen=True)
class Origin:
    """A document, or words for what the project does not hold; documents of one origin are equal in it.

    `set_by_hand` says that a person set it, for this document or for one that it comes from.
    """

    document: UUID | None
    words: str = ""
    set_by_hand: bool = field(default=False, compare=False)


def origin_of(document: Document, viewer: Viewer | None = None) -> Origin:
    """The origin of one document."""
    return origins_of([document.id], document.project_id, viewer)[document.id]


def origins_of(documents: Collection[UUID], project_id: UUID, viewer: Viewer | None = None) -> dict[UUID, Origin]:
    """The origin of each of some documents of a project, in three queries and one for each step on the way."""
    ways, reached = _ways(set(documents), project_id, viewer)
    fixed = {row.document_id: _as_set(row) for row in _overrides(project_id, viewer).filter(document_id__in=reached)}
    order = _order(reached)
    nodes = {id_: Origin(id_) for id_ in reached}
    found = origins(
        [nodes[id_] for id_ in documents],
        ((nodes[later], nodes[earlier]) for later, earlier in ways),
        {nodes[id_]: place for id_, place in order.items()},
        {nodes[id_]: origin for id_, origin in fixed.items()},
    )
    return {id_: found[nodes[id_]] for id_ in documents}


def _ways(documents: set[UUID], project_id: UUID, viewer: Viewer | None) -> tuple[list[tuple[UUID, UUID]], set[UUID]]:
    """The relations that lead from the documents towards their origins, and every document on the way."""
    rows = (
        DocumentRelation.objects.filter(project_id=project_id, deleted_at__isnull=True)
        if viewer is None
        else visible_relations(viewer)
    ).filter(state=DocumentRelation.State.CONFIRMED, kind__in=DERIVED)
    ways: list[tuple[UUID, UUID]] = []
    reached, new = set(documents), set(documents)
    while new:
        found = list(rows.filter(source_id__in=new).values_list("source_id", "target_id"))
        ways += found
        new = {earlier for _later, earlier in found} - reached
        reached |= new
    return ways, reached


def _overrides(project_id: UUID, viewer: Viewer | None) -> Any:
    """Origins that were set, as far as the viewer may see what they were set to."""
    rows = OriginOverride.objects.filter(project_id=project_id).exclude(origin=None, words="")
    if viewer is None:
        return rows
    seen = visible_documents(viewer).values("id")
    return rows.filter(tlp__lte=viewer.clearance, document_id__in=seen).exclude(
        origin_id__in=Document.objects.filter(project_id=project_id, deleted_at__isnull=False).values("id")
    )


def _as_set(row: OriginOverride) -> Origin:
    return Origin(row.origin_id, " ".join(row.words.casefold().split()), set_by_hand=True)


def _order(documents: Iterable[UUID]) -> dict[UUID, Order]:
    rows = Document.objects.filter(id__in=documents).values_list("id", "published")
    return {id_: earliness(published, id_) for id_, published in rows}


def override_of(document: Document, viewer: Viewer) -> OriginOverride | None:
    """What a person has set for this document itself, if the viewer may see it."""
    rows = _overrides(document.project_id, viewer).filter(document=document)
    found: OriginOverride | None = rows.select_related("origin", "set_by").first()
    return found


def represent_origin(document: Document, viewer: Viewer) -> dict[str, Any]:
    """The origin of a document as the API and the pages show it."""
    origin = origin_of(document, viewer)
    override = override_of(document, viewer)
    version = OriginOverride.objects.filter(document=document).values_list("version", flat=True).first() or 0
    named = origin.document and Document.objects.filter(id=origin.document).values_list("title", flat=True).first()
    return {
        "document": {"id": str(origin.document), "title": named} if named else None,
        "words": override.words if override else origin.words,
        "itself": origin.document == document.id,
        "override": represent_override(override) if override else None,
        "may_set": policy.may(viewer, "origin.set"),
        "version": version,
    }


def represent_override(row: OriginOverride) -> dict[str, Any]:
    """What was set, by whom and why (the origin and the person selected with it)."""
    return {
        "origin": {"id": str(row.origin_id), "title": row.origin.title} if row.origin else None,
        "words": row.words,
        "reason": row.reason,
        "set_by": {"id": str(row.set_by_id), "name": row.set_by.name},
        "set_at": moment(row.set_at),
        "version": row.version,
    }
