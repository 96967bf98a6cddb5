"""What differs between two texts, for people to read: paragraph by paragraph, with the changed words inside.

`compare(old, new)` gives rows that follow one another and cover both texts, so that a page can set them side by side or
one under another. Offsets are code points. A row of kind `same` may hold many paragraphs (a page folds them); one of
kind `changed` carries the parts that make it up, in whole words; a paragraph that was taken out in one place and put in
at another is two rows of kind `moved`, each of which names the other.

A paragraph is what lies between blank lines in a text that is set in lines, else a line.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from sources.alignment import Alignment, Kind, Segment, align
from sources.alignment.tokens import fold

# Shorter paragraphs are not called moved: `Yes.` in two places is no journey.
LEAST_MOVED = 20
# Paragraphs that share less than this part of the longer one were replaced rather than changed.
LEAST_KEPT = 0.2
# A line of a text that is set in lines is hardly longer.
LONGEST_SET_LINE = 120
_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_LINES = re.compile(r"\n\s*")


class RowKind(StrEnum):
    """What became of one or more paragraphs."""

    SAME = "same"
    CHANGED = "changed"
    INSERTED = "inserted"
    DELETED = "deleted"
    MOVED = "moved"


class Words(NamedTuple):
    """A part of a changed row: the same words, or other ones; either side may be empty where they are others.

    `blank` says that only white space or a hyphen at a line end differs.
    """

    same: bool
    blank: bool
    old_start: int
    old_end: int
    new_start: int
    new_end: int


@dataclass(frozen=True, slots=True)
class Row:
    """Paragraphs of the old text beside those of the new one; one side is empty unless `same` or `changed`.

    `other` is, for a moved row, the number of the row where the same paragraphs stand in the other text.
    """

    kind: RowKind
    old_start: int
    old_end: int
    new_start: int
    new_end: int
    words: tuple[Words, ...] = ()
    other: int | None = None


def compare(old: str, new: str, alignment: Alignment | None = None) -> list[Row]:
    """The rows. `alignment` may be handed over where `align(old, new)` is at hand already."""
    given = alignment or align(old, new)
    (old_breaks, old_ends), (new_breaks, new_ends) = _paragraph_ends(old), _paragraph_ends(new)
    rows: list[Row] = []
    for group in _groups(given, old_ends, old_breaks, new_breaks):
        for row in _rows(given, group):
            if row.kind in {RowKind.DELETED, RowKind.INSERTED}:
                rows += _split(row.kind, row, old_ends if row.kind is RowKind.DELETED else new_ends)
            else:
                rows.append(row)
    return _merged(_with_moves(given, rows))


def _groups(
    given: Alignment, ends: list[int], old_breaks: frozenset[int], new_breaks: frozenset[int]
) -> Iterator[list[Segment]]:
    """Segments cut where a paragraph ends in both texts at once."""
    group: list[Segment] = []
    for one in given.segments:
        rest = one
        if one.kind is Kind.SAME:
            for at in ends[bisect_right(ends, one.old_start) : bisect_right(ends, one.old_end)]:
                other = one.new_start + at - one.old_start
                if other not in new_breaks:
                    continue
                group.append(rest._replace(old_end=at, new_end=other))
                yield group
                group = []
                rest = rest._replace(old_start=at, new_start=other)
        if rest.old_start < rest.old_end or rest.new_start < rest.new_end:
            group.append(rest)
        if group and one.old_end in old_breaks and one.new_end in new_breaks:
            yield group
            group = []
    if group:
        yield group


def _paragraph_ends(text: str) -> tuple[frozenset[int], list[int]]:
    """Where the breaks between paragraphs begin or end, and where they end; both with the two ends of the text."""
    lines = text.count("\n") + 1
    pattern = _BLANK_LINES if "\n\n" in text and len(text) / lines <= LONGEST_SET_LINE else _LINES
    found = [one.span() for one in pattern.finditer(text)]
    ends = sorted({0, *(end for _, end in found), len(text)})
    return frozenset([*ends, *(start for start, _ in found)]), ends


def _rows(given: Alignment, group: list[Segment]) -> Iterator[Row]:
    old_start, old_end = group[0].old_start, group[-1].old_end
    new_start, new_end = group[0].new_start, group[-1].new_end
    if all(one.kind is Kind.SAME for one in group):
        yield Row(RowKind.SAME, old_start, old_end, new_start, new_end)
    elif old_start == old_end:
        yield Row(RowKind.INSERTED, old_start, old_end, new_start, new_end)
    elif new_start == new_end:
        yield Row(RowKind.DELETED, old_start, old_end, new_start, new_end)
    elif _letters_kept(given, group) >= LEAST_KEPT * max(old_end - old_start, new_end - new_start):
        words = tuple(Words(one.kind is not Kind.CHANGED, one.kind is Kind.BLANK, *one[1:5]) for one in group)
        yield Row(RowKind.CHANGED, old_start, old_end, new_start, new_end, words)
    else:
        yield Row(RowKind.DELETED, old_start, old_end, new_start, new_start)
        yield Row(RowKind.INSERTED, old_end, old_end, new_start, new_end)


def _letters_kept(given: Alignment, group: list[Segment]) -> int:
    kept = (given.old[one.old_start : one.old_end] for one in group if one.kind is Kind.SAME)
    return sum(sum(map(str.isalnum, part)) for part in kept)


def _split(kind: RowKind, row: Row, ends: list[int]) -> Iterator[Row]:
    """A row with one empty side, cut into its paragraphs."""
    start, end = (row.old_start, row.old_end) if kind is RowKind.DELETED else (row.new_start, row.new_end)
    for at in [*ends[bisect_right(ends, start) : bisect_left(ends, end)], end]:
        if kind is RowKind.DELETED:
            yield replace(row, old_start=start, old_end=at)
        else:
            yield replace(row, new_start=start, new_end=at)
        start = at


def _with_moves(given: Alignment, rows: list[Row]) -> list[Row]:
    """Deleted and inserted paragraphs with the same words, each standing once, as moved."""
    gone: dict[str, list[int]] = {}
    come: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        if row.kind is RowKind.DELETED:
            gone.setdefault(fold(given.old[row.old_start : row.old_end]), []).append(number)
        elif row.kind is RowKind.INSERTED:
            come.setdefault(fold(given.new[row.new_start : row.new_end]), []).append(number)
    result = list(rows)
    for words, (number, *more) in gone.items():
        others = come.get(words, [])
        if not more and len(others) == 1 and len(words) >= LEAST_MOVED:
            result[number] = replace(rows[number], kind=RowKind.MOVED, other=others[0])
            result[others[0]] = replace(rows[others[0]], kind=RowKind.MOVED, other=number)
    return result


def _merged(rows: list[Row]) -> list[Row]:
    """Neighbouring rows of one kind as one, but for changed ones and moved ones."""
    result: list[Row] = []
    numbers: list[int] = []
    for row in rows:
        alone = row.kind in {RowKind.CHANGED, RowKind.MOVED}
        if result and not alone and result[-1].kind is row.kind:
            result[-1] = replace(result[-1], old_end=row.old_end, new_end=row.new_end)
        else:
            result.append(row)
        numbers.append(len(result) - 1)
    return [row if row.other is None else replace(row, other=numbers[row.other]) for row in result]
