"""Query parameters read strictly: each at most once, numbers in ASCII digits and within bounds."""

from django.http import QueryDict
from django.utils.translation import gettext as _

from projects.errors import Invalid

_DIGITS = 19  # of the largest number that the database has; Python reads no text of thousands of digits
WORDS_AT_MOST = 500


def refuse_bad_query(query: QueryDict) -> None:
    """Refuse what no parameter takes: a NUL character, and the same name twice, of which one would be passed over."""
    for name, values in query.lists():
        if any("\0" in text for text in (name, *values)):
            raise Invalid({name.replace("\0", "")[:100]: _("Leave out the NUL character.")})
        if len(values) > 1:
            raise Invalid({name[:100]: _("Give this once.")})


def number(text: str, least: int, most: int) -> int | None:
    """The number that is written there; None where there is none, or none within the bounds."""
    if not text.isascii() or not text.isdigit() or len(text) > _DIGITS or not least <= int(text) <= most:
        return None
    return int(text)


def words(query: QueryDict, name: str = "q") -> str:
    """Words to look for."""
    found = str(query.get(name, ""))
    if len(found) > WORDS_AT_MOST:
        raise Invalid({name: _("Use at most %(n)d characters.") % {"n": WORDS_AT_MOST}})
    return found
