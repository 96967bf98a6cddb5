"""A text as tokens: words, single characters of scripts without spaces, single signs. White space is none.

A word that was parted by a hyphen at a line end is one token, and is compared without its hyphens, so that it equals
the healed word. A compound with a hyphen is one token for the same reason: `well-\\nknown` may be healed to either.
"""

import re
from collections.abc import Sequence

# Thai, Lao, Burmese, Khmer, Kana, Han: no white space between words, so each character stands for itself.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_LETTER = rf"[^\W{_UNSPACED}]"
_TOKEN = re.compile(rf"{_LETTER}+(?:(?:[-\u2010](?:[ \t]*\n\s*)?|\u00ad\s*){_LETTER}+)*|\S")
_HYPHEN = re.compile(r"[-\u2010\u00ad]\s*")
_HYPHENS = ("-", "\u2010", "\u00ad")
LINE_END_HYPHEN = re.compile(r"[-\u2010][ \t]*\n\s*|\u00ad\s*")


def key(token: str) -> str:
    """What a token is compared by."""
    if len(token) > 1 and any(hyphen in token for hyphen in _HYPHENS):
        return _HYPHEN.sub("", token)
    return token


class Tokens:
    """The tokens of a part of a text: where each starts and ends, and a number for what it is compared by."""

    __slots__ = ("ends", "ids", "starts")

    def __init__(self, text: str, start: int, end: int, numbers: dict[str, int]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.ids: list[int] = []
        for found in _TOKEN.finditer(text, start, end):
            self.starts.append(found.start())
            self.ends.append(found.end())
            self.ids.append(numbers.setdefault(key(found[0]), len(numbers)))

    def __len__(self) -> int:
        return len(self.ids)


def same_from(a: Sequence[int] | str, i: int, b: Sequence[int] | str, j: int, most: int) -> int:
    """How many items of two sequences are the same from `i` and `j` onwards, at most `most`."""
    count, step = 0, 1
    while count < most:
        step = min(step, most - count)
        if a[i + count : i + count + step] == b[j + count : j + count + step]:
            count += step
            step = min(2 * step, 4096)
        elif step == 1:
            break
        else:
            most = min(most, count + step)
            step //= 2
    return count


def same_before(a: Sequence[int] | str, i: int, b: Sequence[int] | str, j: int, most: int) -> int:
    """How many items of two sequences are the same before `i` and `j`, at most `most`."""
    count, step = 0, 1
    while count < most:
        step = min(step, most - count)
        if a[i - count - step : i - count] == b[j - count - step : j - count]:
            count += step
            step = min(2 * step, 4096)
        elif step == 1:
            break
        else:
            most = min(most, count + step)
            step //= 2
    return count


def fold(text: str) -> str:
    """The words of a text without how they were set: white space as one space, hyphens of line ends healed."""
    if "\n" in text or "\u00ad" in text:
        text = LINE_END_HYPHEN.sub("", text)
    return " ".join(text.split())
