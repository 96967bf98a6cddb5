"""What stands under imported names: an app whose rows come with imports says how much there is, and who touched it.

An imported name may be made to speak for a member. What that would show, and whose later work it would hand over, only
the app that keeps the rows can tell.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from projects.viewers import Viewer


@dataclass(frozen=True)
class Written:
    """How much stands under one name, as far as the viewer may see it."""

    marks: int = 0
    documents: int = 0


@dataclass(frozen=True)
class Authorship:
    """What an app knows of the names in its rows.

    `written` counts what a viewer may see; `is_hidden` says whether blindness keeps any of it from the viewer;
    `changed_by_others` whether somebody other than this participant has changed it since it came in.
    """

    written: Callable[[Viewer, Collection[UUID]], Mapping[UUID, Written]]
    is_hidden: Callable[[Viewer, UUID], bool]
    changed_by_others: Callable[[UUID, UUID], bool]


_KEPT: list[Authorship] = []


def register_authorship(authorship: Authorship) -> None:
    """Add what one app knows."""
    _KEPT.append(authorship)


def written_under(viewer: Viewer, names: Collection[UUID]) -> dict[UUID, Written]:
    """Name → how much stands under it, as far as the viewer may see it."""
    found = dict.fromkeys(names, Written())
    for kept in _KEPT:
        for name, more in kept.written(viewer, names).items():
            found[name] = Written(found[name].marks + more.marks, found[name].documents + more.documents)
    return found


def is_hidden(viewer: Viewer, name: UUID) -> bool:
    """Whether blindness keeps anything that stands under the name from the viewer."""
    return any(kept.is_hidden(viewer, name) for kept in _KEPT)


def changed_by_others(name: UUID, member: UUID) -> bool:
    """Whether somebody other than this member has changed what stands under the name."""
    return any(kept.changed_by_others(name, member) for kept in _KEPT)
