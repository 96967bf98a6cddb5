"""Marks: the beginnings of lines that could be those of footnotes, by family (`number`, `dotted`, `bracket`, …)."""

import re
from collections import defaultdict
from typing import NamedTuple

from sources.plain.lines import Line, words_of

RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
SYMBOLS = r"\*{1,3}|[†‡§¶]{1,2}"
_MARK = re.compile(
    r"(?:\[\^?(?P<bracket>\d{1,3})\]:?|(?P<raised>[⁰¹²³⁴-⁹]{1,3})|(?P<dotted>\d{1,3})[.)](?=\s)"
    rf"|(?P<number>\d{{1,3}})(?=\s)|(?P<symbol>{SYMBOLS})(?!\*))(?P<space>\s*)(?=[^\s\d%])"
)
_FAMILIES = ("bracket", "raised", "number", "dotted", "symbol")
_OPENING = "\"“„«'‘(["
_SPACES = 2


class Mark(NamedTuple):
    """One mark with its lines. `weak`: nothing but one space parts it from words, as in a sentence."""

    first: int
    after: int
    number: int
    name: str
    weak: bool


def marks_of(
    text: str, lines: list[Line], taken: set[int], starts: set[int], *, wrapped: bool
) -> dict[str, list[Mark]]:
    """The marks of a text by family. In a wrapped text a note goes on over the lines that follow directly."""
    found: dict[str, list[Mark]] = defaultdict(list)
    open_: tuple[str, int, str, int, bool] | None = None

    def close(after: int) -> None:
        if open_ is not None:
            family, number, name, first, weak = open_
            found[family].append(Mark(first, after, number, name, weak))

    for at, line in enumerate(lines):
        begins = at == 0 or line.gap > 1 or at in starts or at - 1 in taken or not wrapped
        if at in taken or begins:
            close(at)
            open_ = None
        if at in taken:
            continue
        mark = _mark(text, line)
        if mark is None:
            continue
        family, number, name, weak = mark
        if begins or _goes_on(open_, family, number) or _below_text(text, line, mark, open_):
            close(at)
            open_ = (family, number, name, at, weak)
    close(len(lines))
    return {family: found[family] for family in _FAMILIES if found[family]}


def _mark(text: str, line: Line) -> tuple[str, int, str, bool] | None:
    head = text[line.start : min(line.end, line.start + 24)]
    if not (head[0].isdigit() or head[0] in "[*†‡§¶"):
        return None
    mark = _MARK.match(head)
    if mark is None:
        return None
    family = next(name for name in _FAMILIES if mark[name] is not None)
    if family == "symbol":
        return family, 0, mark["symbol"], False
    name = mark[family].translate(RAISED)
    number = int(name)
    weak = family == "dotted" or (family == "number" and len(mark["space"]) < _SPACES and "\t" not in mark["space"])
    return (family, number, str(number), weak) if number else None


def _goes_on(open_: tuple[str, int, str, int, bool] | None, family: str, number: int) -> bool:
    """Whether a mark inside a run of lines is the next of the note above it."""
    if open_ is None or open_[0] != family:
        return False
    return family == "symbol" or 0 < number - open_[1] <= 2


def _below_text(
    text: str, line: Line, mark: tuple[str, int, str, bool], open_: tuple[str, int, str, int, bool] | None
) -> bool:
    """Whether a mark begins the notes right below the last line of a paragraph: only where it is a clear one."""
    family, _number, _name, weak = mark
    if open_ is not None or weak or family == "symbol":
        return False
    words = words_of(text, line).lstrip("0123456789[]^:⁰¹²³⁴⁵⁶⁷⁸⁹ \t")
    return bool(words) and (words[0].isupper() or words[0] in _OPENING or words.startswith(("http", "www.")))
