"""What belongs to the page and not to its text: running titles, page numbers, headers and footers that come again.

A title printed down the edge of a page arrives as a long run of lines of one to three characters whose spaces still
show where words end. A page number stands alone, at the edge of a page or in a series that goes up by one. A header is
the same on several pages, its numbers aside.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from sources.blocks import BOILERPLATE
from sources.plain.lines import Line, Region, words_of

_PIECE = 3
_PIECES_AT_LEAST = 8
_WORD_AT_MOST = 30
_HEADER_AT_MOST = 120
_FAR_LINES, _FAR_CHARACTERS = 10, 600
_CHAPTER_WITHIN = 5
_PAGES_APART = 12
_NUMBER = re.compile(
    r"[-–—|\[(~ ]*(?P<named>page|p\.|seite|s\.|página|pagina|стр\.|sayfa)?\s*(?P<number>\d{1,4}|[ivxlc]{1,6})"
    r"(?P<of>\s*(?:/|of|von|de|sur|из|\|)\s*\d{1,4})?[-–—|\])~ ]*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")


def page_starts(text: str, lines: list[Line]) -> set[int]:
    """The lines that begin a page.

    Where the text has form feeds, these say it. Else a single space before a line that otherwise follows directly is
    what some programs leave of one, if such lines are rare and far apart.
    """
    fed = {at for at, line in enumerate(lines) if line.fed and at}
    if fed:
        return fed
    spaced = [
        at
        for at, line in enumerate(lines)
        if at and line.gap == 1 and line.indent == 1 and line.length > _PIECE + 1 and text[line.start - 1] == " "
    ]
    rare = len(spaced) >= 2 and all(b - a >= _PAGES_APART for a, b in pairwise([0, *spaced]))
    return set(spaced) if rare else set()


def running_regions(text: str, lines: list[Line], starts: set[int]) -> list[Region]:
    """Running titles, page numbers and repeated headers, each a region of boilerplate."""
    titles = _letter_titles(text, lines)
    taken = {at for first, after in titles for at in range(first, after)}
    numbers = _page_numbers(text, lines, starts | {after for _first, after in titles}, taken)
    headers = _headers(text, lines, starts, numbers, taken | set(numbers))
    alone = [(at, at + 1) for at in sorted({*numbers, *headers})]
    return [Region(first, after, BOILERPLATE) for first, after in sorted([*titles, *alone])]


def _letter_titles(text: str, lines: list[Line]) -> list[tuple[int, int]]:
    found = []
    first: int | None = None
    for at in range(len(lines) + 1):
        short = at < len(lines) and lines[at].length <= _PIECE and not words_of(text, lines[at]).isdigit()
        if short and first is None:
            first = at
        elif not short and first is not None:
            if at - first >= _PIECES_AT_LEAST and _is_title(text, lines[first:at]):
                found.append((first, at))
            first = None
    return found


def _is_title(text: str, pieces: list[Line]) -> bool:
    """Whether the pieces joined as they stand make words that are longer than the pieces."""
    joined = text[pieces[0].start - pieces[0].indent : pieces[-1].end].replace("\n", "")
    words = joined.split()
    letters = sum(map(len, words))
    longest = max(map(len, words))
    if len(words) >= 2 and longest <= _WORD_AT_MOST:
        return letters / len(words) >= 1.3 * letters / len(pieces)
    return longest <= _WORD_AT_MOST and len({words_of(text, piece) for piece in pieces}) > 2 and words[0] in text


def _page_numbers(text: str, lines: list[Line], starts: set[int], taken: set[int]) -> dict[int, int]:
    """Lines that are page numbers; by line the number, 0 for a Roman one."""
    edges = {*starts, *(at - 1 for at in starts), *({0, len(lines) - 1} if starts else ())}
    found: dict[int, int] = {}
    alone: list[tuple[int, int]] = []
    close: dict[int, list[tuple[int, int]]] = defaultdict(list)
    page = 0
    for at, line in enumerate(lines):
        page += at in starts
        number = _NUMBER.fullmatch(words_of(text, line)) if line.length <= 24 and at not in taken else None
        if number is None:
            continue
        arabic = int(number["number"]) if number["number"].isdigit() else 0
        named = number["named"] is not None and number["of"] is not None
        apart = at in starts or line.gap >= 2
        if named or (apart and (at in edges or (arabic and {at - 1, at + 1} & taken))):
            found[at] = arabic
        elif arabic and at in edges:
            close[arabic - page].append((at, arabic))
        elif arabic and _stands_alone(lines, at):
            alone.append((at, arabic))
    for series in [*_series(lines, alone), *(places for places in close.values() if len(places) >= 2)]:
        found.update(series)
    return found


def _series(lines: list[Line], alone: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Numbers that stand alone, far apart, and go up by one."""
    series: list[tuple[int, int]] = []
    for at, number in [*alone, (-1, -1)]:
        if series and number == series[-1][1] + 1 and _far(lines, series[-1][0], at):
            series.append((at, number))
            continue
        if len(series) >= 3 and not (series[0][1] == 1 and series[0][0] < _CHAPTER_WITHIN):  # else chapters
            yield series
        series = [(at, number)]


