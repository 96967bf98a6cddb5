"""Passages that two texts share: where the same words stand in both, small edits between them allowed.

Runs of equal words are found from shared shingles and grown in both directions; the longest come first, and no word of
either text is used twice. Runs that stand close together in both texts are one passage, and what lies between them is
compared word by word. Texts are put into an order of their own first, so that the result does not depend on which of
them is given first.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from sources.comparison.words import Words

SEED = 4
GAP = 8
LEAST_WORDS = 8
_TOO_COMMON = 16


class Piece(NamedTuple):
    """The same words in both texts, as half-open ranges of code points."""

    start: int
    end: int
    other_start: int
    other_end: int

    def turned(self) -> "Piece":
        """The same seen from the other text."""
        return Piece(self.other_start, self.other_end, self.start, self.end)


@dataclass(frozen=True)
class Passage:
    """Pieces that follow each other in both texts; `words` of them are equal. What lies between them differs."""

    pieces: tuple[Piece, ...]
    words: int

    @property
    def range(self) -> tuple[int, int]:
        return self.pieces[0].start, self.pieces[-1].end

    @property
    def other_range(self) -> tuple[int, int]:
        return self.pieces[0].other_start, self.pieces[-1].other_end


@dataclass(frozen=True)
class Shared:
    """What two texts share. Passages stand in the order of the first text; `in_order` is the part of the shared words
    whose passage follows in the other text too."""

    passages: tuple[Passage, ...]
    words: int
    of_words: int
    of_other_words: int
    in_order: float

    @property
    def share(self) -> float:
        """The part of the first text's words that the other has too."""
        return self.words / self.of_words if self.of_words else 0.0

    @property
    def other_share(self) -> float:
        """The part of the other text's words that the first has too."""
        return self.words / self.of_other_words if self.of_other_words else 0.0


class _Run(NamedTuple):
    """`length` equal words, from word `at` of the one text and word `other` of the other."""

    at: int
    other: int
    length: int


def shared(first: Words, second: Words) -> Shared:
    """The passages that two texts share."""
    turned = (len(second), second.folded) < (len(first), first.folded)
    one, two = (second, first) if turned else (first, second)
    numbers, other_numbers = _numbered(one, two)
    chains = [_filled(chain, numbers, other_numbers) for chain in _chains(_tiles(numbers, other_numbers))]
    least = min(LEAST_WORDS, len(one))
    passages = [_passage(chain, one, two, turned=turned) for chain in chains if _size(chain) >= least > 0]
    passages.sort(key=lambda passage: passage.range)
    words = sum(passage.words for passage in passages)
    return Shared(tuple(passages), words, len(first), len(second), _in_order(passages, words))


def _numbered(one: Words, two: Words) -> tuple["array[int]", "array[int]"]:
    """Both texts with a number for each word, the same for equal ones."""
    known: dict[str, int] = {}
    return (
        array("L", (known.setdefault(word, len(known)) for word in one.folded)),
        array("L", (known.setdefault(word, len(known)) for word in two.folded)),
    )


def _seeds(one: Sequence[int], two: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Places where a shingle of the one stands in the other; both ends of the texts count as such places.

    Of a shingle that the other text repeats very often, only the places nearest to the same place are tried.
    """
    yield 0, 0
    places: dict[bytes, list[int]] = {}
    for at in range(len(two) - SEED + 1):
        places.setdefault(bytes(two[at : at + SEED]), []).append(at)
    for at in range(len(one) - SEED + 1):
        found: Sequence[int] = places.get(bytes(one[at : at + SEED]), ())
        if len(found) > _TOO_COMMON:
            near = bisect_left(found, at)
            found = found[max(near - 1, 0) : near + 1]
        for other in found:
            yield at, other
    yield len(one), len(two)


def _runs(one: "array[int]", two: "array[int]") -> Iterator[_Run]:
    """Every maximal run of equal words around a seed."""
    reached: dict[int, int] = {}
    for at, other in _seeds(one, two):
        if reached.get(other - at, -1) >= at:
            continue
        start, shift = at, other - at
        while start > 0 and start + shift > 0 and one[start - 1] == two[start + shift - 1]:
            start -= 1
        end = at
        while end < len(one) and end + shift < len(two) and one[end] == two[end + shift]:
            end += 1
        reached[shift] = end
        if end > start:
            yield _Run(start, start + shift, end - start)


def _tiles(one: "array[int]", two: "array[int]") -> list[_Run]:
    """Runs of which none uses a word that a longer one has used, in the order of the first text."""
    least = min(SEED, len(one))
    heap = [(-run.length, run.at + run.other, run) for run in _runs(one, two) if run.length >= least]
    heapify(heap)
    used, other_used = bytearray(len(one)), bytearray(len(two))
    tiles: list[_Run] = []
    while heap:
        run = heappop(heap)[2]
        free = list(_free(run, used, other_used))
        if free == [run]:
            used[run.at : run.at + run.length] = b"\1" * run.length
            other_used[run.other : run.other + run.length] = b"\1" * run.length
            tiles.append(run)
            continue
        for part in free:
            if part.length >= least:
                heappush(heap, (-part.length, part.at + part.other, part))
    return sorted(tiles)


def _free(run: _Run, used: bytearray, other_used: bytearray) -> Iterator[_Run]:
    """The parts of a run whose words neither text has used."""
    start = None
    for step in range(run.length + 1):
        taken = step == run.length or used[run.at + step] or other_used[run.other + step]
        if taken and start is not None:
            yield _Run(run.at + start, run.other + start, step - start)
            start = None
        elif not taken and start is None:
            start = step


def _chains(tiles: list[_Run]) -> list[list[_Run]]:
    """Runs that follow each other closely in both texts, together."""
    chains: list[list[_Run]] = []
    for tile in tiles:
        if chains:
            last = chains[-1][-1]
            between = tile.at - last.at - last.length
            other_between = tile.other - last.other - last.length
            if between <= GAP and 0 <= other_between <= GAP:
                chains[-1].append(tile)
                continue
        chains.append([tile])
    return chains


def _filled(chain: list[_Run], one: "array[int]", two: "array[int]") -> list[_Run]:
    """The chain with the single words that are equal between its runs."""
    filled = chain[:1]
    for tile in chain[1:]:
        at, other = filled[-1].at + filled[-1].length, filled[-1].other + filled[-1].length
        for part in LCSseq.opcodes(one[at : tile.at].tolist(), two[other : tile.other].tolist()):
            if part.tag == "equal":
                filled.append(_Run(at + part.src_start, other + part.dest_start, part.src_end - part.src_start))
        filled.append(tile)
    return filled


def _size(chain: list[_Run]) -> int:
    return sum(run.length for run in chain)


def _passage(chain: list[_Run], one: Words, two: Words, *, turned: bool) -> Passage:
    pieces = [
        Piece(
            one.starts[run.at], one.ends[run.at + run.length - 1],
            two.starts[run.other], two.ends[run.other + run.length - 1],
        )
        for run in chain
    ]  # fmt: skip
    return Passage(tuple(piece.turned() for piece in pieces) if turned else tuple(pieces), _size(chain))


def _in_order(passages: list[Passage], words: int) -> float:
    """Words of passages that stand after the one before them in the other text too, as a part of all shared words."""
    if not words:
        return 0.0
    after = [later.other_range[0] >= earlier.other_range[1] for earlier, later in pairwise(passages)]
    return sum(passage.words for passage, follows in zip(passages, [True, *after], strict=True) if follows) / words
