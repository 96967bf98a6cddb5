"""Checking the log: each payload against its digest, each event against the one before, the end against the counter."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from projects.events import chain, digest_of
from projects.models import Event, EventCounter, SiteEvent

CHUNK = 2_000


@dataclass(frozen=True)
class Break:
    """The first place where a log is not what was written."""

    number: int
    why: str


@dataclass(frozen=True)
class Verdict:
    """How far a log was read and where it breaks, if it does. `redacted` events keep their digest without a payload."""

    events: int
    redacted: int
    broken: Break | None


def _payload(event: Any) -> dict[str, Any]:
    return {
        "kind": event.kind,
        "actor": str(event.actor_id) if event.actor_id else None,
        "at": event.at.isoformat(),
        "subject": str(event.subject_id) if event.subject_id else None,
        "document": str(event.document_id) if getattr(event, "document_id", None) else None,
        "before": event.before,
        "after": event.after,
    }


def _walk(events: Iterable[Any], end: tuple[int, bytes] | None) -> Verdict:
    link, expected, redacted = b"", 0, 0
    for event in events:
        expected += 1
        hidden = getattr(event, "redacted", False)
        redacted += hidden
        if event.number != expected:
            return Verdict(expected - 1, redacted, Break(expected, "this number is missing"))
        digest = bytes(event.digest)
        if not hidden and digest_of(_payload(event)) != digest:
            return Verdict(expected - 1, redacted, Break(expected, "its content is not what was written"))
        link = chain(link, event.number, digest)
        if link != bytes(event.hash):
            return Verdict(expected - 1, redacted, Break(expected, "its link to the event before does not hold"))
    if end is not None and end != (expected, link):
        return Verdict(expected, redacted, Break(expected + 1, "the log has lost its end"))
    return Verdict(expected, redacted, None)


def verify_project(project_id: UUID) -> Verdict:
    """Read the whole log of one project, in one snapshot and little memory."""
    with transaction.atomic():
        counter = EventCounter.objects.filter(project_id=project_id).first()
        end = (counter.number, bytes(counter.hash)) if counter else (0, b"")
        # Up to the counter as it was read: what is added meanwhile is not part of this reading.
        rows = Event.objects.filter(project_id=project_id, number__lte=end[0]).order_by("number")
        return _walk(rows.iterator(chunk_size=CHUNK), end)


def verify_site() -> Verdict:
    """Read the whole log of accounts."""
    with transaction.atomic():
        return _walk(_site_rows(), None)


def _site_rows() -> Iterator[SiteEvent]:
    return SiteEvent.objects.order_by("number").iterator(chunk_size=CHUNK)
