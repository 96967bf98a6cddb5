"""What an alignment says."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """How the two sides of a segment compare."""

    SAME = "same"
    """The same characters."""
    BLANK = "blank"
    """Between the same words: white space, or a hyphen at a line end, written in another way."""
    CHANGED = "changed"
    """Other words; one side may be empty."""


class Segment(NamedTuple):
    """A stretch of the old text and the stretch of the new one that takes its place.

    `sure` is false for a SAME segment that was found by comparing words which stand several times in the part that
    was compared: another pairing of them would have been as good.
    """

    kind: Kind
    old_start: int
    old_end: int
    new_start: int
    new_end: int
    sure: bool = True


class Loose(NamedTuple):
    """A pure insertion or deletion that could as well stand elsewhere, because words repeat on its border.

    `very big` → `very very big`: nobody can say which `very` is the new one. `shifts` are the distances in code
    points, by which the gap can be moved in both texts without changing what they say; 0 is where the alignment has
    put it, and is one of them.
    """

    old_start: int
    old_end: int
    new_start: int
    new_end: int
    shifts: tuple[int, ...]

    @property
    def reach(self) -> tuple[int, int]:
        """The stretch of the old text in which places depend on the choice."""
        return self.old_start + self.shifts[0], self.old_end + self.shifts[-1]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Segments in order of both texts, covering both; and the gaps whose place is a matter of choice."""

    old: str
    new: str
    segments: list[Segment]
    loose: list[Loose]
