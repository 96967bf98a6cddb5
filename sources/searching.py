"""What search finds: kinds of thing, which higher apps register. The index itself knows only words and policy columns.

The index follows the log of events. For each batch of events every kind names the rows that may have changed; their
entries are taken out and made again from what is in the database then, so an entry is never older than the event
number the index has reached. A search reads the index under the policy, then asks each kind which of the rows the
viewer may *still* see: an entry that lags behind a raised marking gives nothing away.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet, Value
from django.db.models.expressions import Combinable

from projects.viewers import Viewer


class IndexedEvent(NamedTuple):
    """What a kind gets to know of an event."""

    kind: str
    subject: UUID | None
    document: UUID | None
    author: UUID | None


Key = tuple[UUID, int]
Expression = str | Combinable

_FIRST, _OPEN, _NOTHING = Value(0), Value("open"), Value("")


@dataclass(frozen=True)
class Entries:
    """Rows of the index as a queryset with an expression, or the name of a field, for each column.

    `heading` weighs more than `words`; hits are shown in `words`. `language` is a code such as `en`, or empty.
    """

    rows: QuerySet[Any]
    subject: Expression
    document: Expression
    tlp: Expression
    words: Expression
    part: Expression = _FIRST
    author: Expression | None = None
    secrecy: Expression = _OPEN
    language: Expression = _NOTHING
    heading: Expression = _NOTHING


@dataclass(frozen=True)
class Found:
    """One thing to be shown: `words` are what the hits lie in."""

    title: str
    words: str
    url: str
    document_id: UUID | None = None
    document_title: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind of thing; `label` names many of them, `one` a single one.

    - `changed(project_id, events)`: ids of the rows that these events may have changed, made or removed.
    - `entries(project_id, ids)`: what to index of these rows; rows that are gone or deleted are simply not in it.
    - `subjects(project_id, after, limit)`: ids of all rows in order, for a rebuild.
    - `visible(viewer, ids)`: those of the rows that the viewer may see now.
    - `load(viewer, keys)`: what to show of `(id, part)`; only for rows that `visible` has let through.
    """

    name: str
    plural: str
    label: Any
    one: Any
    icon: str
    changed: Callable[[UUID, Sequence[IndexedEvent]], Collection[UUID]]
    entries: Callable[[UUID, Sequence[UUID]], Entries]
    subjects: Callable[[UUID, UUID | None, int], Sequence[UUID]]
    visible: Callable[[Viewer, Sequence[UUID]], Collection[UUID]]
    load: Callable[[Viewer, Sequence[Key]], Mapping[Key, Found]]


_KINDS: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    """Let search find another kind of thing."""
    if kind.name in _KINDS:
        raise ValueError(f"the kind {kind.name} is registered twice")
    _KINDS[kind.name] = kind


def kinds() -> dict[str, Kind]:
    """Every kind by its name, in the order of registration."""
    return dict(_KINDS)
