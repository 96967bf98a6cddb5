"""What can be talked about: an app whose rows hold threads of comments says which of them a viewer sees, and where.

Comments live here, what they are about does not. A kind of thing registers its model, which has a nullable `thread`,
the rows of it that a viewer may know of, and how such a row is shown: so a comment is never seen by anybody who does
not see what it is about.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from projects.viewers import Viewer


@dataclass(frozen=True)
class Place:
    """One thing that is talked about, as a viewer sees it, with the policy's columns of what that viewer says of it.

    `maker` is who made the thing and hears of every comment on it; `owner` whose work a comment is to the policy
    (None: its writer's). `title` and `url` are for people.
    """

    kind: str
    id: UUID
    thread: UUID | None
    title: str
    url: str
    secrecy: str
    tlp: int
    document: UUID | None = None
    owner: UUID | None = None
    maker: UUID | None = None


@dataclass(frozen=True)
class ThreadKind:
    """One kind of thing. `seen` gives the rows a viewer may know of; `places` makes places of some of these rows."""

    name: str
    model: type[Model]
    seen: Callable[[Viewer], QuerySet[Any]]
    places: Callable[[Viewer, QuerySet[Any]], Iterable[Place]]


_KINDS: dict[str, ThreadKind] = {}


def register_thread_kind(kind: ThreadKind) -> None:
    """Add a kind of thing that can be talked about."""
    if kind.name in _KINDS:
        raise ValueError(f"the kind of thread {kind.name} is registered twice")
    _KINDS[kind.name] = kind


def thread_kinds() -> tuple[ThreadKind, ...]:
    """Every kind."""
    return tuple(_KINDS.values())


def place_of(viewer: Viewer, kind: str, id: UUID) -> Place | None:
    """The thing with this id, if the viewer may know of it."""
    found = _KINDS[kind]
    return next(iter(found.places(viewer, found.seen(viewer).filter(pk=id))), None)


def places_of(viewer: Viewer, threads: Iterable[tuple[UUID, str]]) -> dict[UUID, Place]:
    """Thread → the thing that holds it, for those that the viewer may know of; `threads` are ids with their kinds."""
    by_kind: dict[str, list[UUID]] = {}
    for thread, kind in threads:
        by_kind.setdefault(kind, []).append(thread)
    return {
        place.thread: place
        for name, ids in by_kind.items()
        for place in _KINDS[name].places(viewer, _KINDS[name].seen(viewer).filter(thread_id__in=ids))
        if place.thread is not None
    }


def attach(kind: str, id: UUID, thread: UUID) -> UUID:
    """Give a thing its thread unless it has one; return the one it holds. Of two at once the second waits."""
    rows = _KINDS[kind].model._default_manager.filter(pk=id)
    rows.filter(thread__isnull=True).update(thread_id=thread)
    return UUID(str(rows.values_list("thread_id", flat=True).get()))
