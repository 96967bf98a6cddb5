"""Facts: named sets of ids about one viewer, such as the documents on which they see the work of others.

A fact is given as a queryset. Rows in memory are held against its ids, loaded once for a viewer (`Facts`) or asked for
by a few ids (`FactsAbout`); filters have it as a subquery (`among`). The text of that subquery depends on few things
about a viewer (`Shape`), so it is compiled once for each shape, for a stand-in whose ids are placeholders, and only the
ids change from request to request: to compile the conditions of one page anew takes longer than to run them.

A stand-in has nothing but what a shape and the placeholders say. A fact that asks it for more fails the first time it
is used, instead of showing one person what was compiled for another.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, Expression, F, Q, QuerySet

if TYPE_CHECKING:
    from projects.viewers import Viewer

_PROJECT = UUID(int=0x9E3779B97F4A7C15_8000_0000_0000_0001)
_PARTICIPANT = UUID(int=0x9E3779B97F4A7C15_8000_0000_0000_0002)
_NAMES = 0x9E3779B97F4A7C15_9000_0000_0000_0000

_FACTS: dict[str, Callable[[Any], QuerySet[Any, Any]]] = {}
_ONCE_CHOSEN: dict[str, bool] = {}


class Shape(NamedTuple):
    """All that a viewer may change in the text of a fact."""

    roles: frozenset[str]
    clearance: int
    names: int
    marks_blind: str
    may_judge_own_claims: bool

    @classmethod
    def of(cls, viewer: Any) -> Shape:
        project = viewer.project
        return cls(viewer.roles, viewer.clearance, len(viewer.names), project.marks_blind, project.may_judge_own_claims)


@dataclass(frozen=True)
class _Project:
    id: UUID
    marks_blind: str
    may_judge_own_claims: bool


@dataclass(frozen=True)
class _StandIn:
    """A viewer of one shape, with placeholders for ids."""

    roles: frozenset[str]
    clearance: int
    names: tuple[UUID, ...]
    project: _Project
    project_id: UUID = _PROJECT
    participant_id: UUID = _PARTICIPANT

    @property
    def participant_ids(self) -> tuple[UUID, ...]:
        return (self.participant_id, *self.names)

    def has(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)


def _stand_in(shape: Shape) -> _StandIn:
    names = tuple(UUID(int=_NAMES + n) for n in range(shape.names))
    project = _Project(_PROJECT, shape.marks_blind, shape.may_judge_own_claims)
    return _StandIn(shape.roles, shape.clearance, names, project)


def register_fact(name: str, ids: Callable[[Viewer], QuerySet[Any, Any]], *, once_chosen: bool | None = None) -> None:
    """Name a set of ids about a viewer; `ids` returns a queryset with one selected column that is never null.

    `once_chosen`: whether an id is in the set once the viewer has made the choice, theirs alone, to see the work of
    others about it; None where the set does not depend on that.
    """
    if name in _FACTS and _FACTS[name] is not ids:
        raise ValueError(f"the fact {name} is registered twice")
    _FACTS[name] = ids
    if once_chosen is not None:
        _ONCE_CHOSEN[name] = once_chosen


class FactTable(Protocol):
    """Ids by the names of facts, as they are or as somebody supposes them to be."""

    def __getitem__(self, name: str, /) -> Collection[UUID]: ...


class Facts:
    """The facts of one viewer, each loaded once when first asked for."""

    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._loaded: dict[str, frozenset[UUID]] = {}

    def __getitem__(self, name: str) -> frozenset[UUID]:
        if name not in self._loaded:
            rows = _FACTS[name](self._viewer)
            self._loaded[name] = frozenset(
                next(iter(row.values())) if isinstance(row, dict) else row[0] for row in rows
            )
        return self._loaded[name]

    def load_all(self) -> dict[str, frozenset[UUID]]:
        """Load every registered fact and return them by name."""
        return {name: self[name] for name in _FACTS}


class Supposed:
    """Facts as they would be if the viewer had chosen to see the work of others about one id."""

    def __init__(self, facts: FactTable, id: UUID) -> None:
        self._facts = facts
        self._id = id

    def __getitem__(self, name: str) -> Collection[UUID]:
        chosen = _ONCE_CHOSEN.get(name)
        if chosen is None:
            return self._facts[name]
        return {self._id} if chosen else ()


class FactsAbout:
    """The facts of one viewer as far as they concern a few ids: what is asked for a row or two, however large the sets
    are. Each is asked of the database once."""

    def __init__(self, viewer: Viewer, ids: Collection[UUID]) -> None:
        self._viewer = viewer
        self._ids = list(ids)
        self._found: dict[str, frozenset[UUID]] = {}

    def __getitem__(self, name: str) -> frozenset[UUID]:
        if name not in self._found:
            self._found[name] = frozenset(self._ask(name))
        return self._found[name]

    def _ask(self, name: str) -> Iterator[UUID]:
        found = _compiled(name, Shape.of(self._viewer))
        if found is None:
            return
        sql, parameters = found
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT about.id FROM ({sql}) AS about(id) WHERE about.id = ANY(%s)",  # noqa: S608 - the compiler's text
                [*_filled(parameters, self._viewer), self._ids],
            )
            for (one,) in cursor.fetchall():
                yield one


@lru_cache(maxsize=4096)
def _compiled(name: str, shape: Shape) -> tuple[str, tuple[Any, ...]] | None:
    """The statement that selects a fact and its parameters, placeholders among them; None if it never finds a row."""
    rows = _FACTS[name](_stand_in(shape)).order_by()
    try:
        sql, parameters = rows.query.sql_with_params()
    except EmptyResultSet:
        return None
    return sql, tuple(parameters)


def _filled(parameters: tuple[Any, ...], viewer: Any) -> Iterator[Any]:
    """The parameters of a compiled statement with a viewer's ids in their places."""
    ids = {_PROJECT: viewer.project_id, _PARTICIPANT: viewer.participant_id}
    ids.update((UUID(int=_NAMES + n), name) for n, name in enumerate(viewer.names))
    for parameter in parameters:
        yield ids.get(parameter, parameter) if isinstance(parameter, UUID) else parameter


class _Among(Expression):
    """Whether a column is one of the ids that a statement selects; an empty column is none of them."""

    output_field = BooleanField()

    def __init__(self, column: Any, sql: str, parameters: tuple[Any, ...]) -> None:
        super().__init__()
        self.column = column
        self.sql = sql
        self.parameters = parameters

    def get_source_expressions(self) -> list[Any]:
        return [self.column]

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        (self.column,) = exprs

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, given = compiler.compile(self.column)
        return f"({column} IS NOT NULL AND {column} IN ({self.sql}))", (*given, *given, *self.parameters)


def among(column: str, name: str, viewer: Viewer) -> Q:
    """The filter of the rows whose column holds an id of this fact about the viewer."""
    found = _compiled(name, Shape.of(viewer))
    if found is None:
        return Q(pk__in=())
    sql, parameters = found
    return Q(_Among(F(column), sql, tuple(_filled(parameters, viewer))))
