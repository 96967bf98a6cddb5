"""Two entities that are one: merged and split again. Names, identifiers and documents stay where they are.

Only entities that stand for themselves are merged, both locked in one order. So no ring of merges can come about, and
splitting is taking a pointer away. They are locked without a join: a row that was waited for is read anew, and what it
was joined with is not.
"""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from projects import policy
from projects.errors import Conflict, Invalid, NotFound, Unprocessable
from projects.events import change
from projects.viewers import Viewer
from sources.models import Entity
from sources.representations import represent_entity

_ALIKE = {Entity.Kind.ORGANISATION, Entity.Kind.COMPANY}


def merge_entities(*, by: Viewer, entity_id: UUID, into_id: UUID) -> Entity:
    """Let `into` stand for an entity. What is spoken of by two kinds is not one; an organisation may be a company."""
    if entity_id == into_id:
        raise Unprocessable(_("An entity cannot be merged into itself."), {"into": _("Choose another entity.")})
    with change(project_id=by.project_id, by=by) as log:
        rows = Entity.objects.select_for_update(of=("self",), no_key=True).order_by("id")
        rows = rows.filter(project_id=by.project_id, id__in=[entity_id, into_id], deleted_at__isnull=True)
        found = {row.id: row for row in rows}
        if entity_id not in found:
            raise NotFound()
        policy.require(by, "entity.merge")
        if into_id not in found:
            raise Invalid({"into": _("There is no such entity in this project.")})
        for row in found.values():
            if row.merged_into is not None:
                raise Conflict(
                    _("%(name)s was merged into %(into)s already.") % {"name": row.name, "into": row.merged_into.name}
                )
        entity, into = found[entity_id], found[into_id]
        if entity.kind != into.kind and not {entity.kind, into.kind} <= _ALIKE:
            raise Unprocessable(
                _("%(name)s and %(into)s are of different kinds. Correct the kind of one of them first.")
                % {"name": entity.name, "into": into.name},
                {"into": _("Choose an entity of the same kind.")},
            )
        before = represent_entity(entity)
        entity.merged_into = into
        entity.version += 1
        entity.save(update_fields=["merged_into", "version"])
        after = represent_entity(entity) | {"survivor": into.name}
        log.add("entity.merged", subject=entity.id, before=before, after=after)
        return entity


def split_entity(*, by: Viewer, entity_id: UUID) -> Entity:
    """Undo a merge: the entity stands for itself again, with what always was its own and what was merged into it."""
    with change(project_id=by.project_id, by=by) as log:
        rows = Entity.objects.select_for_update(of=("self",), no_key=True)
        entity = rows.filter(project_id=by.project_id, id=entity_id).first()
        if entity is None:
            raise NotFound()
        policy.require(by, "entity.merge")
        if entity.merged_into is None:
            raise Conflict(_("%(name)s was not merged into another entity.") % {"name": entity.name})
        before, former = represent_entity(entity), entity.merged_into.name
        entity.merged_into = None
        entity.version += 1
        entity.save(update_fields=["merged_into", "version"])
        after = represent_entity(entity) | {"survivor": former}
        log.add("entity.split", subject=entity.id, before=before, after=after)
        return entity
