"""One project's feed in one process: reads the log once and gives each listener what they may see of it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import Error as DatabaseError

from projects.live import frames
from projects.live.reading import (
    Batch,
    Credential,
    dead_credentials,
    in_thread,
    looks_of,
    looks_where_needed,
    number_now,
    read_batch,
    sight_kinds,
    subjects_of,
)
from projects.live.sight import Sight, changed
from projects.presence import Presence

if TYPE_CHECKING:
    from projects.live.hub import Hub

logger = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 10.0
POLL_SECONDS = 1.5  # while Redis is away
MOST_WAITING = 1_000


@dataclass(eq=False)
class Listener:
    """One open stream. `coarse_until`: up to this number, changes of sight may have happened before its first look."""

    credential: Credential
    coarse_until: int = 0
    waiting: deque[bytes] = field(default_factory=deque)
    awake: asyncio.Event = field(default_factory=asyncio.Event)
    closed: bool = False

    @property
    def user_id(self) -> UUID:
        """Whose stream it is."""
        return self.credential.user_id

    def put(self, frame: bytes) -> None:
        """Hand over a frame; a listener that does not keep up is closed, and resumes from its last number."""
        if self.closed:
            return
        if len(self.waiting) >= MOST_WAITING:
            self.close()
            return
        self.waiting.append(frame)
        self.awake.set()

    def close(self, last: bytes = b"") -> None:
        """End the stream, with one last frame or none."""
        if not self.closed:
            self.closed = True
            self.waiting.clear()
            if last:
                self.waiting.append(last)
            self.awake.set()


@dataclass(eq=False)
class Watcher:
    """One person with one or more streams of the project."""

    sight: Sight
    listeners: set[Listener] = field(default_factory=set)
    ready_for: int = 0


class Feed:
    """The log of one project, followed for as long as somebody listens."""

    def __init__(self, hub: Hub, project_id: UUID) -> None:
        self.hub = hub
        self.project_id = project_id
        self.position = -1
        self.watchers: dict[UUID, Watcher] = {}
        self._bell = asyncio.Event()
        self._check = True
        self._batches = 0

    def ring(self, number: int | None = None) -> None:
        """There may be events up to `number`; without one, somebody's access may have ended."""
        if number is None:
            self._check = True
            self._bell.set()
        elif number > self.position:
            self._bell.set()

    def join(self, listener: Listener, sight: Sight) -> int:
        """Let a listener hear everything from now on; return the number from which on."""
        watcher = self.watchers.get(listener.user_id)
        if watcher is None:
            watcher = self.watchers[listener.user_id] = Watcher(sight)
        watcher.listeners.add(listener)
        if self.hub.bell.lost:
            listener.put(frames.pace(prompt=False))
        return self.position

    def tell_pace(self) -> None:
        """Redis was lost or found: whoever listens is told that changes now come late, or at once again."""
        for watcher in self.watchers.values():
            for listener in watcher.listeners:
                listener.put(frames.pace(prompt=not self.hub.bell.lost))

    def tell_presence(self, where: Presence) -> None:
        """Somebody reads somewhere, or left: told to those who would see their marks there, and not to themselves."""
        for watcher in self.watchers.values():
            if watcher.sight.viewer.participant_id != where.participant and watcher.sight.sees(where.row):
                for listener in watcher.listeners:
                    listener.put(frames.presence(where))

    def leave(self, listener: Listener) -> None:
        """Forget a listener."""
        watcher = self.watchers.get(listener.user_id)
        if watcher is not None:
            watcher.listeners.discard(listener)
            if not watcher.listeners:
                del self.watchers[listener.user_id]

    async def start(self) -> None:
        """Begin at the end of the log."""
        if self.position < 0:
            number = await in_thread(number_now, self.project_id)
            self.position = max(self.position, number)

    async def follow(self) -> None:
        """Until cancelled: wait for the bell, read, give out; look after everybody's access at each heartbeat."""
        check_at = 0.0
        while True:
            patience = HEARTBEAT_SECONDS if self.hub.bell.connected else POLL_SECONDS
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(min(patience, max(check_at - time.monotonic(), 0.01))):
                    await self._bell.wait()
            self._bell.clear()
            try:
                if self._check or time.monotonic() >= check_at:
                    self._check = False
                    await self._check_access()
                    check_at = time.monotonic() + HEARTBEAT_SECONDS
                while await self._advance():
                    pass
            except DatabaseError as error:
                logger.warning("the live feed waits for the database: %s", error)
                self._check = True
                self._bell.set()
                await asyncio.sleep(1)
            except Exception:  # a defect: whoever listens connects again rather than waiting for nothing
                logger.exception("the live feed of project %s broke off", self.project_id)
                for watcher in self.watchers.values():
                    for listener in watcher.listeners:
                        listener.close()

    async def _advance(self) -> bool:
        """Read and give out one batch; whether there may be more."""
        batch = await in_thread(read_batch, self.project_id, self.position)
        if not batch.events:
            return False
        self._batches += 1
        resets: dict[Watcher, list[UUID | None]] = {}
        # Whoever joins while the others are looked after must be looked after too before anything is given out.
        while unready := {user: w for user, w in self.watchers.items() if w.ready_for < self._batches}:
            stale = {user: watcher.sight for user, watcher in unready.items() if _must_look(watcher, batch)}
            looks = await in_thread(looks_of, self.project_id, stale) if stale else {}
            for user, watcher in unready.items():
                watcher.ready_for = self._batches
                if user in looks:
                    self._take_look(watcher, looks[user], resets)
        self._give_out(batch, resets)
        self.position = batch.events[-1].number
        return True

    def _take_look(self, watcher: Watcher, look: Sight | None, resets: dict[Watcher, list[UUID | None]]) -> None:
        if look is None:
            for listener in watcher.listeners:
                listener.close(frames.END)
        else:
            resets[watcher] = changed(watcher.sight, look)
            watcher.sight = look

    def _give_out(self, batch: Batch, resets: dict[Watcher, list[UUID | None]]) -> None:
        encoded: dict[int, bytes] = {}
        changing = sight_kinds()
        for watcher in self.watchers.values():
            for event, row in zip(batch.events, batch.rows, strict=True):
                if watcher.sight.sees(row):
                    frame = encoded.get(event.number) or encoded.setdefault(event.number, frames.change(event))
                    for listener in watcher.listeners:
                        listener.put(frame)
                coarse = [listener for listener in watcher.listeners if listener.coarse_until >= event.number]
                for subject in subjects_of(event, watcher.sight.viewer, changing) if coarse else []:
                    for listener in coarse:
                        listener.put(frames.reset(subject))
            for subject in resets.get(watcher, []):
                for listener in watcher.listeners:
                    listener.put(frames.reset(subject))

    async def _check_access(self) -> None:
        """End the streams of whoever has lost access, and tell whoever may see other things than before."""
        known = {user: watcher.sight.viewer for user, watcher in self.watchers.items()}
        looks = await in_thread(looks_where_needed, self.project_id, known)
        resets: dict[Watcher, list[UUID | None]] = {}
        for user, sight in looks.items():
            watcher = self.watchers.get(user)
            if watcher is not None:
                self._take_look(watcher, sight, resets)
        for watcher, subjects in resets.items():
            for subject in subjects:
                for listener in watcher.listeners:
                    listener.put(frames.reset(subject))
        listeners = [listener for watcher in self.watchers.values() for listener in watcher.listeners]
        dead = await in_thread(dead_credentials, {listener.credential for listener in listeners})
        for listener in listeners:
            if listener.credential in dead:
                listener.close(frames.END)


def _must_look(watcher: Watcher, batch: Batch) -> bool:
    return batch.changes_sight or any(watcher.sight.rests_on_the_row(secrecy) for secrecy in batch.secrecies)
