"""Who reads what: begun by the first mark, finished by the reader, reopened or taken back by a manager.

A finished reading lifts blindness there and then, so nobody reopens one of their own.
"""

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects import policy
from projects.errors import Conflict, Forbidden, Invalid, NotFound
from projects.events import Change, change
from projects.models import Participant
from projects.viewers import Viewer
from projects.vocabulary import Secrecy
from sources.models import Document, Reading, Unblinding
from sources.representations import represent_reading

_REASON_AT_MOST = 2000


def open_reading(*, by: Viewer, document: Document) -> Reading:
    """Begin one's own reading, or return the one there is. One that was handed back is taken up again."""
    policy.require(by, "reading.own")
    with change(project_id=by.project_id, by=by) as log:
        reading, made = _own(by, document)
        if made or reading.state == Reading.State.RELEASED:
            reading = _set(log, document, reading, Reading.State.OPEN, "reading.opened", new=made)
        return reading


def finish_reading(*, by: Viewer, document: Document) -> Reading:
    """Say that one has read the document and marked all there is to mark, which may be nothing."""
    policy.require(by, "reading.own")
    with change(project_id=by.project_id, by=by) as log:
        reading, made = _own(by, document)
        if reading.state != Reading.State.FINISHED:
            reading = _set(log, document, reading, Reading.State.FINISHED, "reading.finished", new=made)
        return reading


def reopen_reading(*, by: Viewer, document: Document, participant: UUID, reason: str) -> Reading:
    """Let somebody go on with a reading they had finished."""
    policy.require(by, "reading.manage")
    if participant == by.participant_id:
        raise Forbidden(_("Somebody else has to reopen your own reading."))
    with change(project_id=by.project_id, by=by) as log:
        reading = _held(document, participant)
        if reading.state != Reading.State.FINISHED:
            raise Conflict(_("This reading is not finished."))
        reading.times_reopened += 1
        return _set(log, document, reading, Reading.State.OPEN, "reading.reopened", reason=_reason(reason))


def release_reading(*, by: Viewer, document: Document, participant: UUID, reason: str = "") -> Reading:
    """Take back a reading that somebody will not finish: it is no longer due."""
    policy.require(by, "reading.manage")
    with change(project_id=by.project_id, by=by) as log:
        reading = _held(document, participant)
        if reading.state != Reading.State.OPEN:
            raise Conflict(_("This reading is not open."))
        return _set(log, document, reading, Reading.State.RELEASED, "reading.released", reason=_checked(reason))


def release_open_readings(*, by: Viewer, participant: Participant) -> int:
    """Take back every open reading of a person; return how many there were."""
    policy.require(by, "reading.manage")
    with change(project_id=by.project_id, by=by) as log:
        rows = Reading.objects.filter(
            project_id=by.project_id, participant_id=participant.id, state=Reading.State.OPEN
        ).order_by("id")
        held = list(rows.select_for_update(of=("self",)).select_related("document", "participant"))
        for reading in held:
            _set(log, reading.document, reading, Reading.State.RELEASED, "reading.released")
        return len(held)


def hand_on_readings(by: Viewer, source: Participant, target: Participant) -> int:
    """Take back the open readings of one person and begin them for another, who starts with a blank page."""
    with change(project_id=by.project_id, by=by) as log:
        rows = Reading.objects.filter(project_id=by.project_id, participant_id=source.id, state=Reading.State.OPEN)
        documents = {reading.document_id: reading.document for reading in rows.select_related("document")}
        release_open_readings(by=by, participant=source)
        theirs = Reading.objects.filter(participant=target, document__in=documents).select_related("participant")
        there = {reading.document_id: reading for reading in theirs.select_for_update(of=("self",))}
        for document_id, document in sorted(documents.items()):
            reading = there.get(document_id)
            if reading is None:
                reading = Reading.objects.create(
                    project_id=by.project_id, document=document, participant=target, started_at=timezone.now()
                )
                _record(log, "reading.opened", document, reading, None, "")
            elif reading.state == Reading.State.RELEASED:
                _set(log, document, reading, Reading.State.OPEN, "reading.opened")
        return len(documents)


def unblind_document(*, by: Viewer, document: Document, reason: str) -> Unblinding:
    """Record why somebody looks at blind marks before all that is due on the document is in."""
    policy.require(by, "document.unblind")
    with change(project_id=by.project_id, by=by) as log:
        row, made = Unblinding.objects.get_or_create(
            document=document,
            participant_id=by.participant_id,
            defaults={"project_id": by.project_id, "reason": _reason(reason)},
        )
        if made:
            log.add(
                "document.unblinded",
                subject=document.id,
                document=document.id,
                author=by.participant_id,
                tlp=document.tlp,
                after={"title": document.title, "reason": row.reason},
            )
        return row


def _own(by: Viewer, document: Document) -> tuple[Reading, bool]:
    """One's own reading, locked, and whether it has just been made."""
    fresh = {"project_id": by.project_id, "started_at": timezone.now()}
    reading, made = Reading.objects.select_for_update(of=("self",)).get_or_create(
        document=document, participant_id=by.participant_id, defaults=fresh
    )
    return reading, made


def _held(document: Document, participant: UUID) -> Reading:
    rows = Reading.objects.select_for_update(of=("self",)).select_related("participant")
    reading = rows.filter(document=document, participant_id=participant).first()
    if reading is None:
        raise NotFound(_("This person has not begun to read the document."))
    return reading


def _reason(words: str) -> str:
    reason = _checked(words)
    if not reason:
        raise Invalid({"reason": _("Give the reason.")})
    return reason


def _checked(words: str) -> str:
    reason = words.strip()
    if "\0" in reason:
        raise Invalid({"reason": _("Leave out the NUL character.")})
    if len(reason) > _REASON_AT_MOST:
        raise Invalid({"reason": _("Use at most %(n)d characters.") % {"n": _REASON_AT_MOST}})
    return reason


def _set(
    log: Change, document: Document, reading: Reading, state: str, kind: str, *, new: bool = False, reason: str = ""
) -> Reading:
    before = None if new else represent_reading(reading)
    reading.state = state
    reading.finished_at = timezone.now() if state == Reading.State.FINISHED else None
    if not new:
        reading.version += 1
    if not new or state != Reading.State.OPEN:
        reading.save(update_fields=["state", "finished_at", "times_reopened", "version"])
    _record(log, kind, document, reading, before, reason)
    return reading


def _record(
    log: Change, kind: str, document: Document, reading: Reading, before: dict[str, Any] | None, reason: str
) -> None:
    """Add the event. Who reads says something about who marks, so it is as secret as a mark of theirs."""
    after = {**represent_reading(reading), "title": document.title}
    if reason:
        after["reason"] = reason
    log.add(
        kind,
        subject=reading.id,
        document=document.id,
        author=reading.participant_id,
        secrecy=Secrecy.MARK,
        tlp=document.tlp,
        before=before,
        after=after,
    )
