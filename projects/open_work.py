"""Open work of a person: what somebody else has to take over when they are suspended or leave.

Each app that gives people work registers how to find it, and how to hand it on where that can be done at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from projects.models import Participant
from projects.viewers import Viewer


@dataclass(frozen=True)
class OpenWork:
    """One kind of work that a person has open in one project: a sentence with its count, and where it is listed."""

    label: Any
    count: int
    url: str = ""


@dataclass(frozen=True)
class HandedOn:
    """How many pieces of work moved, and a sentence for each reason why others stayed where they were."""

    moved: int = 0
    left: tuple[str, ...] = ()


Find = Callable[[Participant], list[OpenWork]]
HandOn = Callable[[Viewer, Participant, Viewer], HandedOn]

_FINDERS: dict[str, Find] = {}
_HANDLERS: dict[str, HandOn] = {}


def register_open_work(name: str, find: Find, hand_on: HandOn | None = None) -> None:
    """Add one kind of work. `hand_on(by, from, to)` runs inside a change of the project and says what it moved.

    It moves only what the one who takes over can do, and leaves the rest with a sentence that says why.
    """
    _FINDERS[name] = find
    if hand_on is not None:
        _HANDLERS[name] = hand_on


def open_work_of(participant: Participant) -> list[OpenWork]:
    """Everything the person has open in the project."""
    return [work for find in _FINDERS.values() for work in find(participant) if work.count]


def hand_on_all(by: Viewer, source: Participant, target: Viewer) -> HandedOn:
    """Give what can be handed on to somebody else; say how much moved, and what stayed and why."""
    done = [hand_on(by, source, target) for hand_on in _HANDLERS.values()]
    return HandedOn(sum(one.moved for one in done), tuple(sentence for one in done for sentence in one.left))


def can_hand_on() -> bool:
    """Whether any kind of work can be handed on at once."""
    return bool(_HANDLERS)
