"""Line breaks inside a block, healed: what the page has broken is put together again.

A break between words becomes a space. A word broken at a hyphen is closed up, with its hyphen where it has one of its
own (`co-operation`) and without where the hyphen only broke it (`intelli-gence`): whichever of the two the text has
elsewhere, else what it does at most of its breaks. An address goes on without a space. Breaks that were meant (verse,
addresses of letters) stay: there the next word would have fitted.
"""

import re
from collections import Counter
from collections.abc import Sequence

from sources.blocks import Block

_BREAK = re.compile(r"[^\S\n]*\n\s*")
_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_BROKEN = re.compile(r"([^\W\d_]+(?:[-‐][^\W\d_]+)*)[-‐\u00ad][^\S\n]*\n\s*([^\W\d_]+)")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*$", re.IGNORECASE)
_GOES_ON = "/._-=&?~+#%"
_HYPHENS = "-‐\u00ad"
_FULL, _LOOKED_AT = 0.8, 300

Join = tuple[int, int, str]


class Healing:
    """How the line breaks of one text are healed."""

    def __init__(self, text: str, blocks: Sequence[Block]) -> None:
        self._text = text
        broken = [(found[1], found[2]) for b in blocks for found in _BROKEN.finditer(text, b[0], b[1])]
        self._known: Counter[str] = Counter()
        if broken:
            sought = {first + last for first, last in broken} | {f"{first}-{last}" for first, last in broken}
            sought = {word.casefold() for word in sought}
            for word in _WORD.finditer(text):
                if (said := word[0].casefold()) in sought:
                    self._known[said] += 1
        votes = Counter(self._is_own(first, last) for first, last in broken)
        self._keeps = votes[True] > votes[False]

    def joins(self, start: int, end: int) -> list[Join]:
        """The breaks between two places, each with what is put in its stead; it takes a hyphen along that goes."""
        width = max((len(line.strip()) for line in self._text[start:end].split("\n")), default=0)
        found: list[Join] = []
        before, line = "", start
        for place in _BREAK.finditer(self._text, start, end):
            left, right = place.span()
            before += self._text[line:left]
            if right < end:
                found.append(self.join(before, left, right, end, width=width))
                before = before[-_LOOKED_AT:] if found[-1][2] == "" else ""
            line = right
        return found

    def join(self, before: str, left: int, right: int, end: int, *, width: int = 0) -> Join:
        """What joins words that end at `left` to those that begin at `right`; `before` is their line so far."""
        following = self._text[right : min(end, right + 80)]
        address = _ADDRESS.search(before[-_LOOKED_AT:])
        if address is not None and (before[-1] in _GOES_ON or following[0] in _GOES_ON):
            return left, right, ""
        if before and before[-1] in _HYPHENS and len(before) > 1 and before[-2].isalnum() and following[0].isalnum():
            return self._hyphen(before, left, right, following)
        word = following.split(None, 1)[0]
        if width and following[0].isupper() and len(before) + 1 + len(word) <= _FULL * width:
            return left, right, "\n"
        return left, right, " "

    def _hyphen(self, before: str, left: int, right: int, following: str) -> Join:
        if before[-1] == "\u00ad":
            return left - 1, right, ""
        first, last = _WORD.findall(before[:-1])[-1:], _WORD.match(following)
        if not first or last is None or not following[0].islower() or not before[-2].isalpha():
            return left, right, ""
        own = self._is_own(first[0], last[0])
        return (left, right, "") if (self._keeps if own is None else own) else (left - 1, right, "")

    def _is_own(self, first: str, last: str) -> bool | None:
        """Whether the hyphen between two parts is the word's own; None where the text does not say."""
        kept = self._known[f"{first}-{last}".casefold()]
        closed = self._known[f"{first}{last}".casefold()]
        return None if kept == closed else kept > closed
