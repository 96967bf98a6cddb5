"""The log of changes: recorded with the change, numbered by the last statement before commit, announced after it.

`change()` opens the transaction of one change of one project. Events added to it are written when its outermost block
ends: one call of a database function takes the project's counter, numbers and chains the events, and inserts them, so
the counter is locked only from there to the commit and the order of numbers is the order of commits. After the commit
a message on Redis wakes whoever listens; it carries nothing that could be lost.
"""

import hashlib
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection, transaction
from django.utils import timezone

from projects import doorbell
from projects.viewers import Viewer
from projects.vocabulary import Secrecy, Tlp

Payload = Mapping[str, Any]
Sentence = Callable[[Payload], str]
Reaction = Callable[["Change", Payload], None]


@dataclass(frozen=True)
class Kind:
    """A kind of event: the sentence people read, and whether it may change what somebody sees."""

    name: str
    sentence: Any
    changes_sight: bool = False


_KINDS: dict[str, Kind] = {}
_REACTIONS: dict[str, list[Reaction]] = {}
_open = threading.local()


def register_kind(name: str, sentence: Any, *, changes_sight: bool = False) -> None:
    """Name a kind of event. `sentence` is a lazy translation with `%(actor)s` and keys of the event's `after`.

    `changes_sight` says that after such an event some member may see more or less than before (a reading finished,
    a role changed): the live feed then looks again and sends `reset`.
    """
    _KINDS[name] = Kind(name, sentence, changes_sight)


def kind_of(name: str) -> Kind:
    """The registered kind."""
    return _KINDS[name]


def kinds() -> dict[str, Kind]:
    """Every registered kind by name."""
    return dict(_KINDS)


def register_reaction(kind: str, reaction: Reaction) -> None:
    """Call `reaction(change, event)` in the same transaction whenever an event of this kind is added."""
    _REACTIONS.setdefault(kind, []).append(reaction)


def canonical(payload: Any) -> bytes:
    """The bytes that are hashed: JSON with sorted keys, as orjson writes it."""
    return orjson.dumps(payload, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)


def digest_of(event: Payload) -> bytes:
    """SHA-256 of an event's payload: everything but its number, its hashes and its policy columns."""
    return hashlib.sha256(
        canonical({key: event.get(key) for key in ("kind", "actor", "at", "subject", "document", "before", "after")})
    ).digest()


def chain(previous: bytes, number: int, digest: bytes) -> bytes:
    """The hash of an event: SHA-256 over the hash before, the number (8 bytes, big-endian) and the payload's digest."""
    return hashlib.sha256(previous + number.to_bytes(8, "big") + digest).digest()


@dataclass
class Change:
    """One change of one project under way, and the events it will leave."""

    project_id: UUID
    actor_id: UUID | None
    actor_name: str
    at: datetime
    operation: str = ""
    pending: list[dict[str, Any]] = field(default_factory=list)
    number: int = 0

    def add(
        self,
        kind: str,
        *,
        subject: UUID | None = None,
        document: UUID | None = None,
        author: UUID | None = None,
        secrecy: str = Secrecy.OPEN,
        tlp: int = Tlp.CLEAR,
        before: Payload | None = None,
        after: Payload | None = None,
    ) -> None:
        """Add one event. `before` and `after` are plain JSON; the other arguments are the policy's columns."""
        if kind not in _KINDS:
            raise ValueError(f"the kind of event {kind} is not registered")
        event: dict[str, Any] = {
            "kind": kind,
            "actor": str(self.actor_id) if self.actor_id else None,
            "at": self.at.isoformat(),
            "subject": str(subject) if subject else None,
            "document": str(document) if document else None,
            "before": _plain(before),
            "after": _plain(after),
        }
        event["digest"] = digest_of(event).hex()
        event |= {
            "actor_name": self.actor_name,
            "author": str(author) if author else None,
            "secrecy": str(secrecy),
            "tlp": int(tlp),
            "operation": self.operation,
        }
        self.pending.append(event)
        for reaction in _REACTIONS.get(kind, []):
            reaction(self, event)


def _plain(value: Payload | None) -> Any:
    return None if value is None else orjson.loads(orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS))


@contextmanager
def change(*, project_id: UUID, by: Viewer | None = None, operation: str = "", name: str = "") -> Iterator[Change]:
    """Open the transaction of a change. Inside another change of the same project it joins that one.

    `name` is the actor's where somebody acts who is no member: an administrator, a person accepting an invitation.
    """
    outer: Change | None = getattr(_open, "change", None)
    if outer is not None:
        if outer.project_id != project_id:
            raise RuntimeError("one transaction changes one project")
        outer.operation = outer.operation or operation
        yield outer
        return
    current = Change(
        project_id=project_id,
        actor_id=by.participant_id if by else None,
        actor_name=by.participant_name if by else name,
        at=timezone.now(),
        operation=operation,
    )
    with transaction.atomic():
        _open.change = current
        try:
            yield current
        finally:
            _open.change = None
        if current.pending:
            current.number = append(project_id, current.pending)
            transaction.on_commit(lambda: doorbell.ring(project_id, current.number))


def append(project_id: UUID, events: list[dict[str, Any]]) -> int:
    """Number, chain and insert events as the last statement of a transaction; return the last number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT projects_append_events(%s, %s::jsonb)", [project_id, orjson.dumps(events).decode()])
        (number,) = cursor.fetchone() or (0,)
    return int(number)
