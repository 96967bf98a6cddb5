"""Entities: added, edited, deleted and restored."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from projects import policy
from projects.errors import Conflict, Invalid, NotFound, Stale
from projects.events import Change, change
from projects.viewers import Viewer
from sources.folding import folded
from sources.models import Entity
from sources.records import NAME_AT_MOST, words
from sources.refusals import Refused
from sources.representations import represent_entity
from sources.wording import invalid

FIELDS = ("kind", "name", "note")
FOLDED_AT_MOST = 300
_NOTE_AT_MOST = 5000


def compared(name: str) -> str:
    """A name as it is kept for comparing."""
    return folded(name)[:FOLDED_AT_MOST]


def lock_entity(by: Viewer, entity_id: UUID, version: int | None = None, *, deleted: bool = False) -> Entity:
    """An entity of the viewer's project, locked for a change; one that was merged is changed where it went."""
    rows = Entity.objects.select_for_update(of=("self",), no_key=True)
    entity = rows.filter(project_id=by.project_id, id=entity_id, deleted_at__isnull=not deleted).first()
    if entity is None:
        raise NotFound()
    if version is not None and entity.version != version:
        raise Stale(represent_entity(entity))
    if entity.merged_into is not None:
        raise Conflict(
            _("%(name)s was merged into %(into)s. Change that one, or split the two again.")
            % {"name": entity.name, "into": entity.merged_into.name}
        )
    return entity


def add_entity(*, by: Viewer, kind: str, name: str, note: str = "") -> Entity:
    """Add an entity to the project. Two may have the same name; the pages ask whether they are one."""
    with change(project_id=by.project_id, by=by) as log:
        policy.require(by, "entity.add")
        fields = _checked({"kind": kind, "name": name, "note": note})
        entity = Entity(project_id=by.project_id, created_at=log.at, **fields)
        entity.folded = compared(entity.name)
        entity.save(force_insert=True)
        log.add("entity.created", subject=entity.id, after=represent_entity(entity))
        return entity


def edit_entity(*, by: Viewer, entity_id: UUID, version: int, changes: dict[str, Any]) -> Entity:
    """Change the kind, the name or the note."""
    with change(project_id=by.project_id, by=by) as log:
        entity = lock_entity(by, entity_id, version)
        policy.require(by, "entity.edit")
        before = represent_entity(entity)
        for name, value in _checked(changes).items():
            setattr(entity, name, value)
        if represent_entity(entity) == before:
            return entity
        entity.folded = compared(entity.name)
        _save(log, entity, "entity.updated", before)
        return entity


def delete_entity(*, by: Viewer, entity_id: UUID, version: int) -> Entity:
    """Take an entity out of sight, with what was merged into it; nothing is lost, `restore_entity` brings it back."""
    with change(project_id=by.project_id, by=by) as log:
        entity = lock_entity(by, entity_id, version)
        policy.require(by, "entity.merge")
        before = represent_entity(entity)
        entity.deleted_at = log.at
        _save(log, entity, "entity.deleted", before)
        return entity


def restore_entity(*, by: Viewer, entity_id: UUID) -> Entity:
    """Bring a deleted entity back."""
    with change(project_id=by.project_id, by=by) as log:
        entity = lock_entity(by, entity_id, deleted=True)
        policy.require(by, "entity.merge")
        before = represent_entity(entity)
        entity.deleted_at = None
        _save(log, entity, "entity.restored", before)
        return entity


def _save(log: Change, entity: Entity, kind: str, before: dict[str, Any]) -> None:
    entity.version += 1
    entity.save()
    log.add(kind, subject=entity.id, before=before, after=represent_entity(entity))


def _checked(changes: dict[str, Any]) -> dict[str, Any]:
    checked = dict(changes)
    for name in checked:
        if name not in FIELDS:
            raise Invalid({name: _("There is no such field.")})
    if "name" in checked:
        try:
            checked["name"] = words(checked["name"], NAME_AT_MOST)
        except Refused as refusal:
            raise invalid(refusal, "name") from None
        if not checked["name"]:
            raise Invalid({"name": _("Give the entity a name.")})
    if checked.get("kind", Entity.Kind.PERSON) not in Entity.Kind.values:
        raise Invalid({"kind": _("Choose one of %(known)s.") % {"known": ", ".join(Entity.Kind.values)}})
    note = checked.get("note", "")
    if not isinstance(note, str) or len(note) > _NOTE_AT_MOST or "\0" in note:
        raise Invalid({"note": _("Use at most %(n)d characters.") % {"n": _NOTE_AT_MOST}})
    return checked