def _stands_alone(lines: list[Line], at: int) -> bool:
    return lines[at].gap >= 2 and (at + 1 == len(lines) or lines[at + 1].gap >= 2)


def _far(lines: list[Line], before: int, at: int) -> bool:
    return at - before >= _FAR_LINES or lines[at].start - lines[before].start >= _FAR_CHARACTERS


def _headers(text: str, lines: list[Line], starts: set[int], numbers: dict[int, int], taken: set[int]) -> list[int]:
    """Lines at the edges of pages, or beside their numbers, that come again on other pages."""
    edges: set[int] = set()
    if len(starts) >= 2:
        for start in [*starts, 0, len(lines)]:
            edges |= _nearest(start, 1, len(lines), taken) | _nearest(start - 1, -1, len(lines), taken)
    for at in numbers:
        edges |= {at - 1, at + 1}
    seen: dict[str, list[int]] = defaultdict(list)
    for at in sorted(edges - taken):
        if 0 <= at < len(lines) and lines[at].length <= _HEADER_AT_MOST:
            words = words_of(text, lines[at])
            if any(character.isalpha() for character in words):
                seen[_masked(words)].append(at)
    pages = max(len(starts) + 1, len(numbers))
    found = [at for places in seen.values() if len(places) >= 3 and len(places) * 4 >= pages for at in places]
    return found + _numbered_headers(text, lines, taken | set(found))


def _nearest(at: int, step: int, count: int, taken: set[int]) -> set[int]:
    """The two lines nearest to the edge of a page that are not yet named."""
    found: set[int] = set()
    while 0 <= at < count and len(found) < 2:
        if at not in taken:
            found.add(at)
        at += step
    return found


def _masked(words: str) -> str:
    return _DIGITS.sub("#", " ".join(words.casefold().split()))


def _numbered_headers(text: str, lines: list[Line], taken: set[int]) -> list[int]:
    """Lines that are the same but for one number, which goes up from page to page.

    A single word with its number (`Part 2`, `Article 14`) is a heading.
    """
    seen: dict[str, list[tuple[int, list[int]]]] = defaultdict(list)
    for at, line in enumerate(lines):
        if at not in taken and line.length <= _HEADER_AT_MOST and _stands_alone(lines, at):
            words = words_of(text, line)
            named = sum(any(c.isalpha() for c in word) for word in words.split())
            if named >= 2 and (words[0].isdigit() or words[-1].isdigit()):
                seen[_masked(words)].append((at, [int(number[-9:]) for number in _DIGITS.findall(words)]))
    found: list[int] = []
    for places in seen.values():
        if len(places) >= 3 and all(_follows(lines, a, b) for a, b in pairwise(places)):
            found += [at for at, _numbers in places]
    return found


def _follows(lines: list[Line], a: tuple[int, list[int]], b: tuple[int, list[int]]) -> bool:
    steps = [after - before for before, after in zip(a[1], b[1], strict=True)]
    return _far(lines, a[0], b[0]) and sum(step != 0 for step in steps) == 1 and 0 < sum(steps) <= 2
