"""Conditions on rows that exist twice by construction: as a database filter and as a Python test.

A predicate is built from a few atoms over the columns that every content and event row carries (`document`, `author`,
`subject`, `secrecy`, `tlp`). `q()` turns it into a Django `Q`, `holds()` evaluates it on a row in memory; both read the
same atoms, so list filters and the live feed cannot drift apart. A *fact* (`projects.facts`) is a named set of ids
about one viewer: a subquery in SQL, a loaded set in Python.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from projects.facts import FactTable, among

if TYPE_CHECKING:
    from projects.viewers import Viewer

Columns = Mapping[str, str]
Row = Mapping[str, Any]

EVENT_COLUMNS: Columns = {
    "document": "document_id",
    "author": "author_id",
    "subject": "subject_id",
    "secrecy": "secrecy",
    "tlp": "tlp",
}


class Predicate:
    """Base of all conditions. `fold` settles what depends on the viewer alone, giving ALWAYS, NEVER or a rest."""

    def fold(self, viewer: Viewer) -> Predicate:
        return self

    def q(self, viewer: Viewer, columns: Columns) -> Q:
        raise NotImplementedError

    def holds(self, viewer: Viewer, row: Row, facts: FactTable) -> bool:
        raise NotImplementedError

    def __and__(self, other: Predicate) -> Predicate:
        return All((self, other))

    def __or__(self, other: Predicate) -> Predicate:
        return AnyOf((self, other))

    def __invert__(self) -> Predicate:
        return Negation(self)


@dataclass(frozen=True)
class Constant(Predicate):
    value: bool

    def q(self, viewer: Viewer, columns: Columns) -> Q:
        return Q() if self.value else Q(pk__in=())

    def holds(self, viewer: Viewer, row: Row, facts: FactTable) -> bool:
        return self.value


ALWAYS = Constant(True)
NEVER = Constant(False)


@dataclass(frozen=True)
class Equals(Predicate):
    """The column has this value."""

    column: str
    value: Any

    def q(self, viewer: Viewer, columns: Columns) -> Q:
        return Q(**{columns[self.column]: self.value})

    def holds(self, viewer: Viewer, row: Row, facts: FactTable) -> bool:
        return bool(row[self.column] == self.value)


@dataclass(frozen=True)
class Mine(Predicate):
    """The row's author is the viewer, or an imported name that speaks for them.

    Where the work that a row belongs to is not the work of who wrote the row, another column names its writer.
    """

    column: str = "author"

    def q(self, viewer: Viewer, columns: Columns) -> Q:
        if not viewer.names:
            return Q(**{columns[self.column]: viewer.participant_id})
        return Q(**{f"{columns[self.column]}__in": viewer.participant_ids})

    def holds(self, viewer: Viewer, row: Row, facts: FactTable) -> bool:
        return viewer.wrote(row[self.column])


@dataclass(frozen=True)
class Within(Predicate):
    """The column's id belongs to a fact about the viewer; an empty column belongs to none."""

    column: str
    fact: str

    def q(self, viewer: Viewer, columns: Columns) -> Q:
        return among(columns[self.column], self.fact, viewer)

    def holds(self, viewer: Viewer, row: Row, facts: FactTable) -> bool:
        return row[self.column] is not None and row[self.column] in facts[self.fact]


@dataclass(frozen=True)
class Cleared(Predicate):
    """The row's marking is within the viewer's clearance."""

    def q(self, viewer: Viewer, columns: Columns) -> Q:
        return Q(**{f"{columns['tlp']}__lte": viewer.clearance})

    def holds(self, viewer: Viewer, row: Row, facts: FactTable) -> bool:
        return bool(row["tlp"] <= viewer.clearance)


@dataclass(frozen=True)
class ViewerIs(Predicate):
    """A condition on the viewer and their project alone; folded away before any query."""

    name: str
    test: Callable[[Viewer], bool]

    def fold(self, viewer: Viewer) -> Predicate:
        return ALWAYS if self.test(viewer) else NEVER

    def q(self, viewer: Viewer, columns: Columns) -> Q:
        return self.fold(viewer).q(viewer, columns)

    def holds(self, viewer: Viewer, row: Row, facts: FactTable) -> bool:
        return self.test(viewer)


@dataclass(frozen=True)
class All(Predicate):
    parts: Collection[Predicate]

    def fold(self, viewer: Viewer) -> Predicate:
        parts = [p for p in (part.fold(viewer) for part in self.parts) if p != ALWAYS]
        if NEVER in parts:
            return NEVER
        return ALWAYS if not parts else parts[0] if len(parts) == 1 else All(tuple(parts))

    def q(self, viewer: Viewer, columns: Columns) -> Q:
        return reduce(lambda a, b: a & b, (p.q(viewer, columns) for p in self.parts), Q())

    def holds(self, viewer: Viewer, row: Row, facts: FactTable) -> bool:
        return all(p.holds(viewer, row, facts) for p in self.parts)


@dataclass(frozen=True)
class AnyOf(Predicate):
    parts: Collection[Predicate]

    def fold(self, viewer: Viewer) -> Predicate:
        parts = [p for p in (part.fold(viewer) for part in self.parts) if p != NEVER]
        if ALWAYS in parts:
            return ALWAYS
        return NEVER if not parts else parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def q(self, viewer: Viewer, columns: Columns) -> Q:
        folded = self.fold(viewer)
        if not isinstance(folded, AnyOf):
            return folded.q(viewer, columns)
        return reduce(lambda a, b: a | b, (p.q(viewer, columns) for p in folded.parts))

    def holds(self, viewer: Viewer, row: Row, facts: FactTable) -> bool:
        return any(p.holds(viewer, row, facts) for p in self.parts)


@dataclass(frozen=True)
class Negation(Predicate):
    part: Predicate

    def fold(self, viewer: Viewer) -> Predicate:
        folded = self.part.fold(viewer)
        if isinstance(folded, Constant):
            return NEVER if folded.value else ALWAYS
        return Negation(folded)

    def q(self, viewer: Viewer, columns: Columns) -> Q:
        folded = self.fold(viewer)
        if isinstance(folded, Negation):
            return ~folded.part.q(viewer, columns)
        return folded.q(viewer, columns)

    def holds(self, viewer: Viewer, row: Row, facts: FactTable) -> bool:
        return not self.part.holds(viewer, row, facts)
