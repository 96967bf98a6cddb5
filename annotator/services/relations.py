"""Relating marks: one's own to one another, and to those that were adjudicated.

A relation is a part of the reading of who makes it, as a mark is. It joins no mark of another reader, so it can be just
as blind as the marks that it joins.
"""

from collections.abc import Callable
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from annotator.models import Annotation, Relation, RelationKind
from annotator.queries.relations import kind_called, known_relations, represent_relation, with_kind
from annotator.services.places import Place, hold_place
from projects import policy
from projects.errors import Conflict, Gone, Invalid, NotFound, Stale
from projects.events import Change, change
from projects.ids import new_id
from projects.viewers import Viewer
from projects.vocabulary import Secrecy


def create_relation(
    *, by: Viewer, document: UUID, source: UUID, target: UUID, kind: str, id: UUID | None = None
) -> Relation:
    """Relate one mark to another. The same id, marks and kind again give the relation that there is."""
    with change(project_id=by.project_id, by=by) as log:
        policy.require(by, "relation.create")
        place = hold_place(by=by, document=document)
        named = _kind(by, kind)
        _check_marks(by, place, source, target)
        known = Relation.objects.filter(pk=id).first() if id else None
        if known is not None:
            return _same(by, known, (document, source, target, named.id))
        relation = Relation(
            id=id or new_id(),
            project_id=by.project_id,
            document_id=document,
            kind=named,
            source_id=source,
            target_id=target,
            author_id=by.participant_id,
            tlp=place.tlp,
            created_at=log.at,
            updated_at=log.at,
        )
        _refuse_twice(relation)
        try:
            with transaction.atomic():
                relation.save(force_insert=True)
        except IntegrityError:
            raise Conflict(_twice()) from None
        return _recorded(log, "relation.created", relation.id)


def delete_relation(*, by: Viewer, relation_id: UUID, expected: int) -> Relation:
    """Take one's own relation away. Its row stays, and its id is never free again."""

    def apply(relation: Relation, log: Change) -> str:
        relation.deleted_at = log.at
        return "relation.deleted"

    return _changed(by, relation_id, expected, apply)


def restore_relation(*, by: Viewer, relation_id: UUID, expected: int) -> Relation:
    """Bring one's own deleted relation back; `expected` is the version that the deletion made."""

    def apply(relation: Relation, log: Change) -> str:
        _refuse_twice(relation)
        relation.deleted_at = None
        return "relation.restored"

    return _changed(by, relation_id, expected, apply, deleted=True)


def _kind(by: Viewer, name: str) -> RelationKind:
    kind = kind_called(by.project_id, name)
    if kind is None:
        raise Invalid({"kind": _("There is no kind of relation “%(name)s” in this project.") % {"name": name[:200]}})
    if kind.archived_at is not None:
        raise Invalid({"kind": _("The kind “%(name)s” is archived. Choose another.") % {"name": kind.name}})
    return kind


def _check_marks(by: Viewer, place: Place, source: UUID, target: UUID) -> None:
    if source == target:
        raise Invalid({"target": _("Relate two marks, not one to itself.")})
    there = Annotation.objects.filter(
        policy.visible(by, Annotation),
        id__in=[source, target],
        project_id=by.project_id,
        document_id=place.document,
        deleted_at__isnull=True,
    )
    seen = {row.id: row for row in there.only("id", "author_id", "secrecy")}
    errors = {
        name: _("There is no such mark on this document that you may see.")
        for name, id_ in (("source", source), ("target", target))
        if id_ not in seen
    }
    errors |= {
        name: _("This mark is another reader's. Relate marks of your own, and adjudicated ones.")
        for name, id_ in (("source", source), ("target", target))
        if id_ in seen and seen[id_].secrecy != Secrecy.OPEN and not by.wrote(seen[id_].author_id)
    }
    if errors:
        raise Invalid(errors)


def _same(by: Viewer, known: Relation, asked_for: tuple[UUID, ...]) -> Relation:
    said = (known.document_id, known.source_id, known.target_id, known.kind_id)
    if known.author_id == by.participant_id and known.deleted_at is None and said == asked_for:
        return _fresh(known.id)
    raise Conflict(_("The id %(id)s is taken. Use a new UUIDv7 for a new relation.") % {"id": known.id})


def _refuse_twice(relation: Relation) -> None:
    """Two marks are related in one way once; a symmetric kind says the same either way round."""
    ways = Q(source_id=relation.source_id, target_id=relation.target_id)
    if relation.kind.symmetric:
        ways |= Q(source_id=relation.target_id, target_id=relation.source_id)
    same = Relation.objects.filter(ways, kind_id=relation.kind_id, author_id=relation.author_id)
    if same.filter(deleted_at__isnull=True).exclude(pk=relation.pk).exists():
        raise Conflict(_twice())


def _twice() -> str:
    return _("These two marks are related so already.")


def _fresh(id_: UUID) -> Relation:
    return with_kind(Relation.objects.filter(pk=id_)).get()


def _recorded(log: Change, kind: str, id_: UUID, before: Relation | None = None) -> Relation:
    after = _fresh(id_)
    log.add(
        kind,
        subject=after.id,
        document=after.document_id,
        author=after.author_id,
        secrecy=after.secrecy,
        tlp=after.tlp,
        before=represent_relation(before) if before else None,
        after=represent_relation(after),
    )
    return after


def _changed(
    by: Viewer, relation_id: UUID, expected: int, apply: Callable[[Relation, Change], str], *, deleted: bool = False
) -> Relation:
    """Find the relation, ask the policy, hold the place, lock the row, compare the version, and apply the change."""
    with change(project_id=by.project_id, by=by) as log:
        seen = known_relations(by, pk=relation_id).first()
        if seen is None:
            raise NotFound()
        policy.require(by, "relation.edit", seen)
        hold_place(by=by, document=seen.document_id)
        Relation.objects.select_for_update(no_key=True, of=("self",)).get(pk=relation_id)
        relation, before = _fresh(relation_id), _fresh(relation_id)
        if relation.version != expected:
            raise Stale(represent_relation(relation))
        if deleted and relation.deleted_at is None:
            raise Conflict(_("This relation is not deleted."))
        if not deleted and relation.deleted_at is not None:
            raise Gone(_("This relation is deleted. Restore it first."))
        kind = apply(relation, log)
        relation.version += 1
        relation.updated_at = log.at
        relation.save(update_fields=["deleted_at", "updated_at", "version"])
        return _recorded(log, kind, relation.id, before)
