"""Texts for comparisons: prose written for the tests, and generated texts that take from others in known ways."""

import random

from hypothesis import strategies as st

from sources.comparison.kinds import Side
from sources.comparison.records import Record

BRIDGE = (
    "The bridge at Veshara was closed on Tuesday after inspectors found cracks in two of its four piers. Engineers of"
    " the regional works office said that heavy convoys had crossed it every night since March, although the limit"
    " of twenty tonnes was posted on both banks. Nobody has yet said who gave them leave."
)
RAIN = (
    "Rain has filled the reservoirs above Oltamar for the first time in six years, and growers on the lower terraces"
    " expect a second harvest of lentils before the frost. Prices at the market in the old town fell by a third."
)

_VOCABULARY = [
    a + b + c for a in ["b", "d", "k", "l", "m"] for b in ("a", "e", "o") for c in ("rim", "sta", "lo", "vek", "ta")
]
WORDS = st.sampled_from(_VOCABULARY)
TEXTS = st.lists(WORDS, max_size=60).map(" ".join)
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=120) | TEXTS


def side(text: str, **record: str) -> Side:
    """A text with its record."""
    return Side.of(text, Record(**record))


def drawn(chance: random.Random, count: int) -> list[str]:
    """Words as unevenly frequent as those of a language."""
    return [f"w{int(30 * chance.paretovariate(0.6)) % 9000}" for _ in range(count)]


def edited(chance: random.Random, words: list[str], part: float) -> list[str]:
    """The words with a part of them replaced or left out."""
    return [
        chance.choice([word, f"x{chance.randrange(9000)}"]) if chance.random() < part * 1.5 else word for word in words
    ]
