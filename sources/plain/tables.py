"""Tables in plain text, with their cells.

Rows are lines without an empty one between. Pipe tables (` | `), with or without a rule below the header; lines parted
by the same number of tabs, commas or semicolons; and columns that are parted by white space at the same places. Of
anything but pipes at least three rows must agree, so that prose is never taken for a table.
"""

import re
from collections.abc import Iterator
from itertools import pairwise, takewhile

from sources.blocks import TABLE, cells_of_row, trimmed
from sources.plain.lines import Line, Region, words_of

_ROWS_AT_LEAST = 3
_WIDEST, _ROW_AT_MOST = 400, 10_000
_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*")
_DASHES = re.compile(r"[-=_─━+|\s]{5,}")
_MARK = re.compile(r"[-*•‣▪◦–]|\(?(?:\d{1,3}|[a-zA-Z])[.)]")
_GUTTER = re.compile(r"\S(?:\t| {2,})\s*\S")
_PARTS = {sign: re.compile(rf'"(?:[^"]|"")*"(?={sign}|$)|[^{sign}]*') for sign in ",;"}
_QUOTED = re.compile(r'"(?:[^"]|"")*"')

Cells = list[list[int]]


def table_regions(text: str, lines: list[Line]) -> list[Region]:
    """The tables of a text."""
    found = []
    at = 0
    while at < len(lines):
        region = pipes_at(text, lines, at) or _parted(text, lines, at) or _columns(text, lines, at)
        if region is not None:
            found.append(region)
        at = region.after if region is not None else at + 1
    return found


def _run(lines: list[Line], at: int) -> Iterator[int]:
    """Line `at` and those that follow it directly."""
    yield at
    for after in range(at + 1, len(lines)):
        if lines[after].gap != 1 or lines[after].fed:
            return
        yield after


def is_row(words: str) -> bool:
    """Whether a line could be the row of a pipe table."""
    return words.count("|") >= 2 and (words[0] == "|" or " | " in words)


def pipes_at(text: str, lines: list[Line], at: int) -> Region | None:
    """The pipe table that begins at a line."""
    if not is_row(words_of(text, lines[at])):
        return None
    after = at + len(list(takewhile(lambda number: is_row(words_of(text, lines[number])), _run(lines, at))))
    if after - at < 2:
        return None
    ruled = _RULE.fullmatch(words_of(text, lines[at + 1])) is not None
    rows = [
        cells_of_row(text, line.start, line.end)
        for line in lines[at:after]
        if not _RULE.fullmatch(words_of(text, line))
    ]
    return Region(at, after, TABLE, {"rows": rows, "header": True} if ruled else {"rows": rows})


def _parted(text: str, lines: list[Line], at: int) -> Region | None:
    """A table whose cells are parted by one sign each: tabs, semicolons, commas."""
    words = words_of(text, lines[at])
    if len(words) > _ROW_AT_MOST:
        return None
    for sign in "\t;,":
        least = 1 if sign == "\t" else 2
        if words.count(sign) < least:
            continue
        rows: list[Cells] = []
        for number in _run(lines, at):
            cells = _cells(text, lines[number], sign)
            if cells is None or (rows and len(cells) != len(rows[0])):
                break
            rows.append(cells)
        if len(rows) >= _ROWS_AT_LEAST and len(rows[0]) > least and not _is_list(text, rows):
            return Region(at, at + len(rows), TABLE, {"rows": rows})
    return None


def _cells(text: str, line: Line, sign: str) -> Cells | None:
    start = line.start - line.indent if sign == "\t" else line.start
    words = text[start : line.end]
    parts = []
    if sign == "\t":
        after = text.find("\n", line.end)
        for part in text[start : len(text) if after < 0 else after].split("\t"):
            parts.append((min(start, line.end), min(start + len(part), line.end)))
            start += len(part) + 1
        if parts and parts[0][0] == parts[0][1]:  # a tab before the first word only sets the line in
            parts = parts[1:]
    else:
        bare = _QUOTED.sub("", words) if '"' in words else words
        if sign + " " in bare or bare.count(sign) < 2:  # a sentence puts a space there
            return None
        reached = 0
        for found in _PARTS[sign].finditer(words):
            if found.start() >= reached:
                parts.append((start + found.start(), start + found.end()))
                reached = found.end() + 1
    cells = [list(trimmed(text, left, right)) for left, right in parts]
    if sum(left < right for left, right in cells) < 2:
        return None
    return [_unquoted(text, cell) for cell in cells]


