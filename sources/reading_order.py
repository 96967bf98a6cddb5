"""The order in which the pieces of a text are to be read, where an extraction has put columns one before the other.

A *piece* is a run of blocks that certainly follow each other: it ends with its page, with a group of footnotes, or
where a paragraph stops in the middle of a sentence. The pieces of a page are put in the order in which sentences go on
best and the calls of footnotes go up; pages keep their order. What speaks for a sentence going on: small letters, a
pair of words that the text has elsewhere, and for a capital the share of capitals after that word. A text without pages
or footnotes, and a page whose order nothing speaks against, stay as they are.

This is a proposal: blocks and text are left alone.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, permutations

from sources.blocks import BOILERPLATE, FOOTNOTE, HEADING, PARAGRAPH, Block
from sources.flow import FLOWING, call_ends, is_open, last_words, page_breaks
from sources.plain.lines import begins_lower

_PIECES_AT_MOST = 6
_BROKEN, _CAPITAL, _NOTES, _HEADED = 3.0, 2.5, 4.0, 1.0
_MOVED, _INVERTED = 0.3, 0.02
_WORD = re.compile(r"[^\W\d_]+")
_STOP = re.compile(r"[.!?…:;]")


@dataclass(slots=True)
class Piece:
    """Blocks `first` up to `after` of one page, how they begin and end, and which footnotes they call."""

    first: int
    after: int
    begins: bool = False
    headed: bool = False
    ends: bool = False
    head: str = ""
    tail: str = ""
    calls: list[int] = field(default_factory=list)


def propose_order(text: str, blocks: Sequence[Block]) -> list[int]:
    """The numbers of all blocks in the order in which to read them."""
    order = list(range(len(blocks)))
    pages = _Pages(text, blocks).pages()
    if not (len(pages) > 1 or _has_notes_inside(blocks)) or all(len(pieces) == 1 for pieces in pages):
        return order
    speech = _Speech(text, blocks, [piece for pieces in pages for piece in pieces])
    chosen = _best(pages, speech)
    return [at for piece in chosen for at in range(piece.first, piece.after)]


def _has_notes_inside(blocks: Sequence[Block]) -> bool:
    """Whether the body goes on below a footnote."""
    kinds = [found[2] for found in blocks]
    return FOOTNOTE in kinds and any(kind in FLOWING for kind in kinds[kinds.index(FOOTNOTE) :])


class _Pages:
    """The pieces of a text by page."""

    def __init__(self, text: str, blocks: Sequence[Block]) -> None:
        self._text, self._blocks = text, blocks
        self._calls = call_ends(blocks)
        self._names = {
            start: int(name)
            for found in blocks
            if found[2] == FOOTNOTE and (name := str((found[3] or {}).get("name", ""))).isdigit()
            for start, _end in (found[3] or {}).get("calls", ())
        }

    def pages(self) -> list[list[Piece]]:
        breaks = page_breaks(self._text, self._blocks)
        cuts = self._cuts(breaks)
        pages: list[list[Piece]] = []
        for first, after in pairwise([*sorted(cuts), len(self._blocks)]):
            piece = self._filled(Piece(first, after))
            if not pages or first in breaks:
                pages.append([])
            pages[-1].append(piece)
        return [self._turned(pages, at) for at in range(len(pages))]

    def _cuts(self, breaks: set[int]) -> set[int]:
        cuts = {0, *breaks}
        before: Block | None = None
        noted = False
        for at, found in enumerate(self._blocks):
            if found[2] in {FOOTNOTE, BOILERPLATE}:  # what belongs to the foot of a page stays with it
                noted = noted or found[2] == FOOTNOTE
                continue
            if noted:
                cuts.add(at)
                noted = False
            if found[2] not in FLOWING:
                continue
            if before is not None and self._breaks_off(before, found):
                cuts.add(at)
            before = found
        return cuts

    def _breaks_off(self, before: Block, found: Block) -> bool:
        """Whether two blocks need not follow each other: a sentence stops, or begins in its middle."""
        if is_open(self._text, before, self._calls):
            return True
        lower = found[2] == PARAGRAPH and begins_lower(self._text[found[0] : found[1]])
        return lower and before[2] == PARAGRAPH

    def _filled(self, piece: Piece) -> Piece:
        flow = [found for found in self._blocks[piece.first : piece.after] if found[2] in FLOWING]
        if not flow:
            return piece
        first, last = flow[0], flow[-1]
        words = self._text[first[0] : min(first[1], first[0] + 200)]
        piece.begins = bool(first[2] == PARAGRAPH) and begins_lower(words)
        piece.headed = bool(first[2] == HEADING)
        piece.head = next(iter(_WORD.findall(words)), "")
        piece.ends = is_open(self._text, last, self._calls)
        piece.tail = next(reversed(_WORD.findall(last_words(self._text, last, self._calls))), "")
        low, high = first[0], last[1]
        piece.calls = sorted(number for start, number in self._names.items() if low <= start < high)
        return piece

    def _turned(self, pages: list[list[Piece]], at: int) -> list[Piece]:
        """A page's pieces, one that goes on at its own beginning cut in two where that makes the most even columns."""
        pieces = pages[at]
        found: list[Piece] = []
        for number, piece in enumerate(pieces):
            before = pieces[number - 1] if number else (pages[at - 1][-1] if at else None)
            after = next(
                (p for p in [*pieces[number + 1 :], *(pages[at + 1][:1] if at + 1 < len(pages) else [])]), None
            )
            alone = (before is None or not before.ends) and (after is None or not after.begins)
            cut = self._even(piece) if piece.begins and piece.ends and alone else None
            if found and self._heads_nothing(piece) and found[-1].ends and len(found) > 1:
                found += [
                    self._filled(Piece(piece.first, piece.first + 1)),
                    self._filled(Piece(piece.first + 1, piece.after)),
                ]
            elif cut is None:
                found.append(piece)
            else:
                found += [self._filled(Piece(piece.first, cut)), self._filled(Piece(cut, piece.after))]
        return found

    def _even(self, piece: Piece) -> int | None:
        """The block before which a piece falls into the most even halves."""
        places = [at for at in range(piece.first + 1, piece.after) if self._blocks[at][2] in FLOWING]
        if not places:
            return None
        start, end = self._blocks[piece.first][0], self._blocks[piece.after - 1][1]
        return min(places, key=lambda at: abs(2 * self._blocks[at][0] - start - end))

    def _heads_nothing(self, piece: Piece) -> bool:
        """Whether a piece begins with a heading that stands directly above another."""
        inside = self._blocks[piece.first : piece.first + 2]
        return piece.after - piece.first > 2 and all(found[2] == HEADING for found in inside)


