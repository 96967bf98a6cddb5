"""Who reads where just now. It lives in Redis only, and goes half a minute after the last sign of life.

That somebody reads a document is as secret as a mark they could make there: whoever is blind to their marks does not
learn that they are there, nor how far they are. While Redis is away nobody is seen, and nothing waits for it.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

import orjson
import redis

from projects import doorbell, policy
from projects.facts import FactsAbout
from projects.viewers import Viewer
from projects.vocabulary import Secrecy

KEEP_SECONDS = 30
CHANNEL = "probata:presence:"


@dataclass(frozen=True)
class Presence:
    """Somebody at a place of a document; `start` is a code point, or None where they have just left."""

    document: UUID
    participant: UUID
    name: str
    start: int | None
    tlp: int

    @property
    def row(self) -> dict[str, Any]:
        """What the policy is asked about: a mark of theirs in this document."""
        return {
            "kind": "presence",
            "document": self.document,
            "author": self.participant,
            "subject": None,
            "secrecy": Secrecy.MARK,
            "tlp": self.tlp,
        }

    def represent(self) -> dict[str, Any]:
        """The presence as the API and the live feed give it."""
        return {
            "document": self.document,
            "participant": {"id": self.participant, "name": self.name},
            "start": self.start,
        }


def appear(viewer: Viewer, document: UUID, *, tlp: int, start: int) -> None:
    """Say that a person reads here; needed again before `KEEP_SECONDS` are over."""
    kept = orjson.dumps({"name": viewer.participant_name, "start": start, "at": time.time()})
    key = _key(viewer.project_id, document)

    def write(client: redis.Redis) -> None:
        with client.pipeline(transaction=False) as pipe:
            pipe.hset(key, str(viewer.participant_id), kept)
            pipe.expire(key, KEEP_SECONDS)
            pipe.execute()

    doorbell.ask(write, otherwise=None)
    _tell(viewer, document, tlp, start)


def leave(viewer: Viewer, document: UUID, *, tlp: int) -> None:
    """Say that a person has left; who still has the document open elsewhere says so with their next sign of life."""
    key = _key(viewer.project_id, document)
    doorbell.ask(lambda client: client.hdel(key, str(viewer.participant_id)), otherwise=None)
    _tell(viewer, document, tlp, None)


def others(viewer: Viewer, document: UUID, *, tlp: int) -> list[Presence]:
    """Whoever else reads the document and may be seen by the viewer, by name."""
    nobody: dict[bytes, bytes] = {}
    kept = doorbell.ask(_all_in(_key(viewer.project_id, document)), otherwise=nobody)
    since = time.time() - KEEP_SECONDS
    facts = FactsAbout(viewer, {document})
    found = []
    for participant, value in kept.items():
        told = orjson.loads(value)
        where = Presence(document, UUID(participant.decode()), told["name"], told["start"], tlp)
        if told["at"] < since or where.participant == viewer.participant_id:
            continue
        if policy.sees_event(viewer, where.row, facts):
            found.append(where)
    return sorted(found, key=lambda where: (where.name, where.participant))


def _all_in(key: str) -> Callable[[redis.Redis], dict[bytes, bytes]]:
    return lambda client: cast("dict[bytes, bytes]", client.hgetall(key))


def _key(project_id: UUID, document: UUID) -> str:
    return f"{CHANNEL}{project_id}:{document}"


def _tell(viewer: Viewer, document: UUID, tlp: int, start: int | None) -> None:
    where = {"document": document, "participant": viewer.participant_id, "name": viewer.participant_name}
    doorbell.publish(f"{CHANNEL}{viewer.project_id}", orjson.dumps(where | {"start": start, "tlp": tlp}))


def understood(message: bytes) -> Presence:
    """What a message on the channel says; ValueError for anything else."""
    told = orjson.loads(message)
    try:
        return Presence(UUID(told["document"]), UUID(told["participant"]), told["name"], told["start"], told["tlp"])
    except (KeyError, TypeError) as error:
        raise ValueError(str(error)) from error
