"""Names compared without regard to case, accents and white space: `Türkiye`, `turkiye` and `TÜRKIYE` fold to one.

Signs that only change how a letter sounds are taken off: accents, and the vowel points of Hebrew and Arabic. Marks that
are letters of their own (vowels and the virama of Indic scripts, the voicing of kana: combining classes below 10) stay.
A few letters of Latin scripts have no decomposition and are named here.
"""

import unicodedata

_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h"})
_OF_ITS_OWN = 10


def folded(words: str) -> str:
    """What is compared of a name; folding it again changes nothing."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", words).casefold())
    bare = "".join(sign for sign in apart if unicodedata.combining(sign) < _OF_ITS_OWN)
    return " ".join(bare.translate(_LETTERS).split())
