"""How a reading changes state, and the event of it."""

from typing import Any

from django.utils import timezone

from projects.events import Change
from projects.vocabulary import Secrecy
from sources.models import Document, Reading
from sources.representations import represent_reading


def set_state(
    log: Change,
    document: Document,
    reading: Reading,
    state: str,
    kind: str,
    *,
    new: bool = False,
    look: bool = False,
    reason: str = "",
) -> Reading:
    """Bring a locked reading into a state and say so; `new` where its row has just been made.

    `look`: its reader, having finished, sees the work of others from now on.
    """
    before = None if new else represent_reading(reading)
    finished = state == Reading.State.FINISHED
    if not finished or reading.state != state:
        reading.finished_at = timezone.now() if finished else None
    reading.state = state
    reading.revealed_at = timezone.now() if look else None
    if not new:
        reading.version += 1
    if not new or state != Reading.State.OPEN:
        reading.save(update_fields=["state", "finished_at", "revealed_at", "times_reopened", "version"])
    record_reading(log, kind, document, reading, before, reason)
    return reading


def record_reading(
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
