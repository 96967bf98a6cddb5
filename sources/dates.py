"""Dates as sources print them, in EDTF, so that nothing more exact is pretended.

A date is a year, a month or a day (`2024`, `2024-04`, `2024-04-18`), or a range of two of them, both ends included
(`2024-04/2024-06`). It may be approximate (`~`, circa), uncertain (`?`) or both (`%`), and is so as a whole: both ends
of a range carry the same sign (`2019~/2020~`).
"""

import re
from calendar import monthrange
from dataclasses import dataclass

from sources.refusals import Refused, gettext_noop

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?%]?)")

Parts = tuple[int, ...]
"""A year, a year and a month, or a year, a month and a day."""


@dataclass(frozen=True, slots=True)
class Published:
    """A date in its parts. `end` is None where it is no range; `sign` is empty, `~`, `?` or `%`."""

    start: Parts
    end: Parts | None = None
    sign: str = ""

    def __str__(self) -> str:
        ends = [written(parts) + self.sign for parts in (self.start, self.end) if parts]
        return "/".join(ends)


def written(parts: Parts, between: str = "-") -> str:
    """Year, month and day with what stands between them."""
    return between.join(f"{part:0{2 if place else 4}d}" for place, part in enumerate(parts))


def parse_date(words: str) -> Published | None:
    """The date in its parts; None where the words are none of the calendar."""
    ends = words.split("/")
    found = [_DATE.fullmatch(end) for end in ends]
    if len(ends) > 2 or not all(found):
        return None
    parts = [tuple(int(part) for part in each.groups()[:3] if part) for each in found if each]
    signs = {each[4] for each in found if each}
    if len(signs) > 1 or not all(map(in_calendar, parts)):
        return None
    if len(parts) == 1:
        return Published(parts[0], None, signs.pop())
    return Published(parts[0], parts[1], signs.pop()) if parts[0] <= _last_day(parts[1]) else None


def in_calendar(parts: Parts) -> bool:
    """Whether there are such a year, month and day."""
    year, month, day = (*parts, 1, 1)[:3]
    return 1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _last_day(parts: Parts) -> Parts:
    return (*parts, 12, 31) if len(parts) == 1 else (*parts, 31) if len(parts) == 2 else parts


def check_date(words: str) -> str:
    """Return the date if it is one, or nothing."""
    if words and parse_date(words) is None:
        raise Refused(
            gettext_noop(
                "Write the date as 2024, 2024-04 or 2024-04-18, a range as 2024-04/2024-06; ~ after it means about,"
                " ? uncertain."
            )
        )
    return words


def check_day(words: str) -> str:
    """Return the date if it is one that is known to the day, month or year, or nothing."""
    found = parse_date(words) if words else None
    if words and (found is None or found.end or found.sign):
        raise Refused(gettext_noop("Write the date as 2024, 2024-04 or 2024-04-18."))
    return words
