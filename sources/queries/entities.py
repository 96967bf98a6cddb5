"""Entities as lists and by name, which of those that were merged stands for all, and what stands with them."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Count, Q, QuerySet
from django.db.models.expressions import RawSQL

from projects.viewers import Viewer
from sources.folding import folded
from sources.models import DocumentEntity, Entity, EntityAlias, EntityIdentifier
from sources.queries.documents import visible_documents
from sources.representations import represent_alias, represent_entity, represent_identifier

_NAMESAKES = 20
_OFFERED = 300

# The entities that a piece of a name or of an identifier belongs to, and those into which they were merged. `IS TRUE`
# keeps the planner from joining: it would walk over what was found once for each entity.
_HOLDING = """
("sources_entity"."id" IN (WITH RECURSIVE up(id, merged_into_id) AS (
    SELECT e.id, e.merged_into_id FROM sources_entity e WHERE e.project_id = %s AND (
        strpos(e.folded, %s) > 0
        OR EXISTS (SELECT 1 FROM sources_entityalias a WHERE a.entity_id = e.id AND strpos(a.folded, %s) > 0)
        OR EXISTS (
            SELECT 1 FROM sources_entityidentifier i WHERE i.entity_id = e.id AND strpos(lower(i.value), %s) > 0))
    UNION SELECT p.id, p.merged_into_id FROM sources_entity p JOIN up ON p.id = up.merged_into_id)
SELECT id FROM up)) IS TRUE
"""
# Each of some entities with everything that was merged into it, at any depth.
_MERGED = """
WITH RECURSIVE down(root, id) AS (
    SELECT e.id, e.id FROM sources_entity e WHERE e.id = ANY(%s)
    UNION SELECT d.root, e.id FROM sources_entity e JOIN down d ON e.merged_into_id = d.id)
SELECT root, id FROM down
"""


def entities_of(viewer: Viewer, words: str = "", kind: str = "") -> QuerySet[Entity]:
    """The entities of the viewer's project that stand for themselves, narrowed by a piece of any name or identifier.

    What belongs to one that was merged finds the one that stands for it.
    """
    rows = Entity.objects.filter(project_id=viewer.project_id, merged_into__isnull=True, deleted_at__isnull=True)
    if kind:
        rows = rows.filter(kind=kind)
    sought = folded(words)
    if sought:
        given = [viewer.project_id, sought, sought, sought]
        rows = rows.filter(RawSQL(_HOLDING, given, output_field=BooleanField()))  # noqa: S611 (a constant)
    return rows


def resolve(entity: Entity) -> Entity:
    """The entity that stands for this one: itself, or the last of those into which it was merged."""
    while entity.merged_into_id is not None:
        entity = Entity.objects.select_related("merged_into").get(pk=entity.merged_into_id)
    return entity


def entity_called(viewer: Viewer, name: str) -> Entity | None:
    """The only entity that has this name, or stands for the only one that has it; None where nobody has, or several."""
    sought = folded(name)[:300]
    if not sought:
        return None
    rows = Entity.objects.filter(project_id=viewer.project_id, deleted_at__isnull=True)
    alias = EntityAlias.objects.filter(project_id=viewer.project_id, folded=sought)
    rows = rows.filter(Q(folded=sought) | Q(id__in=alias.values("entity_id"))).select_related("merged_into")
    found = {last.id: last for last in map(resolve, rows[:_NAMESAKES]) if last.deleted_at is None}
    return next(iter(found.values())) if len(found) == 1 else None


def names_offered(viewer: Viewer) -> list[str]:
    """Names of the project's entities to choose from while one is typed, the first of them by the alphabet."""
    return list(entities_of(viewer).order_by("name", "id").values_list("name", flat=True)[:_OFFERED])


