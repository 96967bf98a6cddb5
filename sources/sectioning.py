"""A text cut into sections of at most 8,000 code points, at the ends of blocks wherever that can be done.

The sections joined are the text, character for character. A block that is longer than a section is cut after a line,
else after a sentence, else after a word, and inside a run without spaces only where no grapheme is torn. Each section
carries its own part of such a block; the parts after the first have the attribute `continues`.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sources.blocks import Block

LIMIT = 8000

_SENTENCE = re.compile(r"[.!?…。！？؟][\"'”’»)\]]*\s+")
_SPACE = re.compile(r"\s+")
_JOINER = "\u200d"


@dataclass(frozen=True, slots=True)
class SectionText:
    """One section: where it starts, its text, its blocks in code points of the whole text."""

    start: int
    text: str
    blocks: list[Block]


def section(text: str, blocks: list[Block], limit: int = LIMIT) -> list[SectionText]:
    """Cut a text into sections. Blocks are in order of their start; one may lie inside another."""
    if len(text) <= limit:
        return [SectionText(0, text, blocks)]
    cuts = [0, *_cuts(text, _boundaries(blocks), limit), len(text)]
    sections = []
    first = 0
    for start, end in pairwise(cuts):
        while first < len(blocks) and blocks[first][1] <= start:
            first += 1
        inside = []
        for at in range(first, len(blocks)):
            if blocks[at][0] >= end:
                break
            if blocks[at][1] > start:
                inside.append(_part(blocks[at], start, end))
        sections.append(SectionText(start, text[start:end], inside))
    return sections


def _boundaries(blocks: list[Block]) -> list[int]:
    """The starts of blocks that no earlier block reaches over."""
    found, reached = [], 0
    for start, end, _kind, _attributes in blocks:
        if start >= reached:
            found.append(start)
        reached = max(reached, end)
    return found


def _cuts(text: str, boundaries: list[int], limit: int) -> list[int]:
    cuts: list[int] = []
    start = following = 0
    while len(text) - start > limit:
        last = None
        while following < len(boundaries) and boundaries[following] <= start + limit:
            last = boundaries[following]
            following += 1
        start = last if last is not None and last > start else _cut_inside(text, start, limit)
        cuts.append(start)
    return cuts


def _cut_inside(text: str, start: int, limit: int) -> int:
    """The best place to cut within `limit` characters of a long block; never in the first half of them."""
    low, high = start + limit // 2, start + limit
    line_end = text.rfind("\n", low, high)
    if line_end >= 0:
        return line_end + 1
    for pattern in (_SENTENCE, _SPACE):
        ends = [found.end() for found in pattern.finditer(text, low, high)]
        if ends:
            return ends[-1]
    for at in range(high, high - 256, -1):
        if at > low and not joined(text, at):
            return at
    return high


def joined(text: str, at: int) -> bool:
    """Whether a cut before position `at` would tear what is read as one character."""
    before, after = text[at - 1], text[at]
    if before == _JOINER or after == _JOINER:
        return True
    if unicodedata.category(after) in {"Mn", "Me", "Mc"} or "\U0001f3fb" <= after <= "\U0001f3ff":
        return True
    if "\U000e0020" <= after <= "\U000e007f":  # tags of a flag
        return True
    if _is_regional(before) and _is_regional(after):
        run = at
        while run > 0 and _is_regional(text[run - 1]):
            run -= 1
        return (at - run) % 2 == 1
    return _tears_hangul(before, after)


def _tears_hangul(before: str, after: str) -> bool:
    """Whether two letters belong to one Hangul syllable: leading ones, then vowels, then trailing ones."""
    if "\u1100" <= after <= "\u115f":
        return "\u1100" <= before <= "\u115f"
    return "\u1160" <= after <= "\u11ff" and ("\u1100" <= before <= "\u11ff" or "\uac00" <= before <= "\ud7a3")


def _is_regional(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _part(block: Block, start: int, end: int) -> Block:
    """The part of a block that lies between `start` and `end`."""
    if block[0] >= start and block[1] <= end:
        return block
    attributes: dict[str, Any] = dict(block[3] or {})
    if "rows" in attributes:
        rows = [[cell for cell in row if start <= cell[0] and cell[1] <= end] for row in attributes["rows"]]
        attributes["rows"] = [row for row in rows if row]
        if block[0] < start:
            attributes.pop("header", None)
    if block[0] < start:
        attributes["continues"] = True
    return [max(block[0], start), min(block[1], end), block[2], attributes or None]
