"""Repeatable writes: the answer to a write is kept under its Idempotency-Key, in the write's own transaction.

An outbox may be away for long before it asks again, so answers are kept for `LIFETIME`, and no longer.
"""

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

import orjson
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.errors import Invalid, Problem, Unprocessable
from projects.events import canonical, change
from projects.models import Operation, User
from projects.viewers import Viewer

Answer = tuple[int, Any]

LIFETIME = timedelta(days=30)
_BATCH = 2_000
_MOST_BATCHES = 500  # what is left waits for the next time

# Every change made in a browser comes this way, so the two statements are written out.
_TABLE = Operation._meta.db_table
_FIND = f"SELECT status, digest, body::text FROM {_TABLE} WHERE user_id = %s AND key = %s"  # noqa: S608
_KEEP = f"""
INSERT INTO {_TABLE} (user_id, key, digest, status, body, created_at) VALUES (%s, %s, %s, %s, %s::jsonb, now())
"""  # noqa: S608 (the name of the table is the model's own)


def request_digest(method: str, path: str, body: Any) -> bytes:
    """SHA-256 over what the request asks for."""
    return hashlib.sha256(canonical([method, path, body])).digest()


def _stored(user_id: Any, key: str, digest: bytes) -> Answer | None:
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [user_id, key])
        found = cursor.fetchone()
    if found is None:
        return None
    status, known, body = found
    if bytes(known) != digest:
        raise Unprocessable(_("This Idempotency-Key was used for another request. Use a new key for a new request."))
    return status, None if body is None else orjson.loads(body)


def _store(user_id: Any, key: str, digest: bytes, answer: Answer) -> Answer:
    status, body = answer
    written = None if body is None else orjson.dumps(body, default=str, option=orjson.OPT_UTC_Z).decode()
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [user_id, key, digest, status, written])
    return status, None if written is None else orjson.loads(written)


def perform_once(*, by: Viewer, key: str, digest: bytes, perform: Callable[[], Answer]) -> Answer:
    """Run `perform` inside one change and return its answer; with a key, return the stored answer to a repeat."""
    return _once(by.user, key, digest, perform, lambda: change(project_id=by.project_id, by=by, operation=key))


def perform_once_on_site(*, by: User, key: str, digest: bytes, perform: Callable[[], Answer]) -> Answer:
    """The same for a write that belongs to no project yet."""
    return _once(by, key, digest, perform, transaction.atomic)


def _once(
    user: User,
    key: str,
    digest: bytes,
    perform: Callable[[], Answer],
    opened: Callable[[], AbstractContextManager[Any]],
) -> Answer:
    if not key:
        with opened():
            return perform()
    if len(key) > 100 or not key.isprintable():
        raise Invalid({"Idempotency-Key": _("Use at most 100 printable characters.")})
    stored = _stored(user.pk, key, digest)
    if stored is not None:
        return stored
    try:
        with opened():
            return _store(user.pk, key, digest, perform())
    except (IntegrityError, Problem):
        # The same request may have been answered while this one waited for its locks: its rows then stand in the way.
        stored = _stored(user.pk, key, digest)
        if stored is None:
            raise
        return stored


def forget_answers(*, now: datetime | None = None) -> int:
    """Remove the answers whose time is over, the oldest first and each batch by itself; return how many."""
    old = Operation.objects.filter(created_at__lt=(now or timezone.now()) - LIFETIME).order_by("created_at")
    removed = 0
    for _batch in range(_MOST_BATCHES):
        found = list(old.values_list("pk", flat=True)[:_BATCH])
        if found:
            removed += Operation.objects.filter(pk__in=found).delete()[0]
        if len(found) < _BATCH:
            break
    return removed
