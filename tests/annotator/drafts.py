"""Texts that are edited at random while it is kept account of where each mark truly goes.

A draft carries its marks through every edit, so that in the end the true place of each is known without comparing
anything: None where its words were taken out or replaced as a whole. Marks that were torn apart, so that no one place
is theirs, are told by number in `torn`. An insertion exactly at the border of a mark stays outside.
"""

import re
from collections.abc import Callable
from random import Random

from tests.annotator.invented import RUNNING_TITLE, Writer

Mark = tuple[int, int]


def folded(text: str) -> str:
    """The words of a text without how they are set."""
    return " ".join(re.sub(r"(?<=\w)[-‐][ \t]*\n\s*(?=\w)", "", text).split())


class Draft:
    """A text being edited, with its marks."""

    def __init__(self, text: str, marks: list[Mark], writer: Writer) -> None:
        self.text = text
        self.marks: list[Mark | None] = list(marks)
        self.torn: set[int] = set()
        self.copies: list[Mark] = []
        self.writer = writer
        self.chance = writer.chance

    def edit(self) -> str:
        """Do one edit; the name of what was done."""
        one = self.chance.choice(EDITS)
        one(self)
        return one.__name__

    def replace(self, start: int, end: int, words: str) -> None:
        """Put words in place of `[start, end)`."""
        self.text = self.text[:start] + words + self.text[end:]
        self.marks = [mark and _carried(mark, start, end, len(words)) for mark in self.marks]
        self.copies = [kept for one in self.copies if (kept := _carried(one, start, end, len(words)))]

    def rewrite(self, start: int, end: int, words: str) -> None:
        """The same for other words; those that the new words begin or end with as well stay where they are."""
        head = _same_words(self.text[start:end], words)
        start, words = start + head, words[head:]
        tail = _same_words(self.text[start:end][::-1], words[::-1])
        end, words = end - tail, words[: len(words) - tail]
        if start < end or words:
            self.replace(start, end, words)

    def move(self, start: int, end: int, to: int) -> None:
        """Take `[start, end)` out and put it in at `to`, outside of it; marks inside go along, torn ones are lost."""
        moved = self.text[start:end]
        inside = [mark if mark and start <= mark[0] and mark[1] <= end else None for mark in self.marks]
        torn = [
            bool(mark and mark[0] < end and mark[1] > start and not (start <= mark[0] and mark[1] <= end))
            for mark in self.marks
        ]
        self.replace(start, end, "")
        if to >= end:
            to -= end - start
        self.replace(to, to, moved)
        for number, mark in enumerate(inside):
            if mark:
                self.marks[number] = (mark[0] - start + to, mark[1] - start + to)
            elif torn[number]:
                self.marks[number] = None
                self.torn.add(number)

    def is_doubled(self, start: int, end: int) -> bool:
        """Whether this touches an original or its copy: of these, none is taken out or away.

        An original that goes while its copy stays cannot be told from one that was never doubled.
        """
        return any(start < one[1] and one[0] < end for one in self.copies)

    def spans(self, pattern: str, wanted: int = 1) -> list[Mark]:
        """Some places of a pattern near a random point, in order; none where there are too few."""
        at = self.chance.randrange(len(self.text) or 1)
        if pattern.startswith(_PARAGRAPH) and self.text.count("\n\n") < 2:
            pattern = pattern.replace(_PARAGRAPH, r"[^\n]+")
        for point in (at, 0):
            found = []
            for one in re.compile(pattern).finditer(self.text, self.text.rfind("\n", 0, point) + 1):
                found.append(one.span())
                if len(found) == wanted + 40:
                    break
            if len(found) >= wanted:
                first = self.chance.randint(0, len(found) - wanted)
                return found[first : first + wanted]
        return []


def _same_words(text: str, other: str) -> int:
    """How many characters of the words at their beginnings two texts share, white space where it is the same."""
    same = 0
    for mine, its in zip(re.findall(r"\S+\s+", text), re.findall(r"\S+\s+", other), strict=False):
        if mine != its:
            return same + (len(mine.rstrip()) if mine.rstrip() == its.rstrip() else 0)
        same += len(mine)
    return same


def _carried(mark: Mark, start: int, end: int, length: int) -> Mark | None:
    low, high = mark
    grown = length - (end - start)
    if start == end:
        return (low if low < start else low + grown, high if high <= start else high + grown)
    if start <= low and high <= end:
        return None
    low = low if low <= start else low + grown if low >= end else start + length
    high = high if high <= start else high + grown if high >= end else start
    return (low, high) if low < high else None


_WORD = r"\w+"
_SENTENCE = r"[^\s.?!][^.?!\n]*(?:\n[^.?!\n]+)*[.?!]"
_PARAGRAPH = r"[^\n]+(?:\n[^\n]+)*"


def insert_words(draft: Draft) -> None:
    for _, end in draft.spans(_WORD):
        draft.replace(end, end, "".join(" " + draft.writer.word() for _ in range(draft.chance.randint(1, 4))))


def delete_words(draft: Draft) -> None:
    found = draft.spans(r"\w+\s", draft.chance.randint(1, 4))
    if found:
        draft.replace(found[0][0], found[-1][1], "")


