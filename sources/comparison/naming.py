"""Whether a text names another: by its address, by its title, or by who published it."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from sources.comparison.words import words_of

LEAST_TITLE_WORDS = 4
_LEAST_PUBLISHER_LETTERS = 4
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"'\u201c\u201d\u00ab\u00bb\])}]+", re.IGNORECASE)
_ENDS = ".,;:!?\u2026"
_FOLLOWS_READERS = re.compile(r"(?:utm_[a-z]+|fbclid|gclid|mc_[ce]id)=[^&]*&?", re.IGNORECASE)

Range = tuple[int, int]


def plain_address(address: str) -> str:
    """An address without its scheme, `www.`, fragment, what follows readers about, and the slash at its end."""
    address = address.strip().rstrip(_ENDS)
    try:
        parts = urlsplit(address if "://" in address else f"//{address}")
    except ValueError:
        return ""
    host = parts.netloc.rpartition("@")[2].casefold().removeprefix("www.")
    query = _FOLLOWS_READERS.sub("", parts.query).rstrip("&")
    path = parts.path.rstrip("/")
    return f"{host}{path}{'?' if query else ''}{query}" if path or query else ""


def addresses(text: str) -> dict[str, Range]:
    """The addresses of pages that a text prints, in their plain form, with the place of the first of each."""
    found: dict[str, Range] = {}
    for match in _ADDRESS.finditer(text):
        printed = match[0].rstrip(_ENDS)
        plain = plain_address(printed)
        if plain:
            found.setdefault(plain, (match.start(), match.start() + len(printed)))
    return found


def title_words(title: str) -> list[str]:
    """The folded words of a title that is long enough to be told from a turn of speech; else none."""
    folded = words_of(title).folded
    return folded if len(folded) >= LEAST_TITLE_WORDS else []


def publisher_words(publisher: str) -> list[str]:
    """The folded words of a publisher's name, unless it is too short to be told from a word."""
    folded = words_of(publisher).folded
    return folded if sum(map(len, folded)) >= _LEAST_PUBLISHER_LETTERS else []


def place_of(named: Sequence[str], folded: Sequence[str]) -> int | None:
    """The number of the word at which a name first stands among the words of a text."""
    if not named:
        return None
    at = -1
    first, length = named[0], len(named)
    try:
        while True:
            at = folded.index(first, at + 1)
            if list(folded[at : at + length]) == list(named):
                return at
    except ValueError:
        return None