def _unquoted(text: str, cell: list[int]) -> list[int]:
    left, right = cell
    quoted = right - left >= 2 and text[left] == text[right - 1] == '"'
    return [left + 1, right - 1] if quoted else cell


def _is_list(text: str, rows: list[Cells]) -> bool:
    """Whether the first of two cells is only the mark of an item, or its number."""
    if len(rows[0]) != 2:
        return False
    marks = [text[slice(*row[0])] for row in rows]
    if all(mark.isdecimal() and len(mark) <= 3 for mark in marks):
        return all(int(after) == int(before) + 1 for before, after in pairwise(marks))
    return all(_MARK.fullmatch(mark) for mark in marks)


def _columns(text: str, lines: list[Line], at: int) -> Region | None:
    """A table whose columns are parted by white space of two and more at the same places in every row."""
    if not _is_parted(text, lines[at]):
        return None
    used: list[bool] = []
    rows: list[int] = []
    header = False
    gutters: list[tuple[int, int]] = []
    after = at
    for number in _run(lines, at):
        raw = _raw(text, lines[number])
        if rows and _DASHES.fullmatch(raw):
            header, after = header or len(rows) == 1, number + 1
            continue
        if len(raw) > _WIDEST or not _GUTTER.search(raw):
            break
        merged = _merged(used, raw)
        parted = _gutters(merged)
        if not parted or (rows and len(parted) < len(gutters) and len(rows) >= _ROWS_AT_LEAST):
            break
        used, gutters, after = merged, parted, number + 1
        rows.append(number)
    if len(rows) < _ROWS_AT_LEAST:
        return None
    cells = [_cut(text, lines[row], gutters) for row in rows]
    full = all(sum(left < right for left, right in row) >= 2 for row in cells)
    if not full or _is_list(text, cells) or _is_prose(text, cells):
        return None
    return Region(at, after, TABLE, {"rows": cells, "header": True} if header else {"rows": cells})


def _is_parted(text: str, line: Line) -> bool:
    """Whether a line could hold a gutter at all; most cannot, and cost nothing more."""
    return text.find("  ", line.start, line.end) >= 0 or text.find("\t", line.start, line.end) >= 0


def _raw(text: str, line: Line) -> str:
    return text[line.start - line.indent : line.end].expandtabs(1)


def _merged(used: list[bool], raw: str) -> list[bool]:
    merged = used + [False] * (len(raw) - len(used))
    for place, character in enumerate(raw):
        if not character.isspace():
            merged[place] = True
    return merged


def _gutters(used: list[bool]) -> list[tuple[int, int]]:
    """The runs of at least two places between columns that no row uses."""
    filled = [place for place, taken in enumerate(used) if taken]
    return [(left + 1, right) for left, right in pairwise(filled) if right - left > 2]


def _cut(text: str, line: Line, gutters: list[tuple[int, int]]) -> Cells:
    start = line.start - line.indent
    edges = [(0, gutters[0][0]), *((a[1], b[0]) for a, b in pairwise(gutters)), (gutters[-1][1], line.end - start)]
    cells = []
    for left, right in edges:
        left, right = min(start + left, line.end), min(start + right, line.end)
        cells.append(list(trimmed(text, left, max(left, right))))
    return cells


def _is_prose(text: str, rows: list[Cells]) -> bool:
    """Whether the columns are columns of a page: many words in every cell, line after line."""
    if len(rows) < 5:
        return False
    columns = zip(*rows, strict=True)
    words = [sum(len(text[left:right].split()) for left, right in column) / len(rows) for column in columns]
    return min(words) >= 3.5
