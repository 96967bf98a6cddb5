"""Counting tries, so that nobody can guess passwords: shared through Redis, per process while Redis is away."""

import threading
import time

import redis

from projects import doorbell

PREFIX = "probata:tries:"
_MOST_REMEMBERED = 10_000

_guard = threading.Lock()
_own: dict[str, tuple[float, int]] = {}


def count_try(name: str, *, seconds: int = 60) -> int:
    """Count one try under a name; return how many there were in the present window of time."""
    window = int(time.time() // seconds)
    try:
        with doorbell.connection().pipeline() as pipe:
            key = f"{PREFIX}{name}:{window}"
            pipe.incr(key)
            pipe.expire(key, seconds)
            count, _expires = pipe.execute()
            return int(count)
    except redis.RedisError:
        return _count_here(name, seconds)


def _count_here(name: str, seconds: int) -> int:
    now = time.monotonic()
    with _guard:
        if len(_own) > _MOST_REMEMBERED:
            for old in [key for key, (until, _count) in _own.items() if until < now]:
                del _own[old]
        until, count = _own.get(name, (0.0, 0))
        if until < now:
            until, count = now + seconds, 0
        _own[name] = (until, count + 1)
        return count + 1


def seconds_left(seconds: int = 60) -> int:
    """How long until the present window ends."""
    return seconds - int(time.time() % seconds)
