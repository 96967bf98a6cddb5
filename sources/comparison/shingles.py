"""Runs of words as numbers, the same in every process: shingles, and the few of them that stand for a text.

A text's *prints* are chosen by winnowing (Schleimer, Wilkerson and Aiken, "Winnowing: local algorithms for document
fingerprinting", SIGMOD 2003): of every `WINDOW` neighbouring shingles of `LONG` words the least number is kept. So two
texts that share a run of `LONG + WINDOW - 1` words share a print, wherever in either text the run stands and however
long the rest is.
"""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

from sources.comparison.words import fold

SHORT = 3
LONG = 2 * SHORT
WINDOW = 4
SURE_RUN = LONG + WINDOW - 1

_BITS = (1 << 64) - 1
_FIRST, _SECOND, _PAIR = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xD6E8FEB86659FD93
_FORGET_AFTER = 1 << 18


@lru_cache(maxsize=_FORGET_AFTER)
def word_number(printed: str) -> int:
    """A number of 64 bits for a word however it is printed."""
    return int.from_bytes(blake2b(fold(printed).encode(), digest_size=8).digest())


def numbers_of(printed: Sequence[str]) -> list[int]:
    """The numbers of some words."""
    return list(map(word_number, printed))


def short_shingles(numbers: Sequence[int]) -> list[int]:
    """A number for every run of `SHORT` words."""
    return [(a * _FIRST + b * _SECOND + c) & _BITS for a, b, c in zip(numbers, numbers[1:], numbers[2:], strict=False)]


def long_shingles(short: Sequence[int]) -> list[int]:
    """A number for every run of `LONG` words, made of two short ones."""
    return [(a * _PAIR + b) & _BITS for a, b in zip(short, short[SHORT:], strict=False)]


def prints_of(shingles: Sequence[int]) -> set[int]:
    """The shingles that stand for a text: the least of every `WINDOW` neighbours."""
    if len(shingles) <= WINDOW:
        return {min(shingles)} if shingles else set()
    return set(map(min, *(shingles[shift : len(shingles) - WINDOW + 1 + shift] for shift in range(WINDOW))))
