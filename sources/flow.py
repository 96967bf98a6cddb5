"""How the blocks of a text flow into each other: which of them carry the text on, and which stop in mid-sentence."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from sources.blocks import BIOGRAPHY, BOILERPLATE, FOOTNOTE, HEADING, LIST_ITEM, PARAGRAPH, TABLE, Block
from sources.plain.lines import is_ended, lines_of
from sources.plain.running import page_starts

FLOWING = {PARAGRAPH, HEADING, LIST_ITEM, TABLE, BIOGRAPHY}
_ENDS = ".!?…:;。！？؟؛"
_LOOKED_AT = 200
_LETTERS_AT_LEAST = 7


def call_ends(blocks: Iterable[Block]) -> dict[int, int]:
    """The calls of footnotes: where each ends → where it begins."""
    return {end: start for found in blocks if found[2] == FOOTNOTE for start, end in (found[3] or {}).get("calls", ())}


def last_words(text: str, found: Block, calls: dict[int, int]) -> str:
    """The last words of a block, a call of a footnote at its end left aside."""
    start, end = int(found[0]), calls.get(found[1], int(found[1]))
    return text[max(start, end - _LOOKED_AT) : end].rstrip()


def is_open(text: str, found: Block, calls: dict[int, int]) -> bool:
    """Whether a block is a paragraph that stops in the middle of a sentence."""
    return bool(found[2] == PARAGRAPH) and not is_ended(last_words(text, found, calls), by=_ENDS)


def page_breaks(text: str, blocks: Sequence[Block]) -> set[int]:
    """The numbers of the blocks before which a page begins."""
    lines = lines_of(text)
    starts = sorted(lines[at].start for at in page_starts(text, lines))
    found = set()
    at = 0
    for number, (before, after) in enumerate(pairwise(blocks), 1):
        while at < len(starts) and starts[at] <= before[0]:
            at += 1
        begins = at < len(starts) and starts[at] <= after[0]
        if begins or (_is_of_page(text, before) and not _is_of_page(text, after)):
            found.add(number)
    return found


def _is_of_page(text: str, found: Block) -> bool:
    """Whether a block is a page number or a title printed by its letters."""
    if found[2] != BOILERPLATE:
        return False
    words = text[found[0] : found[1]]
    pieces = words.split("\n")
    return words.isdigit() or (len(pieces) > _LETTERS_AT_LEAST and max(len(piece.strip()) for piece in pieces) <= 3)
