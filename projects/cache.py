"""A cache that never fails a request: while Redis is away every read misses and every write is dropped."""

from typing import Any

import redis
from django.core.cache.backends.redis import RedisCache, RedisCacheClient


class _ForgivingClient(RedisCacheClient):
    def get(self, key: Any, default: Any) -> Any:
        try:
            return super().get(key, default)
        except redis.RedisError:
            return default

    def set(self, key: Any, value: Any, timeout: Any) -> None:
        try:
            super().set(key, value, timeout)
        except redis.RedisError:
            return

    def add(self, key: Any, value: Any, timeout: Any) -> Any:
        try:
            return super().add(key, value, timeout)
        except redis.RedisError:
            return True

    def incr(self, key: Any, delta: Any) -> Any:
        try:
            return super().incr(key, delta)
        except redis.RedisError:
            return delta

    def delete(self, key: Any) -> Any:
        try:
            return super().delete(key)
        except redis.RedisError:
            return False


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache with failures turned into misses."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        params.setdefault("OPTIONS", {}).update(socket_timeout=0.5, socket_connect_timeout=0.5)
        super().__init__(server, params)
        self._class = _ForgivingClient
