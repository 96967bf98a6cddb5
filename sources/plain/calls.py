"""Calls of footnotes: numbers and signs in the body that could lead to a note.

A number is a call where it is glued to what it follows: a word, or the sign that closes one. Years, decimals,
thousands, addresses and names such as `CO2` are none. A call is *strong* where hardly anything else could be meant.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from sources.plain.lines import Line
from sources.plain.marks import RAISED, SYMBOLS

_CLOSING = r"[.,;:!?…\"'”’»)\]؟،؛]"
_NUMBERED = re.compile(
    r"(?P<address>(?:https?://|www\.)\S*)"
    rf"|(?:(?<=[^\W\d_])|(?<={_CLOSING}))(?P<glued>\d{{1,3}})(?![\w%°$€£@]|[.,:/'’-]?\d|-\w)"
    r"|\[\^?(?P<bracket>\d{1,3})(?=[\],;–-])|(?<=[,;–-])\s?(?P<more>\d{1,3})(?=\])"
    rf"|(?:(?<=\w)|(?<={_CLOSING}))(?P<raised>[⁰¹²³⁴-⁹]{{1,3}})(?!\w)"
)
_SYMBOL = re.compile(rf"(?:(?<=\w)|(?<={_CLOSING}))(?P<symbol>{SYMBOLS})(?![\w*])")
_ABBREVIATIONS = {
    "no", "nos", "nr", "p", "pp", "art", "arts", "vol", "fig", "figs", "sec", "sect", "ch", "chap", "para", "paras",
    "n", "s", "v", "ver", "op", "tab", "app", "ed", "bd", "abs", "ziff", "rn",
}  # fmt: skip
_UNITS = {"m", "km", "cm", "mm", "ft", "mi", "in", "yd", "dm", "nm", "sq", "e", "s"}
_BEFORE = 24


class Call(NamedTuple):
    """A place in the body that may call the note of this name. `again`: further ones count as well."""

    start: int
    end: int
    name: str
    number: int
    strong: bool
    again: bool


def calls_of(text: str, lines: list[Line], family: str, names: set[str], taken: set[int]) -> list[Call]:
    """The places that may call one of the names, in the order of the text, outside of lines that are taken."""
    found = []
    pattern = _SYMBOL if family == "symbol" else _NUMBERED
    for at, line in enumerate(lines):
        if at in taken:
            continue
        for place in pattern.finditer(text, line.start, line.end):
            kind = place.lastgroup
            if kind is None or kind == "address":
                continue
            words = place[kind]
            name = words if kind == "symbol" else str(int(words.translate(RAISED)))
            if name in names:
                call = _judged(text, line, kind, place.start(kind), words, name)
                if call is not None:
                    found.append(call)
    return found


def _judged(text: str, line: Line, kind: str, start: int, words: str, name: str) -> Call | None:
    end = start + len(words)
    if kind == "symbol":
        return Call(start, end, name, 0, strong=True, again=False)
    number = int(name)
    if kind in {"bracket", "more"}:
        opened = start - 1 - (text[start - 1] == "^")
        whole = (opened, end + 1) if text[opened] == "[" and text[end] == "]" else (start, end)
        return Call(*whole, name, number, strong=True, again=True)
    head = text[max(line.start, start - _BEFORE) : start]
    if kind == "raised":
        unit = re.search(r"[^\W\d_]*$", head)
        sure = unit is None or unit[0] not in _UNITS
        return Call(start, end, name, number, strong=sure, again=sure)
    return _glued(text, line, head, start, end, number)


def _glued(text: str, line: Line, head: str, start: int, end: int, number: int) -> Call | None:
    """A number glued to what stands before it, judged by that and by what follows."""
    word = re.search(r"([^\W\d_]+)$", head)
    if word is not None:
        sure = len(word[1]) >= 3 and word[1][-1].islower() and not _is_code(head, word.start())
        return Call(start, end, str(number), number, strong=sure, again=sure)
    bare = head.rstrip(".,;:!?…\"'”’»)]؟،؛")
    signs = head[len(bare) :]
    if bare and bare[-1].isdigit():
        # `in 2010.3 Therefore` calls, `16.2 billion` and `1,140` do not.
        rest = text[end : line.end].lstrip()
        ends = not rest or (text[end : end + 1].isspace() and (rest[0].isupper() or rest[0] in '“"‘«'))
        if signs == "," or not ends:
            return None
        return Call(start, end, str(number), number, strong=signs != ".", again=False)
    abbreviated = re.search(r"(?<![^\W_])([^\W\d_]{1,5})\.$", head)
    sure = bool(bare) and (abbreviated is None or abbreviated[1].casefold() not in _ABBREVIATIONS)
    return Call(start, end, str(number), number, strong=sure, again=sure and signs != ":")


def _is_code(head: str, start: int) -> bool:
    """Whether the letters before a number belong to a code (`v2beta3`, `user_name3`, `x-ray7`)."""
    return start > 0 and (head[start - 1].isdigit() or head[start - 1] in "_@/\\#")


def ascending(calls: Iterable[Call]) -> list[Call]:
    """At most one call for each number, numbers and places going up together, as many and as strong as can be.

    The heaviest rising run through the calls, found with a tree of the best run that ends at or below each number.
    """
    calls = list(calls)
    if all(call.number == 0 for call in calls):
        firsts: dict[str, Call] = {}
        for call in calls:
            firsts.setdefault(call.name, call)
        return list(firsts.values())
    size = max(call.number for call in calls) + 1
    tree: list[tuple[float, int]] = [(0.0, -1)] * (size + 1)
    weights: list[float] = []
    before: list[int] = []
    for at, call in enumerate(calls):
        best, last, place = 0.0, -1, call.number
        while place > 0:
            if tree[place][0] > best:
                best, last = tree[place]
            place -= place & -place
        weights.append(best + (2.0 if call.strong else 0.9))
        before.append(last)
        place = call.number + 1
        while place <= size:
            if weights[at] > tree[place][0]:
                tree[place] = (weights[at], at)
            place += place & -place
    chosen = []
    at = max(range(len(calls)), key=lambda place: (weights[place], -place))
    while at >= 0:
        chosen.append(calls[at])
        at = before[at]
    return chosen[::-1]
