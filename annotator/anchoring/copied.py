"""Re-anchoring by a map: the new text was made by copying runs of the old one, in any order, and the maker says which.

This is how a cleaned revision comes about (running titles left out, columns put in order, line ends healed). Nothing
has to be found out, so what was copied is placed with certainty, and what was left out is gone.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from annotator.anchoring import reasons
from annotator.anchoring.model import Grade, Part
from annotator.anchoring.placing import LEAST_SIMILARITY, MOST_CANDIDATES, similarity
from annotator.anchoring.search import SHORTEST, Quotes
from annotator.fragments import Fragment, Fragments
from sources.alignment.tokens import LINE_END_HYPHEN


class BadMap(ValueError):
    """The runs are not a map between these texts."""


class Run(NamedTuple):
    """Characters `[old_start, old_end)` of the old text stand, the same, from `new_start` on in the new one."""

    old_start: int
    old_end: int
    new_start: int


class Copied:
    """Places fragments by a map of copied runs."""

    def __init__(self, old: str, new: str, runs: Iterable[Sequence[int]]) -> None:
        self.old, self.new = old, new
        self._runs = sorted(Run(*one) for one in runs)
        self._starts = [one.old_start for one in self._runs]
        self._quotes = Quotes(new)
        self._check()

    def part(self, start: int, end: int) -> Part:
        """Where the fragment `[start, end)` goes: one place, or several where its words were parted."""
        pieces = self._pieces(start, end)
        if not pieces:
            return self._left_out(start, end)
        places = self._places(pieces)
        left = (start, *(at for one in pieces for at in one[0]), end)
        dropped = [(a, b) for a, b in zip(left[::2], left[1::2], strict=True) if a < b]
        if all(self._is_blank(*one) for one in dropped):
            if len(pieces) > 1:
                return Part(Grade.SHIFTED, places, 1.0, reasons.COPIED_IN_PARTS)
            if places == ((start, end),):
                return Part(Grade.EXACT, places, 1.0, reasons.EXACT)
            return Part(Grade.SHIFTED, places, 1.0, reasons.COPIED)
        kept = " ".join(self.old[a:b] for (a, b), _ in pieces)
        alike = similarity(self.old[start:end], kept)
        if alike < LEAST_SIMILARITY:
            return Part(Grade.ORPHANED, (), alike, reasons.NOT_COPIED, places[:MOST_CANDIDATES])
        return Part(Grade.EDITED, places, alike, reasons.COPIED_WITHOUT)

    def _check(self) -> None:
        for one in self._runs:
            length = one.old_end - one.old_start
            inside = 0 <= one.old_start < one.old_end <= len(self.old) and 0 <= one.new_start <= len(self.new) - length
            if not inside:
                raise BadMap(f"{tuple(one)} is not a run")
            if self.old[one.old_start : one.old_end] != self.new[one.new_start : one.new_start + length]:
                raise BadMap(f"the characters of {tuple(one)} differ")
        if any(before.old_end > after.old_start for before, after in pairwise(self._runs)):
            raise BadMap("runs overlap in the old text")
        by_new = sorted(self._runs, key=lambda one: one.new_start)
        if any(a.new_start + a.old_end - a.old_start > b.new_start for a, b in pairwise(by_new)):
            raise BadMap("runs overlap in the new text")

    def _pieces(self, start: int, end: int) -> list[tuple[Fragment, Fragment]]:
        """The copied parts of a fragment: where each stood and where it stands; those of white space alone left out."""
        pieces = []
        at = max(0, bisect_right(self._starts, start) - 1)
        while at < len(self._runs) and self._runs[at].old_start < end:
            run = self._runs[at]
            at += 1
            low, high = max(start, run.old_start), min(end, run.old_end)
            if low < high and not self.old[low:high].isspace():
                begin = run.new_start + low - run.old_start
                pieces.append(((low, high), (begin, begin + high - low)))
        return pieces

    def _places(self, pieces: list[tuple[Fragment, Fragment]]) -> Fragments:
        """New fragments; pieces that follow one another with at most white space between them are one."""
        places: list[Fragment] = []
        for _, (start, end) in pieces:
            if places and places[-1][1] <= start and not self.new[places[-1][1] : start].strip():
                places[-1] = (places[-1][0], end)
            else:
                places.append((start, end))
        return tuple(sorted(places))

    def _is_blank(self, start: int, end: int) -> bool:
        """Whether what was left out is white space or a hyphen at a line end."""
        return not LINE_END_HYPHEN.sub("", self.old[start:end]).strip()

    def _left_out(self, start: int, end: int) -> Part:
        words = self.old[start:end]
        found = self._quotes.find(words) if len(words.strip()) >= SHORTEST else []
        return Part(Grade.ORPHANED, (), 0.0, reasons.NOT_COPIED, tuple(found[:MOST_CANDIDATES]))
