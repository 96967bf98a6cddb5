"""Columns and filters that higher apps add to the list of documents: how many marks the viewer may see, say."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from projects.viewers import Viewer
from sources.models import Document

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


Filter = Callable[[Viewer, "QuerySet[Document]", str], "QuerySet[Document]"]
_FILTERS: dict[str, Filter] = {}


def register_filter(name: str, apply: Filter) -> None:
    """Add a query parameter to the list; `apply` narrows the documents or raises Invalid for a bad value."""
    if name in _FILTERS:
        raise ValueError(f"the filter {name} is registered twice")
    _FILTERS[name] = apply


def filters() -> dict[str, Filter]:
    """Every registered filter by its query parameter."""
    return dict(_FILTERS)


@dataclass(frozen=True)
class Link:
    """A page about a document in a higher app: `url` gives its address, or nothing where the viewer may not open it."""

    name: str
    label: Any
    icon: str
    url: Callable[[Viewer, UUID], str]
    primary: bool


_LINKS: dict[str, Link] = {}


def register_link(
    name: str, *, label: Any, icon: str, url: Callable[[Viewer, UUID], str], primary: bool = False
) -> None:
    """Add a page about documents; the primary one is what a row of the list opens."""
    if name in _LINKS:
        raise ValueError(f"the link {name} is registered twice")
    _LINKS[name] = Link(name, label, icon, url, primary)


def links_for(viewer: Viewer, document_id: UUID) -> list[dict[str, Any]]:
    """The pages about a document that the viewer may open, the primary one first."""
    found = [
        {"name": link.name, "label": link.label, "icon": link.icon, "url": url, "primary": link.primary}
        for link in _LINKS.values()
        if (url := link.url(viewer, document_id))
    ]
    return sorted(found, key=lambda link: not link["primary"])
