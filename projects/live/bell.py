"""The listening end of the doorbell: one Redis subscription per process, made again whenever it is lost."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Any
from uuid import UUID

import redis
import redis.asyncio
from django.conf import settings

from projects import doorbell, presence

logger = logging.getLogger(__name__)

_PREFIX = doorbell.channel(UUID(int=0)).rpartition(":")[0] + ":"
RETRY_SECONDS = 1.0
QUIET_SECONDS = 2.0  # after so long a silence Redis is asked whether it is there, and has as long to answer
AGAIN_SECONDS = 0.2  # an answer may lie there unread where this process was held up: it is looked for once more


class Bell:
    """Calls `on_project(id, number)`, `on_user(id)`, `on_presence(project id, who and where)`, and `on_turn()` whenever
    Redis is lost or found.

    `connected` is false before the first connection too; `lost` only while Redis is known not to answer.
    """

    def __init__(
        self,
        on_project: Callable[[UUID, int], None],
        on_user: Callable[[UUID], None],
        on_presence: Callable[[UUID, presence.Presence], None],
        on_turn: Callable[[], None],
    ) -> None:
        self.connected = False
        self.lost = False
        self._on_project = on_project
        self._on_user = on_user
        self._on_presence = on_presence
        self._on_turn = on_turn

    async def listen(self) -> None:
        """Listen until cancelled. A bell listens once; it may not be listened with again."""
        while True:
            try:
                await self._subscribe()
            except (redis.RedisError, OSError, TimeoutError) as error:
                self.connected = False
                if not self.lost:
                    logger.warning("Redis does not answer; live feeds look by themselves until it does: %s", error)
                    self.lost = True
                    self._on_turn()
            finally:
                self.connected = False
            _end_if_cancelled()
            await asyncio.sleep(RETRY_SECONDS)

    async def _subscribe(self) -> None:
        client: Any = redis.asyncio.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=5)
        pubsub = client.pubsub()
        try:
            await pubsub.psubscribe(f"{_PREFIX}*", f"{presence.CHANNEL}*")
            await pubsub.subscribe(doorbell.USERS)
            _end_if_cancelled()
            self.connected = True
            self.lost = False
            self._on_turn()
            silent = 0
            while True:
                message = await pubsub.get_message(timeout=QUIET_SECONDS if silent < 2 else AGAIN_SECONDS)
                _end_if_cancelled()
                if message is not None:
                    silent = 0
                    if message["type"] in {"message", "pmessage"}:
                        self._hear(message["channel"].decode(), message["data"])
                    continue
                silent += 1
                if silent == 1:
                    # A connection that stays open says nothing about who is at the other end.
                    await pubsub.ping()
                elif silent == 3:
                    raise TimeoutError(f"no answer in {QUIET_SECONDS} seconds")
        finally:
            with contextlib.suppress(redis.RedisError, OSError, TimeoutError):
                await pubsub.aclose()
            with contextlib.suppress(redis.RedisError, OSError, TimeoutError):
                await client.aclose()

    def _hear(self, channel: str, data: bytes) -> None:
        try:
            if channel == doorbell.USERS:
                self._on_user(UUID(data.decode()))
            elif channel.startswith(presence.CHANNEL):
                self._on_presence(UUID(channel.removeprefix(presence.CHANNEL)), presence.understood(data))
            else:
                self._on_project(UUID(channel.removeprefix(_PREFIX)), int(data))
        except ValueError:
            logger.warning("a message on %s cannot be understood", channel)


def _end_if_cancelled() -> None:
    """Make true what a client of Redis may have kept to itself: `asyncio.wait_for`, which it sends with, loses the
    cancellation of a task whose answer comes in the same moment (https://github.com/python/cpython/issues/86296)."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
