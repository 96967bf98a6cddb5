"""What is said of a mark on a new text: where it stands there, how sure that is, and why, in a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from annotator.fragments import Fragment, Fragments


class Grade(StrEnum):
    """How a mark came onto the new text. The first four are placed, the last two are not."""

    EXACT = "exact"
    """The same place and the same words."""
    SHIFTED = "shifted"
    """The same words (white space and healed line ends apart); the place moved by edits elsewhere."""
    EDITED = "edited"
    """The place is known by what stands around it; words in it changed, or all around it did. For a person to see."""
    MOVED = "moved"
    """The passage is gone where it stood; its words stand, free, in one other place. For a person to see."""
    AMBIGUOUS = "ambiguous"
    """Several places are as good, or none is sure. Not placed."""
    ORPHANED = "orphaned"
    """The words are gone. Not placed."""

    @property
    def automatic(self) -> bool:
        """Whether nobody need look at it."""
        return self in {Grade.EXACT, Grade.SHIFTED}

    @property
    def placed(self) -> bool:
        """Whether the mark gets an anchor."""
        return self not in {Grade.AMBIGUOUS, Grade.ORPHANED}


WORST_LAST = tuple(Grade)


class Reason(NamedTuple):
    """A sentence with `%(name)s` places for its values; the outer layers translate it."""

    sentence: str
    values: dict[str, Any] = {}

    def __str__(self) -> str:
        return self.sentence % self.values if self.values else self.sentence


@dataclass(frozen=True, slots=True)
class Part:
    """What became of one fragment. `places` is empty where it is not placed; a map of copied runs can give several."""

    grade: Grade
    places: Fragments
    similarity: float
    reason: Reason
    candidates: tuple[Fragment, ...] = ()


@dataclass(frozen=True, slots=True)
class Placement:
    """What became of one mark.

    `fragments` are the new ones, None where the mark is not placed. `similarity` compares the old words with the new
    ones, 0 to 1, white space apart; 0 where there is nothing to compare. `candidates` are whole marks that a person
    may choose from, best first; of an orphaned mark they hold what is left of it.
    """

    grade: Grade
    fragments: Fragments | None
    similarity: float
    reason: Reason
    candidates: tuple[Fragments, ...] = ()
    parts: tuple[Part, ...] = field(default=(), repr=False)


Marks = Sequence[Sequence[Fragment]]
