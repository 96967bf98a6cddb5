"""One's own marks, held while they change: seen, allowed, their place held, and their rows locked in one order.

What a single mark needs is asked for a thousand at once. Each step of a change then finds the row as the steps
before it left it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from annotator.models import Annotation
from annotator.queries.annotations import Row, represent_row, rows_of, with_names
from annotator.services.places import Place, hold_place
from projects import policy
from projects.errors import Conflict, Forbidden, Gone, NotFound, Stale
from projects.events import Change
from projects.models import Participant
from projects.viewers import Viewer


@dataclass(slots=True)
class Held:
    """Marks of one document that are held, and the change they are held for."""

    by: Viewer
    log: Change
    place: Place
    rows: dict[UUID, Row]
    others: frozenset[UUID]  # seen, and not theirs to change

    def row(self, annotation: UUID, expected: int, *, deleted: bool = False) -> Row:
        """The mark as it is now, if it is there to be changed (or, `deleted`, to be restored) at this version."""
        row = self.rows.get(annotation)
        if row is None and annotation in self.others:
            raise Forbidden(policy.refusal(self.by, "annotation.edit"))
        if row is None:
            raise NotFound()
        if deleted and row.deleted_at is None:
            raise Stale(represent_row(row)) if row.version != expected else Conflict(_("This mark is not deleted."))
        if row.version != expected:
            raise Stale(represent_row(row))
        if not deleted and row.deleted_at is not None:
            raise Gone(_("This mark is deleted. Restore it first."))
        return row


def hold_marks(*, by: Viewer, log: Change, ids: Collection[UUID], document: UUID) -> Held:
    """Hold the document's place and those of the marks that are on it."""
    rows = Annotation.objects.filter(id__in=ids, project_id=by.project_id, document_id=document)
    seen = dict(rows.filter(policy.visible(by, Annotation)).values_list("id", "author_id")) if ids else {}
    mine = _editable(by, seen)
    held_names = _hold_names(by, {seen[id_] for id_ in mine} - {by.participant_id})
    given_away = {id_ for id_ in mine if seen[id_] not in {by.participant_id, *held_names}}
    place = hold_place(by=by, document=document)
    locked = with_names(rows.filter(id__in=mine - given_away)).order_by("id") if mine else rows.none()
    found = rows_of(list(locked.select_for_update(of=("self",), no_key=True))) if mine else []
    return Held(by, log, place, {row.id: row for row in found}, frozenset(seen.keys() - mine))


def hold_mark(*, by: Viewer, log: Change, annotation: UUID) -> Held:
    """Hold one mark, wherever it is; NotFound or Forbidden before anything else is said."""
    seen = Annotation.objects.filter(policy.visible(by, Annotation), id=annotation, project_id=by.project_id).first()
    if seen is None:
        raise NotFound()
    policy.require(by, "annotation.edit", seen)
    if seen.author_id != by.participant_id and not _hold_names(by, {seen.author_id}):
        raise NotFound()
    place = hold_place(by=by, document=seen.document_id)
    rows = with_names(Annotation.objects.filter(id=annotation)).select_for_update(of=("self",), no_key=True)
    return Held(by, log, place, {row.id: row for row in rows_of(list(rows))}, frozenset())


def _editable(by: Viewer, ids: Collection[UUID]) -> set[UUID]:
    if not ids:
        return set()
    rows = policy.filter_for(by, "annotation.edit", Annotation.objects.filter(id__in=ids))
    return set(rows.values_list("id", flat=True))


def _hold_names(by: Viewer, authors: Collection[UUID]) -> set[UUID]:
    """Hold the imported names under which marks stand: until the change is in, they go on to speak for the viewer.

    Without it a change could land under a name that has just been given to somebody else.
    """
    if not authors:
        return set()
    names = Participant.objects.filter(id__in=authors, speaks_for_id=by.participant_id).order_by("id")
    return set(names.select_for_update(of=("self",), no_key=True).values_list("id", flat=True))
