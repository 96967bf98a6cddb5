"""Changing, deleting and restoring one's marks: hold the place, lock the row, ask the policy, change, add the event.

Each change names the version it was made against; whoever comes second gets the row as it is now.
"""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext as _

from annotator.fragments import needed
from annotator.marks import Edit
from annotator.models import Anchor, Annotation
from annotator.queries.annotations import Row, represent_row, rows_of, with_names
from annotator.queries.labels import label_finder
from annotator.services.annotations import record
from annotator.services.checks import Problems, check_exact, check_label, check_revision, settle_fragments
from annotator.services.places import Place, hold_place, sections_around
from projects import policy
from projects.errors import Conflict, Gone, NotFound, Stale
from projects.events import Change, change
from projects.models import Participant
from projects.viewers import Viewer


def change_annotation(*, by: Viewer, annotation: UUID, expected: int, edit: Edit) -> Row:
    """Change label, place, note or attributes of one's own mark. Changing nothing is no change."""

    def apply(row: Row, place: Place, log: Change) -> Row:
        changed = _edited(by, place, row, edit)
        if changed == row:
            return row
        changed = replace(changed, version=row.version + 1, updated_at=log.at)
        Annotation.objects.filter(id=row.id).update(
            label_id=changed.label,
            note=changed.note,
            attributes=changed.attributes,
            version=changed.version,
            updated_at=changed.updated_at,
        )
        record(log, "annotation.updated", place.tlp, before=row, after=changed)
        return changed

    return _with_row(by, annotation, expected, apply)


def _edited(by: Viewer, place: Place, row: Row, edit: Edit) -> Row:
    """The row as the edit wants it; a new place is written to the anchor at once."""
    problems = Problems(many=False)
    check_revision(edit.revision, place, problems, needed=edit.fragments is not None)
    changed = row
    if edit.label is not None:
        found = check_label(edit.label, label_finder(by.project_id, {edit.label}), problems, keeping=row.label)
        if found:
            changed = replace(changed, label=found[0], label_path=found[1])
    fragments = row.fragments
    if edit.fragments is not None:
        fragments = settle_fragments(edit.fragments, place.length, problems) or row.fragments
    problems.raise_any()
    if edit.note is not None:
        changed = replace(changed, note=edit.note)
    if edit.attributes is not None:
        changed = replace(changed, attributes=edit.attributes)
    if edit.fragments is None and edit.exact is None:
        return changed
    text = sections_around(row.revision if edit.fragments is None else place.revision, needed(fragments))
    if edit.fragments is None:
        check_exact(edit.exact, row.quote, row.fragments, text, problems)
        return changed
    quote, before, after = text.quote(fragments, place.length)
    check_exact(edit.exact, quote, fragments, text, problems)
    if (fragments, place.revision) == (row.fragments, row.revision):
        return changed
    Anchor.objects.update_or_create(
        annotation_id=row.id,
        revision_id=place.revision,
        defaults={
            "project_id": by.project_id,
            "starts": [start for start, _end in fragments],
            "ends": [end for _start, end in fragments],
            "quote": quote,
            "prefix": before,
            "suffix": after,
            "grade": Anchor.Grade.EXACT,
            "decided_by_id": by.participant_id,
        },
    )
    return replace(changed, fragments=fragments, revision=place.revision, quote=quote)


def delete_annotation(*, by: Viewer, annotation: UUID, expected: int) -> Row:
    """Delete one's own mark. Its row stays, and its id is never free again."""

    def apply(row: Row, place: Place, log: Change) -> Row:
        changed = replace(row, version=row.version + 1, updated_at=log.at, deleted_at=log.at)
        _set_deleted(changed)
        record(log, "annotation.deleted", place.tlp, before=row, after=changed)
        return changed

    return _with_row(by, annotation, expected, apply)


def restore_annotation(*, by: Viewer, annotation: UUID, expected: int) -> Row:
    """Bring one's own deleted mark back as it was; `expected` is the version that the deletion made."""

    def apply(row: Row, place: Place, log: Change) -> Row:
        changed = replace(row, version=row.version + 1, updated_at=log.at, deleted_at=None)
        _set_deleted(changed)
        record(log, "annotation.restored", place.tlp, before=row, after=changed)
        return changed

    return _with_row(by, annotation, expected, apply, deleted=True)


def _set_deleted(row: Row) -> None:
    Annotation.objects.filter(id=row.id).update(
        version=row.version, updated_at=row.updated_at, deleted_at=row.deleted_at
    )


def _hold_name(by: Viewer, author: UUID) -> None:
    """Hold the imported name under which the mark stands: until the change is in, it goes on to speak for the viewer.

    Without it a change could land under a name that has just been given to somebody else.
    """
    names = Participant.objects.filter(id=author, speaks_for_id=by.participant_id)
    if not names.select_for_update(of=("self",), no_key=True).exists():
        raise NotFound()


def _with_row(
    by: Viewer,
    annotation: UUID,
    expected: int,
    apply: Callable[[Row, Place, Change], Row],
    *,
    deleted: bool = False,
) -> Row:
    """Hold the place and lock the row, ask the policy, compare the version, and apply the change."""
    rows = Annotation.objects.filter(id=annotation, project_id=by.project_id)
    with change(project_id=by.project_id, by=by) as log:
        seen = rows.filter(policy.visible(by, Annotation)).first()
        if seen is None:
            raise NotFound()
        policy.require(by, "annotation.edit", seen)
        if seen.author_id != by.participant_id:
            _hold_name(by, seen.author_id)
        place = hold_place(by=by, document=seen.document_id)
        (row,) = rows_of(list(with_names(rows).select_for_update(of=("self",), no_key=True)))
        if deleted and row.deleted_at is None:
            raise Stale(represent_row(row)) if row.version != expected else Conflict(_("This mark is not deleted."))
        if row.version != expected:
            raise Stale(represent_row(row))
        if not deleted and row.deleted_at is not None:
            raise Gone(_("This mark is deleted. Restore it first."))
        return apply(row, place, log)
