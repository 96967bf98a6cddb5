"""What a comparison needs to know of a text beside its words."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Record:
    """A text's title, publisher, address and date of publication (an EDTF year, month or day, or nothing)."""

    title: str = ""
    publisher: str = ""
    url: str = ""
    published: str = ""


def days_of(published: str) -> tuple[date, date] | None:
    """The first and the last day that a date of publication may mean; None where it says nothing that can be read."""
    parts = published.split("-")
    try:
        year, month, day = (int(part) for part in [*parts, "0", "0"][:3])
        first = date(year, month or 1, day or 1)
        last_month = month or 12
        return first, date(year, last_month, day or monthrange(year, last_month)[1])
    except ValueError:
        return None


def published_before(one: str, other: str) -> bool:
    """Whether the one date lies wholly before the other."""
    days, other_days = days_of(one), days_of(other)
    return days is not None and other_days is not None and days[1] < other_days[0]
