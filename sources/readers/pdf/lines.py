"""Lines of a column, made of its rows of words."""

from collections import Counter
from collections.abc import Sequence

from sources.readers.pdf.scripts import RIGHT_TO_LEFT, parts_of, runs_right_to_left
from sources.readers.pdf.shapes import Line, Word, box_of, commonest


def line_of(row: Sequence[Word], page: int, turned_page: bool) -> Line:
    """The line that a row of words is. Most of a page runs in one direction; a line may run in the other one."""
    row = _once(row)
    mixed = any(word.glyphs is not None and RIGHT_TO_LEFT.search(word.text) for word in row)
    right_to_left = turned_page or (mixed and runs_right_to_left(row))
    flat = [word for word in row if not word.raised] or row
    sizes: Counter[float] = Counter()
    for word in flat:
        sizes[round(word.size, 1)] += len(word.text)
    lettered = [word for word in flat if any(character.isalnum() for character in word.text)] or flat
    box = box_of(row)
    first = row[-1] if right_to_left else row[0]
    parts = parts_of(row, right_to_left and mixed)
    marked = len(row) > 1 and len(parts) and len(parts[0].text.split(maxsplit=1)[0]) <= 4
    beside = (row[-2] if right_to_left else row[1]) if marked else first
    return Line(
        parts=parts,
        page=page,
        box=box,
        base=commonest(Counter(word.base for word in flat), flat[0].base),
        size=commonest(sizes, flat[0].size),
        bold=all(word.bold for word in lettered),
        italic=all(word.italic for word in lettered),
        lead=-box[2] if right_to_left else box[0],
        trail=-box[0] if right_to_left else box[2],
        first_word=first.x1 - first.x0,
        inner=-beside.x1 if right_to_left else beside.x0,
        turned=right_to_left,
    )


def _once(row: Sequence[Word]) -> list[Word]:
    """The words of a row without those that are printed again almost upon themselves, to look bold or shaded."""
    kept: list[Word] = []
    for word in row:
        twin = kept and kept[-1].text == word.text and word.text
        if not (twin and abs(kept[-1].x0 - word.x0) < 0.2 * word.size):
            kept.append(word)
    return kept
