"""Letters with a sign have two spellings: one character (NFC), or the letter and its sign apart (NFD).

Texts keep the spelling they came with, so what looks the same need not be the same. Who looks for words means both.
"""

import unicodedata

from django.db.models import Q


def composed(text: str) -> str:
    """The text with each letter and its signs as one character, where there is one."""
    return unicodedata.normalize("NFC", text)


def spellings(words: str) -> list[str]:
    """The words as they are given, composed and decomposed; one where these are the same."""
    return list(dict.fromkeys([words, composed(words), unicodedata.normalize("NFD", words)]))


def holding(words: str, *fields: str, lookup: str = "icontains") -> Q:
    """Rows of which one of the fields holds the words, in either spelling."""
    found = Q()
    for field in fields:
        for spelling in spellings(words):
            found |= Q(**{f"{field}__{lookup}": spelling})
    return found
