"""Words of a text: by their offsets, with what surrounds them, or found by the words themselves.

A text is stored in sections of at most `SECTION` code points; only the sections that a passage touches are read.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from annotator.fragments import BETWEEN
from projects.spelling import spellings
from reviews.surroundings import leading, trailing
from reviews.tables import Row, rows_of
from sources.blocks import Block
from sources.models import Section

Part = tuple[int, str, list[Block]]

SECTION = 8000
AROUND = 240
MAX_FOUND = 20


@dataclass(frozen=True)
class Passage:
    """Words of one revision and what stands before and after them; in a table, the rows they stand in."""

    start: int
    end: int
    exact: str
    before: str = ""
    after: str = ""
    table: tuple[Row, ...] = ()


def text_between(revision_id: UUID, start: int, end: int) -> str:
    """The words from one code point up to another."""
    rows = Section.objects.filter(revision_id=revision_id, start__lt=end, start__gt=start - SECTION - 1)
    parts = list(rows.order_by("number").values_list("start", "text"))
    return _cut(parts, start, end)


def quote_of(revision_id: UUID, fragments: Sequence[tuple[int, int]]) -> str:
    """The words of the fragments, joined as marks join theirs."""
    return BETWEEN.join(text_between(revision_id, start, end) for start, end in fragments)


def _cut(parts: Iterable[tuple[int, str]], start: int, end: int) -> str:
    return "".join(text[max(start - at, 0) : max(end - at, 0)] for at, text in parts)


def around(places: Iterable[tuple[UUID, int, int]]) -> dict[tuple[UUID, int, int], Passage]:
    """Each place (revision, start, end) with its words and surroundings, all read in one query."""
    wanted = list(dict.fromkeys(places))
    if not wanted:
        return {}
    condition = Q()
    for revision, start, end in wanted:
        condition |= Q(revision_id=revision, start__gt=start - AROUND - SECTION - 1, start__lt=end + AROUND + 1)
    sections: dict[UUID, list[tuple[int, str]]] = {}
    blocks: dict[UUID, list[Part]] = {}
    rows = Section.objects.filter(condition).order_by("revision_id", "number")
    for revision_id, at, text, kinds in rows.values_list("revision_id", "start", "text", "blocks"):
        sections.setdefault(revision_id, []).append((at, text))
        blocks.setdefault(revision_id, []).append((at, text, kinds))
    found = {}
    for revision, start, end in wanted:
        parts = sections.get(revision, [])
        found[revision, start, end] = Passage(
            start=start,
            end=end,
            exact=_cut(parts, start, end),
            before=leading(_cut(parts, max(start - AROUND, 0), start), more=start > AROUND),
            after=trailing(_cut(parts, end, end + AROUND), more=bool(_cut(parts, end + AROUND, end + AROUND + 1))),
            table=_table(blocks.get(revision, []), start, end),
        )
    return found


def _table(parts: Iterable[Part], start: int, end: int) -> tuple[Row, ...]:
    """The rows of the table that a passage lies in."""
    around_it = (part for part in parts if part[0] <= start and end <= part[0] + len(part[1]))
    return next((rows_of(text, at, blocks, start, end) for at, text, blocks in around_it), ())


def _pattern(words: str) -> re.Pattern[str] | None:
    """The words as they may be broken over lines; typographic and plain quotation marks and dashes are the same."""
    same = {letter: f"[{group}]" for group in ("'’‘‚", '"“”„', "–—-") for letter in group}
    if not words.strip():
        return None
    written = (
        r"\s+".join("".join(same.get(letter, re.escape(letter)) for letter in word) for word in spelling.split())
        for spelling in spellings(words)
    )
    return re.compile("|".join(written))


def _matches(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Word for word in either spelling, else however lines break."""
    literal = "|".join(re.escape(spelling) for spelling in spellings(words))
    found = re.finditer(literal, text)
    first = next(found, None)
    if first is not None:
        yield first.span()
        yield from (place.span() for place in found)
        return
    pattern = _pattern(words)
    if pattern is not None:
        yield from (place.span() for place in pattern.finditer(text))


def find_words(revision_id: UUID, words: str) -> list[Passage]:
    """Where these words stand in a revision: word for word, else however lines break; at most `MAX_FOUND` places."""
    words = words.strip()
    if not words:
        return []
    rows = Section.objects.filter(revision_id=revision_id).order_by("number")
    parts = list(rows.values_list("start", "text", "blocks"))
    text = "".join(part for _at, part, _blocks in parts)
    found = []
    for start, end in _matches(text, words):
        before = leading(text[max(start - AROUND, 0) : start], more=start > AROUND)
        after = trailing(text[end : end + AROUND], more=end + AROUND < len(text))
        found.append(Passage(start, end, text[start:end], before, after, _table(parts, start, end)))
        if len(found) == MAX_FOUND:
            break
    return found
