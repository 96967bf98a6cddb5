"""Open work of a person: what somebody else has to take over when they are suspended or leave.

Each app that gives people work registers how to find it, and how to hand it on where that can be done at once. Work
that stays with who began it says so.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from projects import policy
from projects.models import Participant
from projects.viewers import Viewer, viewers_of


@dataclass(frozen=True)
class OpenWork:
    """One kind of work that a person has open in one project: a sentence with its count, and where it is listed.

    `stays` says what can be done instead with work that cannot be handed on.
    """

    label: Any
    count: int
    url: str = ""
    stays: Any = ""


@dataclass(frozen=True)
class HandedOn:
    """How many pieces of work moved, and a sentence for each reason why others stayed where they were."""

    moved: int = 0
    left: tuple[str, ...] = ()


Find = Callable[[Participant], list[OpenWork]]
HandOn = Callable[[Viewer, Participant, Viewer], HandedOn]

_FINDERS: dict[str, Find] = {}
_HANDLERS: dict[str, HandOn] = {}
_ACTIONS: dict[str, str] = {}


def register_open_work(name: str, find: Find, hand_on: HandOn | None = None, *, action: str = "") -> None:
    """Add one kind of work. `hand_on(by, from, to)` runs inside a change of the project and says what it moved.

    It moves only what the one who takes over can do, and leaves the rest with a sentence that says why. Whoever may do
    the `action` can take the work over.
    """
    _FINDERS[name] = find
    _ACTIONS[name] = action
    if hand_on is not None:
        _HANDLERS[name] = hand_on


def open_work_of(participant: Participant) -> list[OpenWork]:
    """Everything the person has open in the project."""
    return [work for find in _FINDERS.values() for work in find(participant) if work.count]


def hand_on_all(by: Viewer, source: Participant, target: Viewer) -> HandedOn:
    """Give what can be handed on to somebody else; say how much moved, and what stayed and why."""
    done = [hand_on(by, source, target) for hand_on in _HANDLERS.values()]
    return HandedOn(sum(one.moved for one in done), tuple(sentence for one in done for sentence in one.left))


def takers_of(participant: Participant) -> list[Viewer]:
    """The members who can take over some of what the person has open, by their names."""
    open_kinds = [name for name in _HANDLERS if any(work.count for work in _FINDERS[name](participant))]
    if not open_kinds:
        return []
    actions = {_ACTIONS.get(name, "") for name in open_kinds}
    others = [viewer for viewer in viewers_of(participant.project_id) if viewer.participant_id != participant.id]
    able = [viewer for viewer in others if any(not action or policy.may(viewer, action) for action in actions)]
    return sorted(able, key=lambda viewer: viewer.participant_name.casefold())
