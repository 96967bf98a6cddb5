"""A person settles where a mark stands after its document got another text: accepts, moves or drops it.

The document is held in share mode, so that no third text comes in between; then the placement and its mark are locked,
in this order. One may settle what came of a mark after one's reading is finished: the text changed, not the reading.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from annotator.fragments import needed
from annotator.models import Anchor, Annotation, Placement
from annotator.queries.annotations import Row, rows_of, with_names
from annotator.queries.placements import represent_placements, visible_placements, with_marks
from annotator.queries.text import sections_around
from annotator.services.annotations import record
from annotator.services.checks import Problems, settle_fragments
from projects import policy
from projects.errors import Conflict, Invalid, NotFound, Stale, Unprocessable
from projects.events import Change, Payload, change, register_reaction
from projects.viewers import Viewer
from projects.vocabulary import Layer, Secrecy
from sources.models import Document

REASON_AT_MOST = 2000


def fill() -> None:
    """React to what is done to marks by other ways than settling."""
    register_reaction("annotation.updated", _settled_by_edit)
    register_reaction("annotation.restored", _open_again)


def accept_placement(*, by: Viewer, placement_id: UUID, expected: int) -> Placement:
    """Leave the mark where it was placed."""
    with change(project_id=by.project_id, by=by) as log:
        held = _hold(by, placement_id, expected)
        if not _anchors(held).update(decided_by_id=by.participant_id):
            raise Unprocessable(_("This mark stands nowhere in the text. Choose its place, or drop it."))
        return _settle(log, by, held, Placement.State.ACCEPTED)


def move_placement(*, by: Viewer, placement_id: UUID, expected: int, fragments: Sequence[tuple[int, int]]) -> Placement:
    """Put the mark where a person says it stands: fragments of the current text."""
    with change(project_id=by.project_id, by=by) as log:
        held = _hold(by, placement_id, expected)
        revision = held.placement.revision
        problems = Problems(many=False)
        settled = settle_fragments(fragments, revision.length, problems)
        problems.raise_any()
        assert settled is not None
        quote, before, after = sections_around(revision.id, needed(settled)).quote(settled, revision.length)
        Anchor.objects.update_or_create(
            annotation_id=held.row.id,
            revision_id=revision.id,
            defaults={
                "project_id": by.project_id,
                "starts": [start for start, _end in settled],
                "ends": [end for _start, end in settled],
                "quote": quote,
                "prefix": before,
                "suffix": after,
                "grade": Anchor.Grade.MOVED,
                "decided_by_id": by.participant_id,
            },
        )
        changed = replace(held.row, fragments=settled, revision=revision.id, quote=quote)
        placement = _settle(log, by, held, Placement.State.MOVED)
        _write(log, held, changed, "annotation.updated")
        return placement


def drop_placement(*, by: Viewer, placement_id: UUID, expected: int, reason: str) -> Placement:
    """Delete a mark that the new text has no place for, with a reason; it can be restored."""
    said = " ".join(reason.split())
    if not said:
        raise Unprocessable(_("Dropping a mark needs a reason."), {"reason": _("Say why the mark is dropped.")})
    if len(said) > REASON_AT_MOST:
        raise Invalid({"reason": _("Use at most %(n)d characters.") % {"n": REASON_AT_MOST}})
    with change(project_id=by.project_id, by=by) as log:
        held = _hold(by, placement_id, expected)
        placement = _settle(log, by, held, Placement.State.DROPPED, said)
        _write(log, held, replace(held.row, deleted_at=log.at), "annotation.deleted")
        return placement


def reopen_placement(*, by: Viewer, placement_id: UUID, expected: int) -> Placement:
    """Take back what was settled; a mark that was dropped is there again."""
    with change(project_id=by.project_id, by=by) as log:
        held = _hold(by, placement_id, expected, settled=True)
        deleted = held.row.deleted_at is not None
        placement = _settle(log, by, held, Placement.State.OPEN)
        if deleted:
            _write(log, held, replace(held.row, deleted_at=None), "annotation.restored")
        return placement


@dataclass(slots=True)
class _Held:
    """A placement that is held, with its mark as it is now."""

    placement: Placement
    row: Row
    tlp: int


def _hold(by: Viewer, placement_id: UUID, expected: int, *, settled: bool = False) -> _Held:
    """The placement, if the viewer sees it, may settle it, and it is at this version and still to be settled."""
    seen = visible_placements(by).filter(id=placement_id).first()
    if seen is None:
        raise NotFound()
    policy.require(by, "placement.settle", seen)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_revision_id FROM sources_document WHERE id = %s FOR SHARE", [seen.document_id])
        (current,) = cursor.fetchone() or (None,)
    placement = with_marks(Placement.objects.select_for_update(of=("self",), no_key=True)).get(id=placement_id)
    if placement.version != expected:
        raise Stale(represent_placements([placement])[0])
    if placement.revision_id != current or placement.state == Placement.State.SUPERSEDED:
        raise Conflict(_("This document has got another text since. Settle the mark there."))
    if (placement.state == Placement.State.OPEN) == settled:
        raise Conflict(_("This mark is not settled.") if settled else _("This mark is settled already."))
    marks = with_names(Annotation.objects.filter(id=placement.annotation_id))
    mark = marks.select_for_update(of=("self",), no_key=True).get()
    if mark.deleted_at is not None and placement.state != Placement.State.DROPPED:
        raise Conflict(_("This mark is deleted. Restore it first."))
    (row,) = rows_of([mark])
    return _Held(placement, row, mark.tlp)


def _anchors(held: _Held) -> QuerySet[Anchor]:
    return Anchor.objects.filter(annotation_id=held.row.id, revision_id=held.placement.revision_id)


def _settle(log: Change, by: Viewer, held: _Held, state: str, reason: str = "") -> Placement:
    placement = held.placement
    opened = state == Placement.State.OPEN
    before = _payload(held)
    placement.state, placement.reason = state, reason
    placement.settled_by_id = None if opened else by.participant_id
    placement.settled_at = None if opened else log.at
    placement.version += 1
    placement.save(update_fields=["state", "reason", "settled_by", "settled_at", "version"])
    log.add(
        _KINDS[state],
        subject=held.row.id,
        document=placement.document_id,
        author=held.row.author,
        secrecy=Secrecy.OPEN if held.row.layer == Layer.GOLD else Secrecy.MARK,
        tlp=held.tlp,
        before=before,
        after=_payload(held),
    )
    return placement


_KINDS: dict[str, str] = {
    Placement.State.ACCEPTED: "placement.accepted",
    Placement.State.MOVED: "placement.moved",
    Placement.State.DROPPED: "placement.dropped",
    Placement.State.OPEN: "placement.reopened",
}


def _payload(held: _Held) -> dict[str, object]:
    placement = held.placement
    return {
        "id": str(placement.id),
        "annotation": str(placement.annotation_id),
        "label_path": held.row.label_path,
        "revision": str(placement.revision_id),
        "grade": placement.grade,
        "state": placement.state,
        "reason": placement.reason,
        "version": placement.version,
    }


def _write(log: Change, held: _Held, changed: Row, kind: str) -> None:
    """Bring the mark into its new state, with the event that an edit of it leaves."""
    changed = replace(changed, version=held.row.version + 1, updated_at=log.at)
    Annotation.objects.filter(id=changed.id).update(
        version=changed.version, updated_at=changed.updated_at, deleted_at=changed.deleted_at
    )
    record(log, kind, held.tlp, before=held.row, after=changed)
    held.row = changed


def _settled_by_edit(log: Change, event: Payload) -> None:
    """A mark that its author put elsewhere in the current text is settled by that."""
    before, after = event["before"] or {}, event["after"] or {}
    if (before.get("fragments"), before.get("revision")) == (after.get("fragments"), after.get("revision")):
        return
    rows = Placement.objects.filter(
        annotation_id=event["subject"], revision_id=after["revision"], state=Placement.State.OPEN
    )
    for placement in rows.select_for_update(no_key=True):
        placement.state, placement.settled_by_id, placement.settled_at = Placement.State.MOVED, log.actor_id, log.at
        placement.version += 1
        placement.save(update_fields=["state", "settled_by", "settled_at", "version"])


def _open_again(log: Change, event: Payload) -> None:
    """A dropped mark that is restored is to be settled again."""
    rows = Placement.objects.filter(
        annotation_id=event["subject"],
        state=Placement.State.DROPPED,
        revision_id__in=Document.objects.filter(id=event["document"]).values("current_revision_id"),
    )
    for placement in rows.select_for_update(no_key=True):
        placement.state, placement.reason = Placement.State.OPEN, ""
        placement.settled_by_id = placement.settled_at = None
        placement.version += 1
        placement.save(update_fields=["state", "reason", "settled_by", "settled_at", "version"])
