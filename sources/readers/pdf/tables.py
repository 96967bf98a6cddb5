"""Tables: cells between ruled lines, or in rows and columns that stand clearly apart.

A table is taken for one only where its columns are plain to see; everything else stays text.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import mean, median

from sources.readers.pdf.lines import line_of
from sources.readers.pdf.shapes import Box, Line, Page, Table, Word, around, box_of, rows_of

Row = list[Word]
_CELL_WORDS_AT_MOST = 60
_MARKER = re.compile(
    r"[-*•‣▪◦–➢✓□→·o]|\(?(?:\d{1,3}|[ivxlc]{1,5}|[a-zA-Z])[.)]|\[\d{1,3}\]|\d{1,3}(?:\.\d{1,2}){0,4}\.?"
)


def segments(row: Sequence[Word], least: float) -> list[tuple[float, float]]:
    """The stretches of a row that are parted by at least so much white."""
    found: list[tuple[float, float]] = []
    for word in row:
        if found and word.x0 - found[-1][1] < least:
            found[-1] = (found[-1][0], max(found[-1][1], word.x1))
        else:
            found.append((word.x0, word.x1))
    return found


def is_prose(words: Sequence[Word], body: float) -> bool:
    """Whether words fill a column as running text does."""
    rows = rows_of(words)
    width = max(word.x1 for word in words) - min(word.x0 for word in words)
    filled = [(row[-1].x1 - row[0].x0) / max(width, 1) for row in rows]
    return len(rows) >= 3 and width >= 9 * body and median(filled) >= 0.55 and mean(len(row) for row in rows) >= 3.2


def only_markers(words: Sequence[Word]) -> bool:
    """Whether words are the signs before the items of a list."""
    return all(_MARKER.fullmatch(word.text) for word in words)


def aligned_table(
    rows: Sequence[Row], sides: tuple[list[Word], list[Word]], body: float, page: Page, right_to_left: bool
) -> tuple[int, Table, int] | None:
    """A table whose cells are told by white space alone, with the first and the row after the last that it takes up."""
    first, after = 0, len(rows)
    while after - first > 2 and len(segments(rows[first], 0.8 * body)) == 1:
        first += 1
    while (
        after - first > 2 and rows[after - 1][0].x0 < sides[1][0].x0 and len(segments(rows[after - 1], 0.8 * body)) == 1
    ):
        after -= 1
    rows = rows[first:after]
    kept = {id(word) for row in rows for word in row}
    sides = [word for word in sides[0] if id(word) in kept], [word for word in sides[1] if id(word) in kept]
    if not all(sides):
        return None
    spans = _spans(rows, 0.8 * body)
    columns = [[word for row in rows for word in row if low <= word.x0 <= high] for low, high in spans]
    prose = [is_prose(side, body) for side in sides]
    if all(prose) or sum(is_prose(column, body) for column in columns) > 1:
        return None
    shared = sum(len(segments(row, 0.8 * body)) > 1 for row in rows) / len(rows)
    if shared < 0.6 and not _terms(rows, sides, prose):
        return None
    table = _table(_cells(rows, spans), page, right_to_left, header=None)
    return None if table is None else (first, table, after)


def _terms(rows: Sequence[Row], sides: tuple[list[Word], list[Word]], prose: list[bool]) -> bool:
    """Whether the left side holds short terms, each beside the first line of its explanation."""
    if prose[0]:
        return False
    left, right = (max(w.x1 for w in side) - min(w.x0 for w in side) for side in sides)
    inside = set(map(id, sides[0]))
    led = [row for row in rows if any(id(word) in inside for word in row)]
    beside = sum(any(id(word) not in inside for word in row) for row in led)
    return left < 0.6 * right and len(led) >= 3 and beside >= 0.9 * len(led) and rows[0] is led[0]


def _spans(rows: Sequence[Row], least: float) -> list[tuple[float, float]]:
    """The columns: what is covered by any row, parted where none is."""
    spans: list[tuple[float, float]] = []
    for x0, x1 in sorted(span for row in rows for span in segments(row, least)):
        if spans and x0 < spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], max(spans[-1][1], x1))
        else:
            spans.append((x0, x1))
    return spans


def _cells(rows: Sequence[Row], spans: Sequence[tuple[float, float]]) -> list[list[list[Row]]]:
    """Rows of cells, each with its rows of words; a row whose first cell is empty goes on with the one above."""
    table: list[list[list[Row]]] = []
    pitch = min((after[0].base - row[0].base for row, after in pairwise(rows)), default=0.0)
    before = -1e9
    for row in rows:
        cells: list[Row] = [[] for _ in spans]
        for word in row:
            middle = (word.x0 + word.x1) / 2
            column = next((at for at, span in enumerate(spans) if middle <= span[1]), len(spans) - 1)
            cells[column].append(word)
        if table and not cells[0] and row[0].base - before < 1.25 * pitch + 1:
            for at, cell in enumerate(cells):
                if cell:
                    table[-1][at].append(cell)
        else:
            table.append([[cell] if cell else [] for cell in cells])
        before = row[0].base
    return table


def _table(cells: list[list[list[Row]]], page: Page, right_to_left: bool, header: bool | None) -> Table | None:
    used = [at for at in range(len(cells[0]) if cells else 0) if any(row[at] for row in cells)]
    cells = [[row[at] for at in used] for row in cells]  # double lines leave columns in which nothing stands
    if len(cells) < 2 or len(cells[0]) < 2:
        return None
    if sum(sum(bool(cell) for cell in row) > 1 for row in cells) < 2:
        return None
    words = [word for row in cells for cell in row for line in cell for word in line]
    if any(word.table for word in words) or len(words) > _CELL_WORDS_AT_MOST * len(cells) * len(cells[0]):
        return None
    if header is None:
        first = [word for cell in cells[0] for line in cell for word in line]
        rest = [word for row in cells[1:] for cell in row for line in cell for word in line]
        box, below = box_of(first), box_of(rest)
        ruled = any(
            box[1] < rule[1] < below[1] + 2 and rule[2] - rule[0] > 0.6 * (box[2] - box[0]) for rule in page.rules
        )
        header = (all(w.bold for w in first) and not all(w.bold for w in rest)) or (ruled and len(cells) > 2)
    rows: list[list[list[Line]]] = [
        [[line_of(line, page.number, right_to_left) for line in cell] for cell in row] for row in cells
    ]
    if right_to_left:
        rows = [row[::-1] for row in rows]
    return Table(rows, header, page.number, box_of(words))


def ruled_tables(page: Page, right_to_left: bool) -> None:
    """Put a stand-in for each ruled table in the place of its words."""
    for frame, levels, walls in _frames(page):
        inside = [w for w in page.words if _within(w, frame)]
        if len(inside) < 4:
            continue
        table = _ruled(inside, levels, walls, page, right_to_left)
        if table is None:
            continue
        table.box = around([table.box, frame])
        kept = [word for word in page.words if not _within(word, frame)]
        x0, _y0, x1, y1 = table.box
        order = min(word.order for word in inside)
        page.words = [*kept, Word("", x0, x1, y1 - 2, inside[0].size, order=order, table=table)]


def _within(word: Word, frame: Box) -> bool:
    middle = word.base - 0.3 * word.size
    return frame[0] - 2 <= (word.x0 + word.x1) / 2 <= frame[2] + 2 and frame[1] <= middle <= frame[3]


def _merged(rules: Sequence[Box]) -> list[list[float]]:
    """Rules by height, [y, x0, x1]: those that lie in one line and touch are one."""
    merged: list[list[float]] = []
    for x0, y0, x1, y1 in sorted(rules, key=lambda rule: (round((rule[1] + rule[3]) / 2), rule[0])):
        y = (y0 + y1) / 2
        if merged and abs(merged[-1][0] - y) < 1.6 and x0 <= merged[-1][2] + 3:
            merged[-1][2] = max(merged[-1][2], x1)
        else:
            merged.append([y, x0, x1])
    return merged


def _frames(page: Page) -> list[tuple[Box, list[float], list[float]]]:
    """Where rules of one width lie above each other: the frame, the heights of its rules, the places of its walls."""
    groups: list[list[list[float]]] = []
    for level in _merged(page.rules):
        for group in groups:
            if abs(group[-1][1] - level[1]) < 4 and abs(group[-1][2] - level[2]) < 4:
                group.append(level)
                break
        else:
            groups.append([level])
    frames = []
    for group in groups:
        levels = [level[0] for level in group]
        x0, x1 = min(level[1] for level in group), max(level[2] for level in group)
        top, bottom = levels[0], levels[-1]
        if bottom - top < 12:
            continue
        walls: list[float] = []
        for left, y0, right, y1 in sorted(page.uprights):
            x = (left + right) / 2
            if x0 - 4 < x < x1 + 4 and y0 < bottom and y1 > top and (not walls or x - walls[-1] > 3):
                walls.append(x)
        if len(levels) >= 3 or len(walls) >= 3:
            frames.append(((x0, top, x1, bottom), levels, walls))
    return sorted(frames, key=lambda frame: frame[0][3] - frame[0][1])


def _ruled(words: list[Word], levels: list[float], walls: list[float], page: Page, right_to_left: bool) -> Table | None:
    rows = rows_of(words)
    if len(walls) >= 3:
        spans = list(pairwise(walls))
    else:
        size = median(word.size for word in words)
        spans = _spans(rows, 0.6 * size)
        if len(spans) < 2 or all(
            is_prose([w for w in words if a <= w.x0 < b], size) for a, b in pairwise(_edges(spans))
        ):
            return None
    bands = [
        [row for row in rows if above < row[0].base - 0.3 * row[0].size <= below] for above, below in pairwise(levels)
    ]
    bands = [band for band in bands if band]
    # Rules under the head and at both ends only: the rows between are told by their lines.
    if len(bands) <= 2 and len(walls) < 3:
        cells = [row for band in bands for row in _cells(band, spans)]
    else:
        cells = []
        for band in bands:
            split = [_cells([row], spans)[0] for row in band]
            cells.append([[line for row in split for line in row[at]] for at in range(len(spans))])
    first = [word for cell in (cells[0] if cells else []) for line in cell for word in line]
    header = bool(first) and (all(word.bold for word in first) or (len(bands) == 2 and len(bands[0]) < len(bands[1])))
    return _table(cells, page, right_to_left, header)


def _edges(spans: Sequence[tuple[float, float]]) -> list[float]:
    return [spans[0][0] - 1, *((a[1] + b[0]) / 2 for a, b in pairwise(spans)), spans[-1][1] + 1]
