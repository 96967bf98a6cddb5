"""The log of the site's accounts: numbered without gaps and chained by hash as the log of a project is."""

from collections.abc import Mapping
from typing import Any

import orjson
from django.db import connection, transaction
from django.utils import timezone

from projects.events import chain, digest_of, kind_of
from projects.models import SiteEvent, User

# One writer at a time takes the next number; the lock goes with the transaction. The key is arbitrary but fixed.
_LOCK = 7_304_112_907


def record(
    kind: str,
    *,
    by: User | None,
    user: User | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> SiteEvent:
    """Add one entry, in the transaction of the change it tells of; call it last, it holds the log until the commit."""
    kind_of(kind)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        last = SiteEvent.objects.order_by("-number").first()
        now = timezone.now()
        payload: dict[str, Any] = {
            "kind": kind,
            "actor": str(by.pk) if by else None,
            "at": now.isoformat(),
            "subject": str(user.pk) if user else None,
            "before": _plain(before),
            "after": _plain(after),
        }
        number = last.number + 1 if last else 1
        digest = digest_of(payload)
        return SiteEvent.objects.create(
            number=number,
            kind=kind,
            actor_id=by.pk if by else None,
            actor_name=by.display_name if by else "",
            at=now,
            subject_id=user.pk if user else None,
            before=payload["before"],
            after=payload["after"],
            digest=digest,
            hash=chain(bytes(last.hash) if last else b"", number, digest),
        )


def _plain(value: Mapping[str, Any] | None) -> Any:
    return None if value is None else orjson.loads(orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS))
