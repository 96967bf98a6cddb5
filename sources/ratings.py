"""The Admiralty scale of source reliability, and when a rating begins: pure, for services and queries alike.

A rating begins on the first day that its date may mean: `2024` on 1 January 2024, `2024-04` on 1 April. One without a
date has no beginning that anybody knows and holds from ever. Of two that begin on one day the one made later holds.
"""

from datetime import date, datetime, timedelta

from sources.dates import check_date
from sources.refusals import Refused, gettext_noop

LETTERS = ("A", "B", "C", "D", "E", "F")
# What a publisher counts as to whom nobody has given a letter.
UNRATED = "F"
REASON_AT_MOST = 2000
# The furthest that a clock on earth is ahead of UTC: until then it may be that day somewhere.
_AHEAD = timedelta(hours=14)


def first_day(words: str) -> date | None:
    """The first day that a year, a month or a day means; None where nothing is said."""
    if not words:
        return None
    year, month, day = (*words.split("-"), "1", "1")[:3]
    return date(int(year), int(month), int(day))


def check_beginning(words: str, now: datetime) -> str:
    """The date from which a rating is to hold: a date of the calendar that has come, today where nothing is said."""
    found = check_date(words.strip()) or now.date().isoformat()
    begins = first_day(found)
    if begins is not None and begins > (now + _AHEAD).date():
        raise Refused(gettext_noop("A rating holds from today or from an earlier day."))
    return found


def check_letter(letter: object) -> str:
    """One of the six letters."""
    if letter not in LETTERS:
        raise Refused(gettext_noop("Choose a letter from A to F."))
    return str(letter)
