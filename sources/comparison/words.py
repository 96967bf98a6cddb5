"""Words of a text that compare equal however they are printed, each with its place in code points.

Folded away: case, compatibility forms (ligatures, full width), kinds of apostrophe, hyphens within a word and at the
end of a line, soft hyphens, white space, quotation marks and all other punctuation. A script that sets no spaces
between words (Han, kana, Thai, Lao, Khmer, Burmese) gives a word a character.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

_APOSTROPHES = "'\u2018\u2019\u02bc\uff07"
_HYPHENS = "-\u00ad\u2010\u2011"
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff"
_ALONE = (
    "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_LAST_WITH_MARKS = 0x1F000
_VARIATIONS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_FORGET_AFTER = 1 << 17
_JOINS = dict.fromkeys(map(ord, _APOSTROPHES + _HYPHENS + _UNSEEN + " \t\n\u00a0"))


@dataclass(frozen=True)
class Words:
    """The folded words of a text; word `n` stands at `[starts[n], ends[n])`."""

    folded: list[str]
    starts: "array[int]"
    ends: "array[int]"

    def __len__(self) -> int:
        return len(self.folded)


_JOIN = rf"(?:[{_APOSTROPHES}{_UNSEEN}]|[{_HYPHENS}](?:[ \t\u00a0]*\n[ \t\u00a0]*)?)"
_PLAIN = re.compile(rf"[^\W_]+(?:{_JOIN}[^\W_]+)*")
_BEYOND_PLAIN = re.compile("[\u0300-\u1fff\u2c00-\ufeff\uff08-\U0010ffff]")


@lru_cache(maxsize=1)
def _any_script() -> "re.Pattern[str]":
    """A word: letters and digits with their combining marks, joined over apostrophes and hyphens."""
    marks = "".join(
        re.escape(chr(code)) for code in range(0x300, _LAST_WITH_MARKS) if unicodedata.category(chr(code))[0] == "M"
    )
    more = f"{marks}{_VARIATIONS}"
    letter = rf"[^\W_{_ALONE}]"
    letters = rf"{letter}+(?:[{more}]+{letter}*)*"
    return re.compile(rf"[{_ALONE}][{more}]*|{letters}(?:{_JOIN}{letters})*")


def _pattern(text: str) -> "re.Pattern[str]":
    """The pattern of words; without marks and scripts that need more, one that finds the same eight times as fast."""
    return _any_script() if _BEYOND_PLAIN.search(text) else _PLAIN


@lru_cache(maxsize=_FORGET_AFTER)
def fold(printed: str) -> str:
    """One printed word in the form that is compared."""
    joined = printed.translate(_JOINS)
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", joined).casefold())


def printed_words(text: str) -> list[str]:
    """The words of a text as they are printed, without their places."""
    return _pattern(text).findall(text)


def words_of(text: str) -> Words:
    """The words of a text with their places."""
    folded: list[str] = []
    starts, ends = array("L"), array("L")
    for found in _pattern(text).finditer(text):
        folded.append(fold(found[0]))
        starts.append(found.start())
        ends.append(found.end())
    return Words(folded, starts, ends)


def without(text: str, ranges: Iterable[Sequence[int]]) -> str:
    """The text with the ranges (boilerplate, say) blanked out; every other place stays where it was."""
    parts: list[str] = []
    place = 0
    for start, end in sorted((int(start), int(end)) for start, end in ranges):
        if end > place:
            start = max(start, place)
            parts += [text[place:start], " " * (min(end, len(text)) - start)]
            place = end
    return "".join([*parts, text[place:]]) if parts else text
