"""What higher apps do when another text takes the place of a document's current one: they carry over what stands in it.

A carrier runs in the transaction that puts the new text in its place. The document is locked: nobody marks the old text
meanwhile. Whatever a carrier raises leaves the old text as it was.

A report says for each text of a document, and for one viewer, what became of what was carried onto it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from projects.events import Change
from projects.viewers import Viewer
from sources.models import Document


@dataclass(frozen=True)
class NewText:
    """A text that takes another's place.

    `copied` says which stretches of the text before stand where in the new one, (start before, end before, start now),
    where its maker knows. `text_of` gives the text of any revision; `memo` is the carriers' own room.
    """

    document: Document
    before: UUID
    after: UUID
    text: str
    text_of: Callable[[UUID], str]
    copied: list[tuple[int, int, int]] | None = None
    memo: dict[Any, Any] = field(default_factory=dict)


Carrier = Callable[[Change, NewText], None]
Load = Callable[[Viewer, UUID], Mapping[UUID, Any]]
Link = Callable[[Viewer, UUID], tuple[Any, str] | None]


@dataclass(frozen=True)
class Report:
    """What is told of each text: `load` answers for all texts of a document, with what the viewer may know.

    `lines` puts one text's answer into sentences for the page; `link` names a page on which the viewer has something to
    do about the document's current text, with its address.
    """

    name: str
    load: Load
    lines: Callable[[Any], Sequence[str]]
    link: Link


_CARRIERS: list[Carrier] = []
_REPORTS: dict[str, Report] = {}


def register_carrier(carrier: Carrier) -> None:
    """Carry something over whenever a document gets another text; carriers run in the order of their apps."""
    if carrier in _CARRIERS:
        raise ValueError("the carrier is registered twice")
    _CARRIERS.append(carrier)


def carry(change: Change, new: NewText) -> None:
    """Run every carrier."""
    for carrier in _CARRIERS:
        carrier(change, new)


def register_report(name: str, load: Load, *, lines: Callable[[Any], Sequence[str]], link: Link) -> None:
    """Add a field `name` to each text that the API lists, and lines beside it on the page of its document."""
    if name in _REPORTS:
        raise ValueError(f"the report {name} is registered twice")
    _REPORTS[name] = Report(name, load, lines, link)


def reports() -> list[Report]:
    """Every registered report."""
    return list(_REPORTS.values())