class _Speech:
    """How a text speaks at the places where pieces might meet: which word follows which."""

    def __init__(self, text: str, blocks: Sequence[Block], pieces: list[Piece]) -> None:
        tails = {piece.tail.casefold() for piece in pieces if piece.ends} - {""}
        heads = {piece.head.casefold() for piece in pieces} - {""}
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._words: Counter[str] = Counter()
        self._capitals: Counter[str] = Counter()
        self._total = 1
        for found in blocks:
            if found[2] not in FLOWING:
                continue
            before, reached = "", found[0]
            for word in _WORD.finditer(text, found[0], found[1]):
                said = word[0].casefold()
                self._total += 1
                if said in tails or said in heads:
                    self._words[said] += 1
                if before in tails and not _STOP.search(text, reached, word.start()):
                    self._pairs[before, said] += 1
                    self._capitals[before] += word[0][0].isupper()
                before, reached = said, word.end()

    def goes_on(self, before: Piece, after: Piece) -> float:
        """What it costs to read one piece after another."""
        if before.headed and before.after - before.first == 1 and after.headed:
            return _HEADED
        if not before.ends:
            return _BROKEN if after.begins else 0.0
        tail, head = before.tail.casefold(), after.head.casefold()
        cost = 0.0
        if not after.begins:
            share = (self._capitals[tail] + 0.2) / (self._words[tail] + 1)
            cost = _BROKEN if after.headed else _CAPITAL * (1 - min(1.0, share))
        together = self._pairs[tail, head]
        if together:
            lift = together * self._total / (self._words[tail] * self._words[head])
            cost -= max(0.0, min(1.0, math.log(lift) / 5))
        return cost


def _orders(pieces: list[Piece], speech: _Speech) -> list[tuple[float, tuple[Piece, ...]]]:
    """The orders of a page worth looking at: for each first and last piece the cheapest."""
    if len(pieces) > _PIECES_AT_MOST or len(pieces) == 1:
        return [(0.0, tuple(pieces))]
    costs = {(a, b): speech.goes_on(pieces[a], pieces[b]) for a, b in permutations(range(len(pieces)), 2)}
    best: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {}
    for order in permutations(range(len(pieces))):
        cost = sum(costs[pair] for pair in pairwise(order)) + _displaced(order) + _falling(pieces, order)
        ends = order[0], order[-1]
        if ends not in best or cost < best[ends][0]:
            best[ends] = cost, order
    return [(cost, tuple(pieces[at] for at in order)) for cost, order in best.values()]


def _displaced(order: tuple[int, ...]) -> float:
    inversions = sum(a > b for at, a in enumerate(order) for b in order[at + 1 :])
    return _MOVED + _INVERTED * inversions if inversions else 0.0


def _falling(pieces: list[Piece], order: tuple[int, ...]) -> float:
    """What it costs that calls of footnotes go down from piece to piece."""
    calling = [pieces[at].calls for at in order if pieces[at].calls]
    return _NOTES * sum(a[-1] > b[0] for at, a in enumerate(calling) for b in calling[at + 1 :])


def _best(pages: list[list[Piece]], speech: _Speech) -> list[Piece]:
    """The cheapest orders of all pages together: the last piece of one meets the first of the next."""
    paths: list[tuple[float, list[tuple[Piece, ...]]]] = [(0.0, [])]
    for pieces in pages:
        grown = []
        for cost, order in _orders(pieces, speech):
            joined = [
                (before + cost + (speech.goes_on(path[-1][-1], order[0]) if path else 0.0), at)
                for at, (before, path) in enumerate(paths)
            ]
            total, at = min(joined)
            grown.append((total, [*paths[at][1], order]))
        paths = grown
    return [piece for order in min(paths, key=lambda path: path[0])[1] for piece in order]
