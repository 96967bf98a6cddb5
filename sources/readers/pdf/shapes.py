"""What stands on a page: words with their places, lines made of them, tables, rules and pictures.

Lengths are points (1/72 inch); the origin is the top left corner of the page as it is shown, y grows downwards.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

Box = tuple[float, float, float, float]
ASCENT, DESCENT = 0.78, 0.24  # of most faces, as parts of the size


@dataclass(slots=True)
class Glyph:
    """The characters of one sign on the page, in the order in which they are read, and its place across."""

    text: str
    x0: float
    x1: float


@dataclass(slots=True)
class Word:
    """Characters that stand together in one face and size.

    `glued`: nothing parts it from the word before it in the file (`order`). `raised`: it stands above the line, as the
    call of a footnote does. `glyphs` are kept where a page has letters that run from right to left. `table` makes it a
    stand-in for a whole table, so that a table takes its place in the order of reading.
    """

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool = False
    italic: bool = False
    glued: bool = False
    raised: bool = False
    order: int = 0
    glyphs: "list[Glyph] | None" = None
    table: "Table | None" = None

    @property
    def top(self) -> float:
        return self.table.box[1] if self.table else self.base - ASCENT * self.size

    @property
    def bottom(self) -> float:
        return self.table.box[3] if self.table else self.base + DESCENT * self.size


@dataclass(slots=True)
class Part:
    """A stretch of a line: words, or what is raised above it."""

    text: str
    raised: bool = False


@dataclass(slots=True)
class Line:
    """One line of a column. `lead` and `trail` are where it begins and ends in the direction of reading, which is from
    right to left where it is `turned`; `inner` is where its second word begins if the first one may be the sign of an
    item or a note.
    """

    parts: list[Part]
    page: int
    box: Box
    base: float
    size: float
    bold: bool
    italic: bool
    lead: float
    trail: float
    first_word: float
    inner: float
    turned: bool

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.parts)


@dataclass(slots=True)
class Table:
    """Cells by row, each the lines that stand in it."""

    rows: list[list[list[Line]]]
    header: bool
    page: int
    box: Box


@dataclass(slots=True)
class Aside:
    """Words that are no part of the flow: running titles, page numbers, what stands sideways in the margin."""

    lines: list[str]
    page: int
    box: Box
    head: bool


@dataclass(slots=True)
class Page:
    """One page before it is put in order. `turn`: clockwise quarters by which it was turned to be upright."""

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    sideways: list[tuple[int, Word]] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    uprights: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    turn: int = 0
    unmapped: int = 0

    def shown(self, box: Box) -> list[float]:
        """The box on the page as it is shown, which is not upright where the page was turned."""
        x0, y0, x1, y1 = box
        if self.turn == 1:
            x0, y0, x1, y1 = self.height - y1, x0, self.height - y0, x1
        elif self.turn == 2:
            x0, y0, x1, y1 = self.width - x1, self.height - y1, self.width - x0, self.height - y0
        elif self.turn == 3:
            x0, y0, x1, y1 = y0, self.width - x1, y1, self.width - x0
        return [round(value, 1) for value in (x0, y0, x1, y1)]


def box_of(words: Sequence[Word]) -> Box:
    """The box around some words."""
    return around([(word.x0, word.top, word.x1, word.bottom) for word in words])


def around(boxes: Sequence[Box]) -> Box:
    """The box around some boxes."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def commonest(weights: "Counter[Any]", otherwise: float) -> Any:
    """The value with the greatest weight."""
    return weights.most_common(1)[0][0] if weights else otherwise


def rows_of(words: Sequence[Word]) -> list[list[Word]]:
    """Words that stand on one base line, from the top down, each row from left to right."""
    rows: list[list[Word]] = []
    reached = size = 0.0
    for word in sorted(words, key=lambda word: word.base):
        if rows and word.base - reached < 0.3 * min(size, word.size):
            rows[-1].append(word)
        else:
            rows.append([word])
            reached, size = word.base, word.size
    for row in rows:
        row.sort(key=lambda word: (word.x0, word.order))
    return rows
