"""Running titles and page numbers, found by their coming again at one place; words that stand sideways or one letter
above the other in the margin.

They are kept, since a text holds every word of its pages, but they are no part of the flow.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from sources.readers.pdf.scripts import parts_of, runs_right_to_left
from sources.readers.pdf.shapes import Aside, Box, Page, Word, around, box_of, rows_of

_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"(?:\W*(?:page|seite|p\.|s\.|стр\.?|pagina|página|صفحة)?\W*)(\d{1,4}|[ivxlc]{1,7})"
    r"(?:\s*(?:/|of|von|de|из|من|\|)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)
_ROWS = 3  # at either end of a page, in which running titles are looked for
_ZONE = 0.2  # of the height of a page
_STACKED_LEAST = 5

Placed = tuple[list[Word], bool]  # a row and whether it stands at the head of its page


class Furniture:
    """Takes the furniture out of pages."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._pages = pages
        self._seen: dict[tuple[str, int], list[int]] = defaultdict(list)
        self._heights: Counter[int] = Counter()
        self._counts: Counter[int] = Counter()
        self._counted: Counter[tuple[int, int]] = Counter()

    def take_out(self) -> None:
        """Move running titles and page numbers from the words of each page to its asides."""
        for page in self._pages:
            _take_sideways(page)
            _take_stacked(page)
        ends = [_ends(page) for page in self._pages]
        for page, rows in zip(self._pages, ends, strict=True):
            for row, _head in rows:
                self._seen[_signature(row), round(row[0].base / 4)].append(page.number)
                self._counted.update({(by, round(row[0].base / 4)) for by in _counted(row, page)})
        found = [
            [(row, head) for row, head in rows if self._comes_again(row, page)]
            for page, rows in zip(self._pages, ends, strict=True)
        ]
        for page, rows in zip(self._pages, found, strict=True):
            self._heights.update({round(row[0].base / 4) for row, _head in rows})
            self._counts.update({by for row, _head in rows for by in _counted(row, page)})
        for page, rows, certain in zip(self._pages, ends, found, strict=True):
            chosen = [id(row) for row, _head in certain]
            taken = [(row, head) for row, head in rows if id(row) in chosen or self._stands_there(row, page, rows)]
            self._take(page, _outermost(taken, rows))

    def _comes_again(self, row: list[Word], page: Page) -> bool:
        signature, height = _signature(row), round(row[0].base / 4)
        others = {
            number for near in (-1, 0, 1) for number in self._seen[signature, height + near] if number != page.number
        }
        letters = sum(character.isalpha() for character in signature)
        if any(self._counted[by, height] > min(2, len(self._pages) - 1) for by in _counted(row, page)):
            return len(self._pages) > 1
        if _NUMBER.fullmatch(_text(row)):
            return bool(others) or len(self._pages) == 1
        if letters < 3:
            return len(others) >= 2
        near = any(abs(number - page.number) <= 2 for number in others)
        return near or len(others) >= 2

    def _stands_there(self, row: list[Word], page: Page, rows: list[Placed]) -> bool:
        """Whether a row is what other pages have elsewhere: the number of the page, or, apart from the rest and at the
        height of a running title, one that changes.
        """
        text = _text(row)
        if text.isdecimal() and any(self._counts[by] > 1 for by in _counted(row, page)):
            return True
        height = round(row[0].base / 4)
        known = sum(self._heights[height + near] for near in (-1, 0, 1))
        if known < max(2, len(self._pages) // 4) or len(text) > 120:
            return False
        below = [word.top for word in page.words if word.top > row[0].base]
        top = box_of(row)[1] + 1
        above = [word.bottom for word in page.words if word.bottom < top]
        size = max(word.size for word in row)
        head = any(found is row and is_head for found, is_head in rows)
        white = min(below, default=page.height) - row[0].base if head else row[0].base - max(above, default=0)
        return white > 1.6 * size

    def _take(self, page: Page, rows: list[Placed]) -> None:
        for head in (True, False):
            ours = [row for row, is_head in rows if is_head is head]
            if ours:
                boxes = [box_of(row) for row in ours]
                page.asides.append(Aside([_text(row) for row in ours], page.number, around(boxes), head))
        gone = {id(word) for row, _head in rows for word in row}
        page.words = [word for word in page.words if id(word) not in gone]


def _ends(page: Page) -> list[Placed]:
    """The rows at the head and at the foot of a page."""
    rows = [row for row in rows_of(page.words) if not any(word.table for word in row)]
    heads = [(row, True) for row in rows[:_ROWS] if row[0].base < _ZONE * page.height]
    feet = [(row, False) for row in rows[-_ROWS:] if row[0].base > (1 - _ZONE) * page.height]
    feet = [(row, head) for row, head in feet if all(row is not other for other, _head in heads)]
    return [(row, head) for row, head in heads + feet if not row[0].raised]  # which begins a footnote


def _outermost(taken: list[Placed], rows: list[Placed]) -> list[Placed]:
    """What was taken, from the edge of the page inwards up to white that parts it from the rest."""
    kept: list[Placed] = []
    chosen = {id(row) for row, _head in taken}
    for head in (True, False):
        ours = [row for row, is_head in rows if is_head is head]
        ours = ours if head else ours[::-1]
        run = 0
        for at, row in enumerate(ours):
            if id(row) not in chosen:
                break
            if at + 1 == len(ours) or _white(row, ours[at + 1]) > 0.5 * max(word.size for word in row):
                run = at + 1
        kept += [(row, head) for row in (ours[:run] if head else ours[:run][::-1])]
    return kept


def _white(row: Sequence[Word], other: Sequence[Word]) -> float:
    """The height of the white between two rows."""
    first, second = box_of(row), box_of(other)
    return max(second[1] - first[3], first[1] - second[3])


def _counted(row: Sequence[Word], page: Page) -> set[int]:
    """By how much the numbers in a row are ahead of their page's own: the same on all pages, if they count them."""
    return {int(number) - page.number for number in _DIGITS.findall(_text(row)) if len(number) < 7}


def _text(row: Sequence[Word]) -> str:
    return "".join(part.text for part in parts_of(row, runs_right_to_left(row))).strip()


def _signature(row: Sequence[Word]) -> str:
    text = _text(row)
    return "#" if _NUMBER.fullmatch(text) else _DIGITS.sub("#", text.casefold())


def _take_sideways(page: Page) -> None:
    """Words that run up or down the page, in lines of their own."""
    for quarter in (1, 2, 3):
        words = [word for turn, word in page.sideways if turn == quarter]
        for row in rows_of(words):
            box = _upright(box_of(row), quarter)
            page.asides.append(Aside([_text(row)], page.number, box, head=False))
    page.sideways = []


def _upright(box: Box, quarter: int) -> Box:
    """The box on the page of words that were placed along their own direction."""
    x0, y0, x1, y1 = box
    if quarter == 1:
        return -y1, x0, -y0, x1
    return (y0, -x1, y1, -x0) if quarter == 3 else (-x1, -y1, -x0, -y0)


def _take_stacked(page: Page) -> None:
    """Single letters above each other: a title that runs down the margin."""
    single = [word for word in page.words if len(word.text) == 1 and word.table is None]
    beside: dict[int, list[Word]] = defaultdict(list)
    for word in single:
        beside[round((word.x0 + word.x1) / 12)].append(word)
    for words in beside.values():
        words.sort(key=lambda word: word.base)
        for run in _runs(words):
            if len(run) >= _STACKED_LEAST and _alone(run, page):
                gone = {id(one) for one in run}
                page.words = [one for one in page.words if id(one) not in gone]
                page.asides.append(Aside([_stacked_text(run)], page.number, box_of(run), head=False))


def _runs(words: Sequence[Word]) -> list[list[Word]]:
    """Letters below each other, parted where a step down is more than a space."""
    runs: list[list[Word]] = []
    for word in words:
        if runs and 0 < word.base - runs[-1][-1].base < 3 * word.size:
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _stacked_text(run: Sequence[Word]) -> str:
    """Letters one below the other; a wider step is a space."""
    pitch = min(after.base - word.base for word, after in pairwise(run))
    text = run[0].text
    for word, after in pairwise(run):
        text += (" " if after.base - word.base > 1.6 * pitch else "") + after.text
    return text


def _alone(run: Sequence[Word], page: Page) -> bool:
    """Whether letters stand in the margin, outside of all other words."""
    x0, y0, x1, y1 = box_of(run)
    ours = {id(word) for word in run}
    level = [w for w in page.words if id(w) not in ours and w.bottom > y0 and w.top < y1]
    letters = sum(word.text.isalpha() for word in run) >= 0.8 * len(run)
    return letters and (all(w.x0 > x1 for w in level) or all(w.x1 < x0 for w in level))
