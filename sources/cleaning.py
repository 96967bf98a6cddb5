"""A cleaned text: the body in reading order, without what belongs to page and site, its lines healed.

Blocks are taken in the order given (`sources.reading_order` proposes one), boilerplate is left out, footnotes stand at
the end by their names. A paragraph that a column, a page or a pull quote has broken off is put together again. Not a
letter is changed, so that every place of the old text that is still there has one in the new.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sources.blocks import BOILERPLATE, FOOTNOTE, LIST_ITEM, PARAGRAPH, TABLE, Block, block
from sources.flow import FLOWING, call_ends, is_open, page_breaks
from sources.healing import Healing
from sources.plain.lines import begins_lower

Place = list[int]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A cleaned text with its blocks, and where its parts were.

    `places` are `[old start, old end, new start]` in the order of the new text: what stood there stands here, letter
    for letter.
    """

    text: str
    blocks: list[Block]
    places: list[Place]


@dataclass(slots=True)
class _Unit:
    """One block to be: the old ones it is put together from."""

    kind: str
    parts: list[Block] = field(default_factory=list)


def clean(text: str, blocks: Sequence[Block], order: Sequence[int] | None = None) -> Cleaned:
    """The cleaned text of blocks in an order, by default the one in which they stand."""
    order = range(len(blocks)) if order is None else order
    writer = _Writer(text, Healing(text, blocks))
    units = _units(text, blocks, order)
    notes = [unit for unit in units if unit.kind == FOOTNOTE]
    for unit in [*(unit for unit in units if unit.kind != FOOTNOTE), *sorted(notes, key=_by_name)]:
        writer.add(unit)
    return writer.finish()


def _by_name(unit: _Unit) -> tuple[int, str]:
    name = str((unit.parts[0][3] or {}).get("name", ""))
    number = name.partition("·")[0]
    return (int(number), "") if number.isdecimal() else (10**9, "")


def _units(text: str, blocks: Sequence[Block], order: Sequence[int]) -> list[_Unit]:
    calls = call_ends(blocks)
    breaks = page_breaks(text, blocks)
    kinds = [found[2] for found in blocks]
    paged = bool(breaks) or FOOTNOTE in kinds[:-1]
    units: list[_Unit] = []
    broken: tuple[int, _Unit] | None = None
    for at in order:
        found = blocks[at]
        if found[2] == BOILERPLATE:
            continue
        if broken is not None and found[2] == PARAGRAPH and _goes_on(text, found, at - broken[0], at in breaks, paged):
            broken[1].parts.append(found)
            unit = broken[1]
        else:
            unit = _Unit(found[2], [found])
            units.append(unit)
        if found[2] in FLOWING:
            broken = (at, unit) if is_open(text, found, calls) else None
    return units


def _goes_on(text: str, found: Block, step: int, turned: bool, paged: bool) -> bool:
    """Whether a paragraph continues the one broken off `step` blocks before it.

    Where a page has turned or something stands between, it does; else only in small letters, and in a text that has
    pages or footnotes: there an empty line may be the end of a column.
    """
    return turned or step != 1 or (paged and begins_lower(text[found[0] : found[1]]))


class _Writer:
    """The new text under way."""

    def __init__(self, text: str, healing: Healing) -> None:
        self._old, self._healing = text, healing
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[tuple[int, int, str, dict[str, Any] | None]] = []
        self._places: list[Place] = []
        self._last = ""

    def add(self, unit: _Unit) -> None:
        """Add one block, parted from the one before by an empty line, items of a list by a line break."""
        if self._length:
            self._put("\n" if unit.kind == self._last == LIST_ITEM else "\n\n")
        start = self._length
        for number, part in enumerate(unit.parts):
            left, right = part[0], part[1]
            if number:
                before = unit.parts[number - 1]
                line = self._old.rfind("\n", before[0], before[1]) + 1 or before[0]
                cut, _right, between = self._healing.join(self._old[line : before[1]], before[1], left, right)
                self._withdraw(before[1] - cut)
                self._put(between)
            self._copy(left, right, healed=unit.kind != TABLE)
        attributes = next((part[3] for part in unit.parts if part[3]), None)
        self._blocks.append((start, self._length, unit.kind, attributes))
        self._last = unit.kind

    def finish(self) -> Cleaned:
        """The text, its blocks with what they name, and the places."""
        moved = _Moved(self._places)
        blocks = [block(start, end, kind, moved.attributes(said)) for start, end, kind, said in self._blocks]
        return Cleaned("".join(self._parts), blocks, self._places)

    def _copy(self, start: int, end: int, *, healed: bool) -> None:
        for left, right, between in self._healing.joins(start, end) if healed else ():
            self._take(start, left)
            self._put(between)
            start = right
        self._take(start, end)

    def _take(self, start: int, end: int) -> None:
        if end > start:
            self._places.append([start, end, self._length])
            self._put(self._old[start:end])

    def _withdraw(self, count: int) -> None:
        """Take back a hyphen that only broke a word."""
        if count:
            self._parts[-1] = self._parts[-1][:-count]
            self._length -= count
            self._places[-1][1] -= count

    def _put(self, words: str) -> None:
        if words:
            self._parts.append(words)
            self._length += len(words)


class _Moved:
    """Places of the old text in the new one."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._places = sorted(place for place in places if place[0] < place[1])
        self._starts = [place[0] for place in self._places]
        self._ends = [place[1] for place in self._places]

    def attributes(self, said: dict[str, Any] | None) -> dict[str, Any] | None:
        """What a block says, with its ranges moved; what is left out of the new text is left out here."""
        return (
            {name: value for name, given in said.items() if (value := self._value(given)) is not None} if said else None
        )

    def _value(self, given: Any) -> Any:
        if not isinstance(given, list):
            return given
        if len(given) == 2 and all(isinstance(place, int) for place in given):
            return self.range(*given)
        return [value for one in given if (value := self._value(one)) is not None]

    def range(self, start: int, end: int) -> list[int] | None:
        """A range in the new text: from its first to its last character that is still there, None if none is."""
        first = bisect_right(self._ends, start)
        last = bisect_left(self._starts, end) - 1
        if first > last:
            return self._empty(start) if start == end else None
        left, right = self._places[first], self._places[last]
        moved = [left[2] + max(start - left[0], 0), right[2] + min(end, right[1]) - right[0]]
        return moved if moved[0] <= moved[1] else None

    def _empty(self, at: int) -> list[int] | None:
        """An empty range, such as a cell without words."""
        number = bisect_left(self._ends, at)
        if number < len(self._places) and self._places[number][0] <= at:
            place = self._places[number]
            return [place[2] + at - place[0]] * 2
        return None
