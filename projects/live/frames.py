"""What goes over the line: server-sent events as bytes."""

from typing import Any
from uuid import UUID

import orjson

from projects.models import Event
from projects.presence import Presence
from projects.queries.events import represent_event

# How long a browser waits before it connects again.
OPENING = b"retry: 2000\n: here\n\n"
END = b"event: end\ndata: {}\n\n"


def change(event: Event) -> bytes:
    """One event of the log; its number is what the browser sends back as Last-Event-ID."""
    return b"id: %d\nevent: change\ndata: %s\n\n" % (event.number, _json(represent_event(event)))


def reset(subject: UUID | None) -> bytes:
    """What the person may see of a document or claim has changed: fetch it again. None means everything."""
    return b"event: reset\ndata: %s\n\n" % _json({"subject": subject})


def presence(where: Presence) -> bytes:
    """Somebody reads at a place of a document, or has left it."""
    return b"event: presence\ndata: %s\n\n" % _json(where.represent())


def pace(prompt: bool) -> bytes:
    """Whether changes come at once or, while Redis is away, a little later."""
    return b"event: pace\ndata: %s\n\n" % _json({"prompt": prompt})


def heartbeat(number: int) -> bytes:
    """A sign of life, with how far the log has been read: a browser that resumes need not start further back."""
    return b": \nid: %d\n\n" % number


def _json(value: dict[str, Any]) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_UTC_Z)
