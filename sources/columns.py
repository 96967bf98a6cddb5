"""Columns that higher apps add to the list of documents: how many marks the viewer may see, say."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from projects.viewers import Viewer

Load = Callable[[Viewer, Sequence[UUID]], Mapping[UUID, Any]]


@dataclass(frozen=True)
class Column:
    """One column: `load` answers for a whole page of documents in one query, with what the viewer may see."""

    name: str
    load: Load
    label: Any
    default: Any


_COLUMNS: dict[str, Column] = {}


def register_column(name: str, load: Load, *, label: Any = "", default: Any = 0) -> None:
    """Add a field `name` to each document of the API's list, and a column to the page where it has a label."""
    if name in _COLUMNS:
        raise ValueError(f"the column {name} is registered twice")
    _COLUMNS[name] = Column(name, load, label, default)


def columns() -> list[Column]:
    """Every registered column, in the order of registration."""
    return list(_COLUMNS.values())


def values_for(viewer: Viewer, document_ids: Sequence[UUID]) -> dict[str, Mapping[UUID, Any]]:
    """Column name → document id → value, for one page of documents."""
    return {column.name: column.load(viewer, document_ids) for column in _COLUMNS.values()} if document_ids else {}
