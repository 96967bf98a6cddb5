"""Dates as sources print them: an EDTF year, month or day, so that nothing more exact is pretended."""

import re
from datetime import date

from sources.refusals import Refused, gettext_noop

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def check_date(words: str) -> str:
    """Return the date if it is a year, a month or a day of the calendar, or nothing."""
    found = _DATE.fullmatch(words)
    try:
        if words and (found is None or not date(int(found[1]), int(found[2] or 1), int(found[3] or 1))):
            raise ValueError(words)
    except ValueError:
        raise Refused(gettext_noop("Write the date as 2024, 2024-04 or 2024-04-18.")) from None
    return words
