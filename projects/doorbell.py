"""The doorbell: small messages on Redis that wake listeners. Losing one costs a heartbeat's delay and nothing else.

A failing Redis must never slow a write down, so after a failure the bell keeps silent for two seconds.
"""

import logging
import time
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar
from uuid import UUID

import redis
from django.conf import settings

logger = logging.getLogger(__name__)

T = TypeVar("T")

_SILENCE_SECONDS = 2.0
_silent_until = 0.0


@lru_cache(maxsize=1)
def connection() -> "redis.Redis":
    """The process's Redis client, with time-outs short enough for a request."""
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5)


def channel(project_id: UUID) -> str:
    """The channel of one project's bell."""
    return f"probata:project:{project_id}"


USERS = "probata:users"


def ring(project_id: UUID, number: int) -> None:
    """Say that a project has events up to `number`."""
    publish(channel(project_id), str(number))


def ring_user(user_id: UUID) -> None:
    """Say that a user's access may have ended, so that their streams look again."""
    publish(USERS, str(user_id))


def publish(name: str, message: str | bytes) -> None:
    """Send one message to whoever listens on a channel."""
    ask(lambda client: client.publish(name, message), otherwise=None)


def ask(question: "Callable[[redis.Redis], T]", *, otherwise: T) -> T:
    """What Redis answers; `otherwise` when it does not, or lately did not."""
    global _silent_until
    if time.monotonic() < _silent_until:
        return otherwise
    try:
        return question(connection())
    except redis.RedisError as error:
        _silent_until = time.monotonic() + _SILENCE_SECONDS
        logger.warning("Redis does not answer; live pages are woken by their heartbeat instead: %s", error)
        return otherwise
