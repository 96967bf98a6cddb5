"""Two addresses for whoever watches the site: is the process there, and can it do its work.

`/healthz` asks nothing but the process. `/readyz` asks the database, Redis, whether the schema is up to date, and
whether a worker gives signs of life; it answers 200 only when all of them are well, and else 503 with the parts
that are not.
"""

from collections.abc import Callable
from functools import lru_cache

import redis
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.heartbeat import seconds_since_seen


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """The site can do its work, or the parts that keep it from that."""
    parts = {name: check() for name, check in CHECKS.items()}
    ready = all(state == "ok" for state in parts.values())
    return JsonResponse({"status": "ready" if ready else "not ready", "parts": parts}, status=200 if ready else 503)


def database() -> str:
    """`ok`, or what is wrong with the database."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        connection.close()
        return "does not answer"
    return "ok"


def redis_server() -> str:
    """`ok`, or what is wrong with Redis."""
    try:
        _redis().ping()
    except redis.RedisError:
        return "does not answer"
    return "ok"


def migrations() -> str:
    """`ok`, or that the schema is behind the code. Asked of the database until it is up to date, then remembered."""
    try:
        if not _schema.is_current:
            _schema.is_current = not unapplied_migrations()
    except DatabaseError:
        connection.close()
        return "unknown"
    return "ok" if _schema.is_current else "not applied"


def worker() -> str:
    """`ok`, or that no worker gives signs of life."""
    try:
        return "ok" if seconds_since_seen(_redis()) is not None else "no sign of life"
    except redis.RedisError:
        return "unknown"


CHECKS: dict[str, Callable[[], str]] = {
    "database": database,
    "redis": redis_server,
    "migrations": migrations,
    "worker": worker,
}


def unapplied_migrations() -> list[str]:
    """The migrations that the code has and the database has not."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


class _Schema:
    is_current = False


_schema = _Schema()


@lru_cache(maxsize=1)
def _redis() -> "redis.Redis":
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)
