"""Lines: the parts of a text between line breaks that hold more than white space.

Offsets are code points of the whole text. Whether a text is *wrapped* (its paragraphs broken into short lines) or has
one paragraph a line shows in its longest lines, and in whether its breaks fall inside sentences.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

WRAPPED_AT = 130
_LINE = re.compile(r"[^\n]+")
_TERMINAL = ".!?…。！？؟"
_CLOSING = "\"'”’»)]›"


class Line(NamedTuple):
    """One line without the white space around its words.

    `gap` counts the line breaks since the line before (1: it follows directly), `indent` the characters before its
    first word, `fed` says that a form feed stands before it.
    """

    start: int
    end: int
    gap: int
    indent: int
    fed: bool

    @property
    def length(self) -> int:
        return self.end - self.start


class Region(NamedTuple):
    """Lines `first` up to `after` that a rule has named."""

    first: int
    after: int
    kind: str
    attributes: dict[str, object] | None = None


def lines_of(text: str) -> list[Line]:
    """The lines of a text that hold words or signs."""
    lines: list[Line] = []
    reached = 0
    for found in _LINE.finditer(text):
        raw = found[0]
        bare = raw.lstrip()
        if not bare:
            continue
        start = found.start() + len(raw) - len(bare)
        end = start + len(bare.rstrip())
        gap = text.count("\n", reached, start) if lines else 2
        fed = text.find("\f", reached, start) >= 0
        lines.append(Line(start, end, gap, start - found.start(), fed))
        reached = end
    return lines


def words_of(text: str, line: Line) -> str:
    """The words of a line."""
    return text[line.start : line.end]


def is_ended(words: str, *, by: str = _TERMINAL) -> bool:
    """Whether words end with a sign that ends a sentence, quotation marks and brackets left aside."""
    bare = words.rstrip().rstrip(_CLOSING).rstrip()
    return bool(bare) and bare[-1] in by


def begins_lower(words: str) -> bool:
    """Whether the first letter is a small one, with at most opening signs before it."""
    for character in words[:6]:
        if character.isalpha():
            return character.islower()
        if character.isdigit():
            return False
    return False


def is_wrapped(text: str, lines: Iterable[Line]) -> bool:
    """Whether paragraphs are broken into short lines.

    One line that is longer than a page is wide says no, unless it is a rarity (an address, a row) in a text most of
    whose line breaks stand inside sentences.
    """
    count = long = adjacent = inside = 0
    before = ""
    for line in lines:
        words = words_of(text, line)
        count += 1
        long += len(words) > WRAPPED_AT and " " in words
        if line.gap == 1 and before:
            adjacent += 1
            inside += begins_lower(words) and not is_ended(before)
        before = words[-20:]
    if not long:
        return True
    return adjacent * 2 > count and inside * 2 > adjacent and long * 20 <= count
