"""Dates as sources give them: the subset of EDTF (ISO 8601-2) that this product uses.

A year, a month or a day (`2024`, `2024-04`, `2024-04-18`), each perhaps uncertain or approximate (`2024?`, `2024~`,
`2024%`), and intervals of them, open at an end or not (`2014-10/2021`, `2022/..`, `../2024`). A date stands for the
whole range of days that it may mean; ends are inclusive.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_POINT = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?(?P<doubt>[?~%]?)", re.ASCII)


@dataclass(frozen=True)
class Range:
    """The days from `first` to `last`, both inclusive; None is open."""

    first: date | None
    last: date | None

    def overlaps(self, other: Range) -> bool:
        """Whether some day lies in both ranges."""
        return not (_before(self.last, other.first) or _before(other.last, self.first))


EVER = Range(None, None)


def _before(earlier: date | None, later: date | None) -> bool:
    return earlier is not None and later is not None and earlier < later


def _point(text: str) -> Range:
    found = _POINT.fullmatch(text)
    if found is None:
        raise ValueError(text)
    year, month, day = int(found["year"]), found["month"], found["day"]
    if month is None:
        return Range(date(year, 1, 1), date(year, 12, 31))
    if day is None:
        _weekday, length = calendar.monthrange(year, int(month)) if 1 <= int(month) <= 12 else (0, 0)
        return Range(date(year, int(month), 1), date(year, int(month), length))
    only = date(year, int(month), int(day))
    return Range(only, only)


def parse(text: str) -> Range:
    """The range of days that a date or an interval means; ValueError when it is not one of this subset."""
    first, slash, last = text.partition("/")
    if not slash:
        return _point(text)
    if first in {"", ".."} and last in {"", ".."}:
        raise ValueError(text)
    start = None if first in {"", ".."} else _point(first).first
    end = None if last in {"", ".."} else _point(last).last
    if _before(end, start):
        raise ValueError(text)
    return Range(start, end)


def parse_point(text: str) -> Range:
    """The range of one date that is no interval."""
    if "/" in text:
        raise ValueError(text)
    return _point(text)


def between(valid_from: str, valid_to: str) -> Range:
    """The range from one date to another, inclusive; an empty end is open. ValueError when it ends before it starts."""
    first = parse_point(valid_from).first if valid_from else None
    last = parse_point(valid_to).last if valid_to else None
    if _before(last, first):
        raise ValueError(f"{valid_from}/{valid_to}")
    return Range(first, last)
