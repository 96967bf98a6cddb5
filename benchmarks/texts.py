"""Invented texts whose words are as unevenly frequent as those of a language, the same at every run."""

import random
from functools import lru_cache

_SYLLABLES = "ba den fo gar hin kel lo mar nes or pa qui ras sten tu val wen xo yl zar"
_KNOWN = (
    "the of and in to a valley observers line gas protocol carried mission bridge operator year outlets words convoy"
)
_VOCABULARY = 8000
_PARAGRAPHS = 4000
_WORDS_IN_A_PARAGRAPH = 80


@lru_cache(maxsize=1)
def _paragraphs() -> list[str]:
    chance = random.Random(1)
    coined = {"".join(chance.choices(_SYLLABLES.split(), k=chance.randint(2, 4))) for _ in range(2 * _VOCABULARY)}
    words = [*_KNOWN.split(), *sorted(coined)][:_VOCABULARY]
    weights = [1 / (rank + 2) for rank in range(len(words))]
    drawn = iter(chance.choices(words, weights, k=_PARAGRAPHS * _WORDS_IN_A_PARAGRAPH))
    return [" ".join(next(drawn) for _ in range(_WORDS_IN_A_PARAGRAPH)) + ".\n\n" for _ in range(_PARAGRAPHS)]


def make_text(number: int, length: int = 6000) -> str:
    """A text of exactly `length` characters, another for each number."""
    chance = random.Random(number)
    text = [f"Report {number}\n\n"]
    size = len(text[0])
    while size < length:
        text.append(chance.choice(_paragraphs()))
        size += len(text[-1])
    return "".join(text)[:length]
