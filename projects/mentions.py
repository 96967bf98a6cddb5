"""Whom a text names: `@username`, found among the members that there are. Nothing here knows the database."""

import re
from collections.abc import Collection, Iterator

MOST_MENTIONS = 20

# The characters of usernames; a sign at their end may belong to the sentence ("Ask @anna.").
_NAMED = re.compile(r"(?<![\w.@+-])@([\w.@+-]{1,150})")
_SIGNS = ".@+-"


def _readings(word: str) -> Iterator[str]:
    """The word, and the word without the signs at its end, one after the other."""
    while word:
        yield word
        if word[-1] not in _SIGNS:
            return
        word = word[:-1]


def names_in(text: str) -> set[str]:
    """Every username that the text may mean, as it is written."""
    return {reading for found in _NAMED.finditer(text) for reading in _readings(found[1])}


def mentioned(text: str, usernames: Collection[str]) -> list[str]:
    """The usernames that the text names, each once and in its order, at most `MOST_MENTIONS`. Capitals do not matter.

    Where two names differ in their capitals alone, only the one that is written exactly so is meant.
    """
    exact = set(usernames)
    folded: dict[str, list[str]] = {}
    for name in usernames:
        folded.setdefault(name.casefold(), []).append(name)
    found: dict[str, None] = {}
    for word in _NAMED.finditer(text):
        for reading in _readings(word[1]):
            alike = folded.get(reading.casefold(), [])
            name = reading if reading in exact else alike[0] if len(alike) == 1 else ""
            if name:
                found[name] = None
                break
    return list(found)[:MOST_MENTIONS]
