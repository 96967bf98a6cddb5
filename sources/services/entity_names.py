"""What entities are called: other names, and identifiers of registers and lists."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from projects import policy
from projects.errors import Conflict, Invalid, NotFound
from projects.events import change
from projects.viewers import Viewer
from sources.identifiers import scheme_named
from sources.models import Entity, EntityAlias, EntityIdentifier
from sources.queries.entities import resolve
from sources.records import NAME_AT_MOST, check_language, words
from sources.refusals import Refused
from sources.representations import represent_alias, represent_entity, represent_identifier
from sources.services.entities import compared, lock_entity
from sources.wording import invalid, worded

ALIASES_AT_MOST = 200
NOTE_AT_MOST = 500


def add_alias(*, by: Viewer, entity_id: UUID, name: str, language: str = "", note: str = "") -> EntityAlias:
    """Note another name of an entity. Others may have it as well."""
    with change(project_id=by.project_id, by=by) as log:
        entity = lock_entity(by, entity_id)
        policy.require(by, "entity.edit")
        given = {"name": name, "language": language, "note": note}
        checks: dict[str, Any] = {
            "name": lambda value: words(value, NAME_AT_MOST),
            "language": check_language,
            "note": lambda value: words(value, NOTE_AT_MOST),
        }
        for field, check in checks.items():
            try:
                given[field] = check(given[field])
            except Refused as refusal:
                raise invalid(refusal, field) from None
        if not given["name"]:
            raise Invalid({"name": _("Write the other name.")})
        if entity.aliases.count() >= ALIASES_AT_MOST:
            raise Conflict(_("An entity has at most %(n)d other names.") % {"n": ALIASES_AT_MOST})
        if given["name"] == entity.name or entity.aliases.filter(name=given["name"]).exists():
            raise Conflict(_("%(name)s has this name already.") % {"name": entity.name})
        alias = EntityAlias.objects.create(
            project_id=by.project_id, entity=entity, folded=compared(given["name"]), created_at=log.at, **given
        )
        after = represent_entity(entity) | {"alias": alias.name, "added": represent_alias(alias)}
        log.add("entity.alias_added", subject=entity.id, after=after)
        return alias


def remove_alias(*, by: Viewer, alias_id: UUID) -> None:
    """Take a name from an entity; the log keeps it."""
    with change(project_id=by.project_id, by=by) as log:
        alias = EntityAlias.objects.filter(project_id=by.project_id, id=alias_id).select_related("entity").first()
        if alias is None:
            raise NotFound()
        entity = _owner(by, alias.entity_id)
        policy.require(by, "entity.edit")
        told = represent_entity(entity) | {"alias": alias.name}
        log.add(
            "entity.alias_removed", subject=entity.id, before=told | {"removed": represent_alias(alias)}, after=told
        )
        alias.delete()


def add_identifier(*, by: Viewer, entity_id: UUID, scheme: str, value: str) -> EntityIdentifier:
    """Give an entity what a register or a list calls it. What another one has is refused, and that one is named."""
    with change(project_id=by.project_id, by=by) as log:
        entity = lock_entity(by, entity_id)
        policy.require(by, "entity.edit")
        try:
            known = scheme_named(scheme)
        except Refused as refusal:
            raise invalid(refusal, "scheme") from None
        try:
            written = known.normalised(value)
        except Refused as refusal:
            raise invalid(refusal, "value") from None
        row = EntityIdentifier(
            project_id=by.project_id, entity=entity, scheme=known.name, value=written, created_at=log.at
        )
        _refuse_taken(by, entity, row)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            _refuse_taken(by, entity, row)
            raise
        after = represent_entity(entity) | {"identifier": str(row), "added": represent_identifier(row)}
        log.add("entity.identified", subject=entity.id, after=after)
        return row


def remove_identifier(*, by: Viewer, identifier_id: UUID) -> None:
    """Take an identifier from an entity; the log keeps it."""
    with change(project_id=by.project_id, by=by) as log:
        rows = EntityIdentifier.objects.filter(project_id=by.project_id, id=identifier_id)
        row = rows.select_related("entity").first()
        if row is None:
            raise NotFound()
        entity = _owner(by, row.entity_id)
        policy.require(by, "entity.edit")
        told = represent_entity(entity) | {"identifier": str(row)}
        before = told | {"removed": represent_identifier(row)}
        log.add("entity.identifier_removed", subject=entity.id, before=before, after=told)
        row.delete()


def _owner(by: Viewer, entity_id: UUID) -> Entity:
    """The entity that a name or identifier belongs to, locked, be it merged or not."""
    rows = Entity.objects.select_for_update(of=("self",), no_key=True)
    entity = rows.filter(project_id=by.project_id, id=entity_id, deleted_at__isnull=True).first()
    if entity is None:
        raise NotFound()
    return entity


def _refuse_taken(by: Viewer, entity: Entity, row: EntityIdentifier) -> None:
    held = EntityIdentifier.objects.filter(project_id=by.project_id, scheme=row.scheme, value=row.value)
    other = held.select_related("entity").first()
    if other is None:
        return
    bearer = resolve(other.entity)
    values = {"identifier": f"{worded(Refused(scheme_named(row.scheme).label))} {row.value}", "name": bearer.name}
    if bearer.id == entity.id:
        raise Conflict(_("%(name)s has the identifier %(identifier)s already.") % values)
    sentence = (
        _("The identifier %(identifier)s belongs to %(name)s, which was deleted. Restore that one instead.")
        if bearer.deleted_at
        else _("The identifier %(identifier)s belongs to %(name)s already. If the two are one, merge them.")
    )
    raise Conflict(sentence % values, entity={"id": str(bearer.id), "name": bearer.name})
