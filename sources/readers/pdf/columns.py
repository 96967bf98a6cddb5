"""The order of reading: columns, found by the white between them.

A gutter is a strip that no word crosses over some rows, with words on both sides. The longest one of a page parts it:
what stands above its rows is read first, then its left side (the right one where the text runs from right to left),
the other side, and what stands below. Each of these parts is looked at in the same way.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sources.readers.pdf.shapes import Page, Table, Word, rows_of
from sources.readers.pdf.tables import Row, aligned_table, only_markers, segments

_DEEPEST = 12
_ROWS_AT_MOST = 2000
Spans = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class _Gutter:
    """A strip from `low` to `high` through the rows from `first` up to, not with, `after`."""

    low: float
    high: float
    first: int
    after: int


@dataclass(frozen=True, slots=True)
class Arranging:
    """How one page is put in order."""

    page: Page
    body: float
    right_to_left: bool

    def parts(self) -> Iterator[list[Row] | Table]:
        """The columns, each as its rows, and the tables, in the order of reading."""
        yield from self._parts(self.page.words, 0)

    def _parts(self, words: Sequence[Word], depth: int) -> Iterator[list[Row] | Table]:
        rows = rows_of(words)
        gutter = self._gutter(rows) if depth < _DEEPEST and 3 <= len(rows) <= _ROWS_AT_MOST else None
        if gutter is None:
            yield from _without_tables(rows)
            return
        inside = rows[gutter.first : gutter.after]
        yield from self._parts([word for row in rows[: gutter.first] for word in row], depth + 1)
        left, right = _sides(inside, gutter)
        found = aligned_table(inside, (left, right), self.body, self.page, self.right_to_left)
        if found is not None:
            first, table, after = found
            yield from _without_tables(inside[:first])
            yield table
            yield from _without_tables(inside[after:])
        else:
            for side in (right, left) if self.right_to_left else (left, right):
                yield from self._parts(side, depth + 1)
        yield from self._parts([word for row in rows[gutter.after :] for word in row], depth + 1)

    def _gutter(self, rows: Sequence[Row]) -> _Gutter | None:
        """The gutter through the most rows."""
        least = 0.85 * self.body
        spans = [segments(row, least) for row in rows]
        tried: list[_Gutter] = []
        best: _Gutter | None = None
        for at in range(len(spans)):
            for low, high in _gaps(spans, at, least):
                if any(g.first <= at < g.after and g.low < high and low < g.high for g in tried):
                    continue
                found = self._cut(rows, _extended(spans, at, low, high, least))
                tried.append(found)
                longer = best is None or (found.after - found.first, found.high - found.low) > (
                    best.after - best.first, best.high - best.low
                )  # fmt: skip
                if longer and self._parts_columns(rows, found):
                    best = found
        return best

    def _cut(self, rows: Sequence[Row], gutter: _Gutter) -> _Gutter:
        """The gutter without headings at its top that stand over all columns, and up to one that stands among them."""
        while gutter.after - gutter.first > 3 and self._stands_over(rows, gutter):
            gutter = replace(gutter, first=gutter.first + 1)
        for at in range(gutter.first + 1, gutter.after - 1):
            row = rows[at]
            if row[0].table is None and min(word.size for word in row) > 1.12 * self.body and row[0].x0 < gutter.low:
                beyond = [
                    [w for r in part for w in r if w.x0 >= gutter.high - 1]
                    for part in (rows[gutter.first : at], rows[at + 1 : gutter.after])
                ]
                if all(beyond):
                    white = min(w.top for w in beyond[1]) - max(w.bottom for w in beyond[0])
                    if white > 1.6 * max(word.size for word in row) and not any(w.x0 >= gutter.high - 1 for w in row):
                        return replace(gutter, after=at)
        return gutter

    def _stands_over(self, rows: Sequence[Row], gutter: _Gutter) -> bool:
        """Whether the first row is a heading with nothing beside it."""
        row, rest = rows[gutter.first], [word for r in rows[gutter.first + 1 : gutter.after] for word in r]
        middle = (gutter.low + gutter.high) / 2
        if row[0].table is not None or min(word.size for word in row) <= 1.12 * self.body:
            return False
        left = row[-1].x1 < middle
        beyond = [word.top for word in rest if (word.x0 > middle) == left]
        return (left or row[0].x0 > middle) and min(beyond, default=0.0) > row[0].base

    def _parts_columns(self, rows: Sequence[Row], gutter: _Gutter) -> bool:
        left, right = _sides(rows[gutter.first : gutter.after], gutter)
        if not left or not right or only_markers(left) or (self.right_to_left and only_markers(right)):
            return False
        count = [len(rows_of(side)) for side in (left, right)]
        shared = min(max(w.base for w in left), max(w.base for w in right)) - max(
            min(w.base for w in left), min(w.base for w in right)
        )
        return min(count) >= 3 and shared >= 2 * self.body


def _sides(rows: Sequence[Row], gutter: _Gutter) -> tuple[list[Word], list[Word]]:
    middle = (gutter.low + gutter.high) / 2
    words = [word for row in rows for word in row]
    return [w for w in words if w.x1 <= middle], [w for w in words if w.x1 > middle]


def _gaps(spans: Sequence[Spans], at: int, least: float) -> list[tuple[float, float]]:
    """White in a row, and between one row and the next where they stand side by side."""
    gaps = [(left[1], right[0]) for left, right in pairwise(spans[at])]
    if at + 1 < len(spans):
        here, below = spans[at], spans[at + 1]
        for left, right in ((here, below), (below, here)):
            if right[0][0] - left[-1][1] >= least:
                gaps.append((left[-1][1], right[0][0]))
    return gaps


def _extended(spans: Sequence[Spans], at: int, low: float, high: float, least: float) -> _Gutter:
    """The gutter that begins in one row, as far up and down as it stays open."""
    reached = {-1: at, 1: at + 1}
    for step in (1, -1):
        row = at + step if step < 0 else at + 1
        while 0 <= row < len(spans):
            narrowed = _narrowed(spans[row], low, high)
            if narrowed[1] - narrowed[0] < least:
                break
            low, high = narrowed
            reached[step] = row + 1 if step > 0 else row
            row += step
    return _Gutter(low, high, reached[-1], reached[1])


def _narrowed(row: Spans, low: float, high: float) -> tuple[float, float]:
    """What is left of a strip beside the words of a row."""
    for x0, x1 in row:
        if x1 <= low or x0 >= high:
            continue
        if x0 <= low and x1 >= high:
            return low, low
        if x0 <= low or (x1 < high and high - x1 > x0 - low):
            low = x1
        else:
            high = x0
    return low, high


def _without_tables(rows: Sequence[Row]) -> Iterator[list[Row] | Table]:
    """The rows in stretches, parted by the tables that stand among them."""
    stretch: list[Row] = []
    for row in rows:
        tables = [word.table for word in row if word.table is not None]
        plain = [word for word in row if word.table is None]
        if tables and stretch:
            yield stretch
            stretch = []
        yield from tables
        if plain:
            stretch.append(plain)
    if stretch:
        yield stretch
