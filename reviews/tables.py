"""A passage of a table, as the cells of the rows it stands in, below the table's header."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

TABLE = "table"
MAX_ROWS = 12


@dataclass(frozen=True)
class Cell:
    """The words of a cell, and the code point they start at."""

    start: int
    text: str

    def pieces(self, fragments: Iterable[Sequence[int]]) -> list[tuple[str, bool]]:
        """The words in pieces, each with whether it belongs to one of the fragments."""
        found, at = [], 0
        for start, end in sorted((max(s - self.start, 0), e - self.start) for s, e in fragments):
            start, end = max(start, at), min(end, len(self.text))
            if start < end:
                found += [(self.text[at:start], False), (self.text[start:end], True)]
                at = end
        found.append((self.text[at:], False))
        return [(words.replace("\\|", "|"), marked) for words, marked in found if words]


@dataclass(frozen=True)
class Row:
    """One row of a table."""

    cells: tuple[Cell, ...]
    header: bool = False


def rows_of(text: str, at: int, blocks: Iterable[Sequence[Any]], start: int, end: int) -> tuple[Row, ...]:
    """The rows from `start` to `end` of the table they lie in; none outside of a table.

    The text begins at code point `at`, and blocks are in code points of the whole.
    """
    for first, last, kind, attributes in blocks:
        rows = (attributes or {}).get("rows") if kind == TABLE else None
        if rows and first <= start and end <= last:
            header = rows[0] if (attributes or {}).get("header") else None
            touched = [row for row in rows if row and row[0][0] < end and start < row[-1][1] and row is not header]
            shown = ([(header, True)] if header else []) + [(row, False) for row in touched[:MAX_ROWS]]
            return tuple(
                Row(tuple(Cell(left, text[left - at : right - at]) for left, right in row), is_header)
                for row, is_header in shown
            )
    return ()
