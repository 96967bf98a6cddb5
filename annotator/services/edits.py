"""Changing, deleting and restoring one's marks: hold the place, lock the row, ask the policy, change, add the event.

Each change names the version it was made against; whoever comes second gets the row as it is now. What is done to a row
that is held stands apart from holding it, so that one change and a list of them are the same change.
"""

from dataclasses import replace
from uuid import UUID

from annotator.fragments import needed
from annotator.marks import Edit
from annotator.models import Anchor, Annotation
from annotator.queries.annotations import Row
from annotator.queries.labels import LabelFinder, label_finder
from annotator.queries.text import sections_around
from annotator.services.annotations import record
from annotator.services.checks import Problems, check_exact, check_label, check_revision, settle_fragments
from annotator.services.holding import Held, hold_mark
from projects.events import change
from projects.viewers import Viewer


def change_annotation(*, by: Viewer, annotation: UUID, expected: int, edit: Edit) -> Row:
    """Change label, place, note or attributes of one's own mark. Changing nothing is no change."""
    with change(project_id=by.project_id, by=by) as log:
        held = hold_mark(by=by, log=log, annotation=annotation)
        row = held.row(annotation, expected)
        finder = label_finder(by.project_id, {edit.label} if edit.label is not None else set())
        return change_held(held, row, edit, finder, Problems(many=False))


def delete_annotation(*, by: Viewer, annotation: UUID, expected: int) -> Row:
    """Delete one's own mark. Its row stays, and its id is never free again."""
    with change(project_id=by.project_id, by=by) as log:
        held = hold_mark(by=by, log=log, annotation=annotation)
        return delete_held(held, held.row(annotation, expected))


def restore_annotation(*, by: Viewer, annotation: UUID, expected: int) -> Row:
    """Bring one's own deleted mark back as it was; `expected` is the version that the deletion made."""
    with change(project_id=by.project_id, by=by) as log:
        held = hold_mark(by=by, log=log, annotation=annotation)
        return restore_held(held, held.row(annotation, expected, deleted=True))


def change_held(held: Held, row: Row, edit: Edit, finder: LabelFinder, problems: Problems) -> Row:
    """The same for a mark that is held."""
    changed = _edited(held, row, edit, finder, problems)
    if changed == row:
        return row
    changed = replace(changed, version=row.version + 1, updated_at=held.log.at)
    Annotation.objects.filter(id=row.id).update(
        label_id=changed.label,
        note=changed.note,
        attributes=changed.attributes,
        version=changed.version,
        updated_at=changed.updated_at,
    )
    return _recorded(held, "annotation.updated", row, changed)


def delete_held(held: Held, row: Row) -> Row:
    """The same for a mark that is held."""
    at = held.log.at
    changed = replace(row, version=row.version + 1, updated_at=at, deleted_at=at)
    _set_deleted(changed)
    return _recorded(held, "annotation.deleted", row, changed)


def restore_held(held: Held, row: Row) -> Row:
    """The same for a mark that is held."""
    changed = replace(row, version=row.version + 1, updated_at=held.log.at, deleted_at=None)
    _set_deleted(changed)
    return _recorded(held, "annotation.restored", row, changed)


def _recorded(held: Held, kind: str, before: Row, after: Row) -> Row:
    record(held.log, kind, held.place.tlp, before=before, after=after)
    held.rows[after.id] = after
    return after


def _edited(held: Held, row: Row, edit: Edit, finder: LabelFinder, problems: Problems) -> Row:
    """The row as the edit wants it; a new place is written to the anchor at once."""
    place = held.place
    check_revision(edit.revision, place, problems, needed=edit.fragments is not None)
    changed = row
    if edit.label is not None:
        found = check_label(edit.label, finder, problems, keeping=row.label)
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
            "project_id": held.by.project_id,
            "starts": [start for start, _end in fragments],
            "ends": [end for _start, end in fragments],
            "quote": quote,
            "prefix": before,
            "suffix": after,
            "grade": Anchor.Grade.EXACT,
            "decided_by_id": held.by.participant_id,
        },
    )
    return replace(changed, fragments=fragments, revision=place.revision, quote=quote)


def _set_deleted(row: Row) -> None:
    Annotation.objects.filter(id=row.id).update(
        version=row.version, updated_at=row.updated_at, deleted_at=row.deleted_at
    )
