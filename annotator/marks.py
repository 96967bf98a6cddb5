"""What a client asks for when it makes or changes a mark. Plain values: services check them against the text."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal
from uuid import UUID

Pairs = Sequence[tuple[int, int]]

MOST_AT_ONCE: Final = 1000
LONGEST_NOTE: Final = 10_000
LARGEST_ATTRIBUTES: Final = 16_384


@dataclass(frozen=True, slots=True)
class NewMark:
    """A mark to make. `label` is an id or a full path."""

    label: str
    fragments: Pairs
    id: UUID | None = None
    exact: str | None = None
    revision: UUID | None = None
    note: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edit:
    """Changes of one mark; None leaves a thing as it is."""

    label: str | None = None
    fragments: Pairs | None = None
    exact: str | None = None
    revision: UUID | None = None
    note: str | None = None
    attributes: dict[str, Any] | None = None


StepKind = Literal["create", "change", "delete", "restore"]


@dataclass(frozen=True, slots=True)
class Step:
    """One operation of a list that is taken as a whole. Only `create` has a new mark, only `change` an edit."""

    kind: StepKind
    annotation: UUID | None = None
    version: int = 0
    mark: NewMark | None = None
    edit: Edit | None = None