def replace_words(draft: Draft) -> None:
    found = draft.spans(_WORD, draft.chance.randint(1, 4))
    if found:
        words = " ".join(draft.writer.word() for _ in found)
        draft.rewrite(found[0][0], found[-1][1], words)


def fix_typo(draft: Draft) -> None:
    for start, end in draft.spans(r"\w{4,}"):
        at = draft.chance.randrange(start + 1, end - 1)
        kind = draft.chance.randrange(3)
        letter = draft.chance.choice("aeioustrn")
        if kind == 0 and letter not in draft.text[at - 1 : at + 1]:
            draft.replace(at, at, letter)
        elif kind == 1 and draft.text[at] not in (draft.text[at - 1], draft.text[at + 1]):
            draft.replace(at, at + 1, "")
        elif draft.text[at] != letter:
            draft.replace(at, at + 1, letter)


def insert_sentence(draft: Draft) -> None:
    for start, _ in draft.spans(_SENTENCE):
        draft.replace(start, start, draft.writer.sentence() + " ")


def delete_sentence(draft: Draft) -> None:
    for start, end in draft.spans(_SENTENCE + r"\s?"):
        if draft.is_doubled(start, end):
            return
        draft.replace(start, end, "")


def replace_sentence(draft: Draft) -> None:
    for start, end in draft.spans(_SENTENCE):
        if draft.is_doubled(start, end):
            return
        draft.rewrite(start, end, draft.writer.sentence())


def insert_paragraph(draft: Draft) -> None:
    for start, _ in draft.spans(_PARAGRAPH):
        draft.replace(start, start, draft.writer.paragraph(0) + "\n\n")


def delete_paragraph(draft: Draft) -> None:
    for start, end in draft.spans(_PARAGRAPH + r"\n*"):
        if draft.is_doubled(start, end):
            return
        draft.replace(start, end, "")


def move_paragraph(draft: Draft) -> None:
    found = draft.spans(_PARAGRAPH + r"\n+", draft.chance.randint(2, 12))
    if not found or draft.is_doubled(found[0][0], found[-1][1]):
        return
    if draft.text[slice(*found[0])] != draft.text[slice(*found[-1])]:
        draft.move(*found[0], found[-1][1])


def double_paragraph(draft: Draft) -> None:
    found = draft.spans(_PARAGRAPH + r"\n+", draft.chance.choice([1, 1, 3, 20]))
    if found:
        (start, end), at = found[0], found[-1][1]
        draft.replace(at, at, draft.text[start:end])
        draft.copies += [(start, end), (at, at + end - start)]


def wrap_anew(draft: Draft) -> None:
    """Other line ends in one paragraph, or one out of fifty times in the whole text."""
    start, end = 0, len(draft.text)
    if draft.chance.random() > 0.02:
        found = draft.spans(_PARAGRAPH)
        if not found:
            return
        start, end = found[0]
    share = draft.chance.choice([0.0, 0.1, 0.2])
    part = re.sub(
        r"(?<=\S)[ \n](?=\S)",
        lambda _: "\n" if draft.chance.random() < share else " ",
        draft.text[start:end],
    )
    draft.text = draft.text[:start] + part + draft.text[end:]


def take_out_titles(draft: Draft) -> None:
    while (at := draft.text.find(RUNNING_TITLE)) >= 0:
        after = at + len(RUNNING_TITLE)
        while after < len(draft.text) and draft.text[after] == "\n":
            after += 1
        draft.replace(at, after, "")


def turn_quotes(draft: Draft) -> None:
    for start, end in draft.spans("[“”]", 2):
        draft.replace(start, end, '"')


def part_word(draft: Draft) -> None:
    for start, end in draft.spans(r"[^\W\d_]{5,}"):
        at = draft.chance.randrange(start + 2, end - 2)
        draft.replace(at, at, "-\n")


def heal_word(draft: Draft) -> None:
    for start, end in draft.spans(r"(?<=\w)-\n(?=\w)"):
        draft.replace(start, end, "")


def double_space(draft: Draft) -> None:
    for start, end in draft.spans(r"(?<=\S) (?=\S)"):
        draft.replace(start, end, draft.chance.choice(["  ", "\u00a0", " \t"]))


EDITS: list[Callable[[Draft], None]] = [
    insert_words, insert_words, delete_words, delete_words, replace_words, replace_words, fix_typo, fix_typo, fix_typo,
    insert_sentence, delete_sentence, replace_sentence, insert_paragraph, delete_paragraph, move_paragraph,
    double_paragraph, wrap_anew, wrap_anew, take_out_titles, turn_quotes, part_word, part_word, heal_word, double_space,
]  # fmt: skip


def random_marks(text: str, chance: Random, count: int) -> list[Mark]:
    """Marks of all lengths, most of them on whole words, none with white space at its borders."""
    marks: list[Mark] = []
    words = [one.span() for one in re.finditer(r"\S+", text)]
    for _ in range(count):
        first = chance.randrange(len(words))
        last = min(len(words) - 1, first + chance.choice([0, 1, 2, 3, 5, 8, 13, 30, 80]))
        start, end = words[first][0], words[last][1]
        if chance.random() < 0.15:
            end = max(start + 1, end - chance.randint(0, 2))
            if text[end - 1].isspace():
                continue
        marks.append((start, end))
    return marks
