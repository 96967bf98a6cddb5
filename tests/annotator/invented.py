"""Invented texts of many kinds: flowing or in lines, with headings, running titles, quotations, other scripts."""

from itertools import accumulate
from random import Random

_SYLLABLES = "ba den fo gar hin kel lo mar nes or pa qui ras sten tu val wen xo yl zar ci ther un im"
_COMMON = "the of and in to a that is for on it with as was by at from not are be this which have has or"
_RARE = "İstanbul café naïve Żółw שלום العربية 😀 𝒜𝒷 漢字仮名交じり文 e\u0301te\u0301 U.S. 12.5% state-run"
RUNNING_TITLE = "Report on the Valley · Confidential draft"
BOILERPLATE = "More from this outlet: subscribe to the newsletter and follow us for the latest reports."


class Writer:
    """Invents words, sentences, paragraphs and texts."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self._rare = _RARE.split()
        syllables = _SYLLABLES.split()
        self._words = [
            *_COMMON.split(),
            *("".join(chance.choices(syllables, k=chance.randint(1, 4))) for _ in range(3000)),
        ]
        self._weights = list(accumulate(1 / (rank + 2) for rank in range(len(self._words))))

    def word(self) -> str:
        if self.chance.random() < 0.01:
            return self.chance.choice(self._rare)
        return self.chance.choices(self._words, cum_weights=self._weights)[0]

    def sentence(self) -> str:
        words = [self.word() for _ in range(self.chance.randint(3, 22))]
        if len(words) > 6 and self.chance.random() < 0.3:
            words[2], words[4] = "“" + words[2], words[4] + "”"
        if len(words) > 8 and self.chance.random() < 0.4:
            words[6] += ","
        return words[0].capitalize() + " " + " ".join(words[1:]) + self.chance.choice("...?!")

    def paragraph(self, width: int) -> str:
        if self.chance.random() < 0.04:
            return BOILERPLATE
        if self.chance.random() < 0.06:
            return " ".join(self.word() for _ in range(self.chance.randint(1, 5))).title()
        return wrapped(" ".join(self.sentence() for _ in range(self.chance.randint(1, 9))), width)

    def text(self, length: int) -> str:
        """A text of about this length: flowing or in lines of a fixed width, some with a running title."""
        width = self.chance.choice([0, 0, 72])
        titled = self.chance.random() < 0.3
        parts: list[str] = []
        size = 0
        while size < length:
            parts.append(self.paragraph(width))
            size += len(parts[-1]) + 2
            if titled and len(parts) % 9 == 0:
                parts.append(RUNNING_TITLE)
        return ("\n\n" if width else self.chance.choice(["\n\n", "\n"])).join(parts)


def wrapped(text: str, width: int) -> str:
    """A paragraph in lines of a width; 0 means one line."""
    if not width:
        return " ".join(text.split())
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + len(word) >= width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "\n".join([*lines, line])
