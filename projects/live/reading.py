"""What the feeds ask of the database: plain functions, run in a few threads that keep their connections.

Nothing here is asynchronous. `in_thread` is the only way in, so that no query can ever block the event loop.
"""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import close_old_connections, connection
from django.db.models import Q
from django.utils import timezone
from knox.models import AuthToken

from projects import policy
from projects.events import kinds
from projects.live.sight import Sight, look
from projects.models import Event, User
from projects.queries.events import events_between, last_number, policy_row
from projects.viewers import Viewer, viewers_of

T = TypeVar("T")

PAGE = 500
_threads = ThreadPoolExecutor(max_workers=3, thread_name_prefix="live")


async def in_thread(function: Callable[..., T], *args: Any) -> T:
    """Run a database function in one of the feed's threads."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _clean, function, args)


def _clean(function: Callable[..., T], args: tuple[Any, ...]) -> T:
    close_old_connections()
    try:
        return function(*args)
    except Exception:
        connection.close()  # whatever state it is in, the next call starts with a fresh one
        raise


@dataclass(frozen=True)
class Batch:
    """Some events of the log in order, and what they are about."""

    events: list[Event]
    rows: list[dict[str, Any]]
    changes_sight: bool
    secrecies: frozenset[str]


def sight_kinds() -> frozenset[str]:
    """The kinds of event after which somebody may see more or less than before."""
    return frozenset(name for name, kind in kinds().items() if kind.changes_sight)


def read_batch(project_id: UUID, after: int) -> Batch:
    """The next events of the log, whoever may see them."""
    events = list(Event.objects.filter(project_id=project_id, number__gt=after).order_by("number")[:PAGE])
    changing = sight_kinds()
    return Batch(
        events=events,
        rows=[policy_row(event) for event in events],
        changes_sight=any(event.kind in changing for event in events),
        secrecies=frozenset(event.secrecy for event in events),
    )


def members_now(project_id: UUID) -> dict[UUID, Viewer]:
    """Everybody who has access now, by user."""
    return {viewer.user.pk: viewer for viewer in viewers_of(project_id)}


def looks_of(project_id: UUID, users: Mapping[UUID, Sight | None]) -> dict[UUID, Sight | None]:
    """A fresh look for each of these users, given their last one; None for whoever has lost access."""
    members = members_now(project_id)
    return {user: look(members[user], before) if user in members else None for user, before in users.items()}


def looks_where_needed(project_id: UUID, known: dict[UUID, Viewer]) -> dict[UUID, Sight | None]:
    """A fresh look for whoever's place in the project, or the project's rules, changed; None for whoever is out."""
    members = members_now(project_id)
    found: dict[UUID, Sight | None] = {}
    for user, before in known.items():
        now = members.get(user)
        if now is None:
            found[user] = None
        elif _place(now) != _place(before):
            found[user] = look(now)
    return found


def _place(viewer: Viewer) -> tuple[int, int, tuple[UUID, ...]]:
    return viewer.membership_version, viewer.project.version, viewer.participant_ids


def backlog(viewer: Viewer, after: int, upto: int) -> list[Event]:
    """A page of what the viewer may see of the events they missed."""
    return list(events_between(viewer, after, upto)[:PAGE])


def missed_changes_of_sight(viewer: Viewer, after: int, upto: int) -> list[UUID | None]:
    """What a listener that was away has to fetch again; a reset too many is harmless, one too few is not."""
    if upto - after > PAGE:
        return [None]
    found: dict[UUID | None, None] = {}
    changing = sight_kinds()
    for event in Event.objects.filter(project_id=viewer.project_id, number__gt=after, number__lte=upto):
        for subject in subjects_of(event, viewer, changing):
            found[subject] = None
    return [None] if None in found else list(found)


def subjects_of(event: Event, viewer: Viewer, changing: frozenset[str]) -> list[UUID | None]:
    """What to fetch again after one event: a document, a claim, or everything; nothing if no sight can have changed.

    After an event that the viewer may not see it is everything, whatever kind it was: its subject's id would say that
    there is something, and a difference between kinds would say what.
    """
    if not policy.sees_event(viewer, policy_row(event)):
        return [None]
    if event.kind not in changing:
        return []
    family = event.kind.partition(".")[0]
    if family == "project":
        return [None]
    if family == "member":
        return [None] if event.subject_id == viewer.membership_id else []
    if family == "name":
        return [None] if event.author_id == viewer.participant_id else []
    return [event.document_id or event.subject_id]


def number_now(project_id: UUID) -> int:
    """The number of the last event."""
    return last_number(project_id)


@dataclass(frozen=True)
class Credential:
    """What somebody signed in with: a token, or a session and the hash that makes it this user's.

    The hash changes with the user's password and with `session_epoch`. The session's row stays when it does, so the
    row alone does not say whether the session still signs anybody in.
    """

    user_id: UUID
    token: str = ""
    session: str = ""
    session_hash: str = ""


def dead_credentials(asked: set[Credential]) -> set[Credential]:
    """Which of these no longer sign anybody in."""
    now = timezone.now()
    tokens = {one.token for one in asked if one.token}
    sessions = {one.session for one in asked if one.session}
    if tokens:
        valid = Q(expiry__isnull=True) | Q(expiry__gt=now)
        tokens = set(AuthToken.objects.filter(valid, digest__in=tokens).values_list("digest", flat=True))
    hashes: dict[UUID, str] = {}
    if sessions:
        found = Session.objects.filter(session_key__in=sessions, expire_date__gt=now)
        sessions = set(found.values_list("session_key", flat=True))
        people = User.objects.filter(pk__in={one.user_id for one in asked if one.session in sessions})
        hashes = {user.pk: user.get_session_auth_hash() for user in people.only("password", "session_epoch")}
    return {
        one
        for one in asked
        if (one.token and one.token not in tokens)
        or (one.session and (one.session not in sessions or one.session_hash != hashes.get(one.user_id)))
    }
