"""Where a text quotes: the ranges between its quotation marks, in code points.

Marks of many languages are known. A quotation ends with its paragraph at the latest: one of several paragraphs opens
each of them anew, and a mark that is never closed does no harm beyond its paragraph.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

_CLOSES = {
    "\u201c": "\u201d\u201c", "\u201e": "\u201c\u201d", "\u201f": "\u201d", "\u00ab": "\u00bb", "\u00bb": "\u00ab",
    "\u2018": "\u2019", "\u201a": "\u2018\u2019", "\u300c": "\u300d", "\u300e": "\u300f", '"': '"', "\u201d": "\u201d",
}  # fmt: skip
_EITHER = '"\u201d\u00bb\u2018'
_BEFORE = "([{-\u2013\u2014/:" + "".join(_CLOSES)
_MARK = re.compile("[" + "".join(sorted(set("".join(_CLOSES) + "".join(_CLOSES.values())))) + "]")
_PARAGRAPH = re.compile(r"(?:(?!\n[ \t\u00a0]*\n).)+", re.DOTALL)

Range = tuple[int, int]


def quotations(text: str) -> list[Range]:
    """The ranges of the text that stand in quotation marks, in order, none inside another."""
    found: list[Range] = []
    for paragraph in _PARAGRAPH.finditer(text):
        start, end = paragraph.span()
        opened, began = "", start
        for mark in _MARK.finditer(text, start, end):
            if opened and mark[0] in _CLOSES[opened] and not _inside_word(text, mark.start()):
                found.append((began, mark.start()))
                opened = ""
            elif not opened and mark[0] in _CLOSES and _may_open(text, mark.start()):
                opened, began = mark[0], mark.end()
        if opened:
            found.append((began, end))
    return found


def _may_open(text: str, at: int) -> bool:
    """Whether a mark that closes in one language and opens in another opens here: it follows no word."""
    return text[at] not in _EITHER or at == 0 or text[at - 1].isspace() or text[at - 1] in _BEFORE


def _inside_word(text: str, at: int) -> bool:
    return text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum()


def quoted_part(ranges: Sequence[Range], start: int, end: int) -> float:
    """How much of `[start, end)` stands in quotation marks, from 0 to 1."""
    if end <= start:
        return 0.0
    covered = 0
    at = max(bisect_right(ranges, (start, 0)) - 1, 0)
    for range_start, range_end in ranges[at:]:
        if range_start >= end:
            break
        covered += max(0, min(end, range_end) - max(start, range_start))
    return covered / (end - start)
