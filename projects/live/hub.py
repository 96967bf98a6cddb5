"""The feeds of one process: one per project that somebody listens to, and the bell that wakes them."""

from __future__ import annotations

import asyncio
from uuid import UUID
from weakref import WeakKeyDictionary

from projects.live.bell import Bell
from projects.live.feed import Feed
from projects.presence import Presence

_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


class Hub:
    """Starts a project's feed for its first listener and ends it after the last."""

    def __init__(self) -> None:
        self.bell = self._make_bell()
        self._feeds: dict[UUID, Feed] = {}
        self._uses: dict[UUID, int] = {}
        self._tasks: dict[UUID, asyncio.Task[None]] = {}
        self._listening: asyncio.Task[None] | None = None

    async def enter(self, project_id: UUID) -> Feed:
        """The project's feed, following the log from now at the latest. Each `enter` needs a `leave`."""
        if self._listening is None:
            self.bell = self._make_bell()  # one that is still on its way out says nothing about this one
            self._listening = asyncio.create_task(self.bell.listen(), name="live-bell")
        feed = self._feeds.get(project_id)
        if feed is None:
            feed = self._feeds[project_id] = Feed(self, project_id)
        self._uses[project_id] = self._uses.get(project_id, 0) + 1
        try:
            await feed.start()
        except BaseException:
            self.leave(project_id)
            raise
        if project_id not in self._tasks:
            self._tasks[project_id] = asyncio.create_task(feed.follow(), name=f"live-{project_id}")
        return feed

    def leave(self, project_id: UUID) -> None:
        """One listener fewer; the last one takes the feed with it, and the last feed the bell."""
        self._uses[project_id] -= 1
        if self._uses[project_id]:
            return
        del self._uses[project_id], self._feeds[project_id]
        ending = [self._tasks.pop(project_id, None)]
        if not self._feeds:
            ending.append(self._listening)
            self._listening = None
        for task in ending:
            if task is not None:
                task.cancel()

    def _make_bell(self) -> Bell:
        return Bell(self._on_project, self._on_user, self._on_presence, self._on_turn)

    def _on_project(self, project_id: UUID, number: int) -> None:
        if project_id in self._feeds:
            self._feeds[project_id].ring(number)

    def _on_user(self, user_id: UUID) -> None:
        for feed in self._feeds.values():
            if user_id in feed.watchers:
                feed.ring()

    def _on_presence(self, project_id: UUID, where: Presence) -> None:
        if project_id in self._feeds:
            self._feeds[project_id].tell_presence(where)

    def _on_turn(self) -> None:
        for feed in self._feeds.values():
            feed.tell_pace()
            feed.ring(2**63)


def hub() -> Hub:
    """The hub of the running event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]
