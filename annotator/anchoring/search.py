"""Looking for the words of a mark that its own place has lost.

Only what no other old text explains is a place to go to: where the same words stood before, they are another passage.
"""

import re
from bisect import bisect_right
from typing import NamedTuple

from rapidfuzz.distance import Indel

from annotator.fragments import CONTEXT, Fragment
from sources.alignment.tokens import LINE_END_HYPHEN, fold

SHORTEST = 12
LEAST_CONTEXT = 0.75
LEAST_LEAD = 0.15
MOST_FOUND = 50
_FEW = 8
_SET = re.compile(rf"(?P<hyphen>{LINE_END_HYPHEN.pattern})|\s+")
_PARAGRAPH_END = re.compile(r"\n\s*\n|(?<=[.!?…:\"”’»])\n")


class Found(NamedTuple):
    """One place where the words stand, and how well its surroundings agree with those of the mark, 0 to 1."""

    context: float
    place: Fragment


class Quotes:
    """A text in which words are found however they are set: on one line or several, parted by a hyphen or whole."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded: str | None = None
        self._starts: list[int] = []
        self._origins: list[int] = []

    def find(self, words: str) -> list[Fragment]:
        """Every place of these words, up to a bound; first as they are, else as they are when set anew."""
        words = words.strip()
        places: list[Fragment] = []
        at = self.text.find(words)
        while at >= 0 and len(places) < MOST_FOUND:
            places.append((at, at + len(words)))
            at = self.text.find(words, at + 1)
        return places or self._find_set_anew(fold(words))

    def _find_set_anew(self, words: str) -> list[Fragment]:
        if not words:
            return []
        if self._folded is None:
            self._folded = self._fold()
        places: list[Fragment] = []
        at = self._folded.find(words)
        while at >= 0 and len(places) < MOST_FOUND:
            places.append((self._origin(at), self._origin(at + len(words) - 1) + 1))
            at = self._folded.find(words, at + 1)
        return places

    def _fold(self) -> str:
        pieces: list[str] = []
        at = length = 0
        for found in _SET.finditer(self.text):
            if found[0] == " ":
                continue
            self._starts.append(length)
            self._origins.append(at)
            piece = self.text[at : found.start()] + ("" if found["hyphen"] else " ")
            pieces.append(piece)
            length += len(piece)
            at = found.end()
        self._starts.append(length)
        self._origins.append(at)
        pieces.append(self.text[at:])
        return "".join(pieces)

    def _origin(self, at: int) -> int:
        part = bisect_right(self._starts, at) - 1
        return self._origins[part] + at - self._starts[part]


def context(old: str, place: Fragment, new: str, other: Fragment) -> float:
    """How well the surroundings of two places agree, 0 to 1, as far as the paragraph goes.

    Other paragraphs count only where the mark has too little of its own around it and is not long in itself.
    """
    before, after = _around(old, place)
    if len(before.strip()) + len(after.strip()) < _FEW:
        if place[1] - place[0] >= CONTEXT:
            return 1.0
        before = old[max(0, place[0] - CONTEXT) : place[0]]
        after = old[place[1] : place[1] + CONTEXT]
    other_before = new[max(0, other[0] - len(before)) : other[0]]
    other_after = new[other[1] : other[1] + len(after)]
    total = len(before) + len(after)
    if not total:
        return 1.0
    alike = len(before) * Indel.normalized_similarity(_spaced(before), _spaced(other_before))
    alike += len(after) * Indel.normalized_similarity(_spaced(after), _spaced(other_after))
    return alike / total


def _around(text: str, place: Fragment) -> tuple[str, str]:
    start, end = place
    before = _PARAGRAPH_END.split(text[max(0, start - CONTEXT) : start])[-1]
    after = _PARAGRAPH_END.split(text[end : end + CONTEXT])[0]
    return before, after


def _spaced(text: str) -> str:
    return re.sub(r"\s", " ", text)