def families(ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Entity → itself and everything that was merged into it."""
    found: dict[UUID, list[UUID]] = {id: [] for id in ids}
    if found:
        with connection.cursor() as cursor:
            cursor.execute(_MERGED, [list(found)])
            for root, member in cursor.fetchall():
                found[root].append(member)
    return found


def represent_entities(viewer: Viewer, rows: Sequence[Entity]) -> list[dict[str, Any]]:
    """Entities with the names, identifiers and numbers of documents of all that was merged into them, in a fixed
    number of queries. Of documents only those count that the viewer may know of."""
    family = families([entity.id for entity in rows])
    root_of = {member: root for root, members in family.items() for member in members}
    aliases: dict[UUID, list[Any]] = {id: [] for id in family}
    identifiers: dict[UUID, list[Any]] = {id: [] for id in family}
    for alias in EntityAlias.objects.filter(entity_id__in=list(root_of)).order_by("name", "id"):
        aliases[root_of[alias.entity_id]].append(represent_alias(alias))
    for identifier in EntityIdentifier.objects.filter(entity_id__in=list(root_of)).order_by("scheme", "value"):
        identifiers[root_of[identifier.entity_id]].append(represent_identifier(identifier))
    documents = _documents_of(viewer, family)
    return [
        {
            **represent_entity(entity),
            "aliases": aliases[entity.id],
            "identifiers": identifiers[entity.id],
            "documents": documents[entity.id],
        }
        for entity in rows
    ]


def _documents_of(viewer: Viewer, family: dict[UUID, list[UUID]]) -> dict[UUID, int]:
    """How many documents name each entity; one that names two of a family counts once."""
    alone = {root for root, members in family.items() if len(members) == 1}
    links = DocumentEntity.objects.filter(document__in=visible_documents(viewer))
    counted = links.filter(entity_id__in=alone).values_list("entity_id").annotate(Count("document", distinct=True))
    found = dict.fromkeys(family, 0) | dict(counted)
    together = {member: root for root, members in family.items() if root not in alone for member in members}
    pairs = links.filter(entity_id__in=list(together)).values_list("entity_id", "document_id").distinct()
    seen = {(together[entity], document) for entity, document in pairs}
    for root, _document in seen:
        found[root] += 1
    return found


def appearances_of(viewer: Viewer, entity: Entity) -> QuerySet[DocumentEntity]:
    """Where an entity, or one that was merged into it, speaks or is spoken of, in documents the viewer may know of."""
    rows = DocumentEntity.objects.filter(entity_id__in=families([entity.id])[entity.id])
    return rows.filter(document__in=visible_documents(viewer)).select_related("document", "entity", "author")


def named_in(document_id: UUID) -> list[DocumentEntity]:
    """Who speaks in a document and who is spoken of (the entities and authors selected)."""
    rows = DocumentEntity.objects.filter(document_id=document_id, entity__deleted_at__isnull=True)
    return list(rows.select_related("document", "entity", "entity__merged_into", "author").order_by("role", "id"))


def namesakes(entity: Entity) -> list[dict[str, Any]]:
    """Other entities that have one of this one's names, each with the name: whether they are one is for a person."""
    family = families([entity.id])[entity.id]
    members = Entity.objects.filter(id__in=family).values_list("folded", flat=True)
    names = {*members, *EntityAlias.objects.filter(entity_id__in=family).values_list("folded", flat=True)} - {""}
    same_alias = EntityAlias.objects.filter(project_id=entity.project_id, folded__in=names)
    others = Entity.objects.filter(project_id=entity.project_id, deleted_at__isnull=True).exclude(id__in=family)
    others = others.filter(Q(folded__in=names) | Q(id__in=same_alias.values("entity_id")))
    found: dict[UUID, dict[str, Any]] = {}
    for other in others.prefetch_related("aliases").order_by("name", "id")[:_NAMESAKES]:
        written = [(other.folded, other.name), *((alias.folded, alias.name) for alias in other.aliases.all())]
        shared = next(name for sought, name in written if sought in names)
        last = resolve(other)
        if last.id != entity.id and last.deleted_at is None:
            found.setdefault(last.id, {"id": str(last.id), "name": last.name, "shared": shared})
    return list(found.values())


def merged_into(entity: Entity) -> QuerySet[Entity]:
    """The entities that were merged into this one, by name."""
    return Entity.objects.filter(merged_into=entity).order_by("name", "id")
