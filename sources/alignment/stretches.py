"""Stretches of the same words in both texts: by lines, then by tokens; what is the same by chance is let go."""

from itertools import accumulate, pairwise
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from sources.alignment.matching import Match, Region, gaps, match
from sources.alignment.tokens import Tokens, same_before, same_from

# Runs of tokens that hold two regions together where they stand once in both, tried in this order.
SIZES = (12, 5, 2, 1)
# Cells of the table when two leftovers are compared token by token: 1,000 tokens against 1,000 are a millisecond, and
# more than this is not the same passage any more.
MOST_CELLS = 4_000_000
# Kept words of this many characters are never taken for chance, however much was changed around them.
FIRM = 32


class Stretch(NamedTuple):
    """The same words in both texts; `sure` as in `Segment`."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int
    sure: bool


def stretches(old: str, new: str) -> list[Stretch]:
    """Stretches of the same words, in order, none next to another."""
    old_lines, new_lines = old.split("\n"), new.split("\n")
    old_ends, new_ends = _ends(old_lines), _ends(new_lines)
    numbers: dict[str, int] = {}
    a = [numbers.setdefault(line, len(numbers)) for line in old_lines]
    b = [numbers.setdefault(line, len(numbers)) for line in new_lines]
    lines = match(a, b, (1,), [len(line) + 1 for line in old_lines])
    found = [
        Stretch(
            old_ends[one.i],
            min(old_ends[one.i + one.size], len(old)),
            new_ends[one.j],
            min(new_ends[one.j + one.size], len(new)),
            True,
        )
        for one in lines
    ]
    ids: dict[str, int] = {}
    for region in gaps(lines, Region(0, len(a), 0, len(b))):
        if region.i < region.i_end and region.j < region.j_end:
            found += _in_region(
                old,
                (old_ends[region.i], min(old_ends[region.i_end], len(old))),
                new,
                (new_ends[region.j], min(new_ends[region.j_end], len(new))),
                ids,
            )
    found = [one for one in found if one.old_start < one.old_end and one.new_start < one.new_end]
    return _settled(old, new, _without_chance(_adjoined(old, new, sorted(found))))


def _ends(lines: list[str]) -> list[int]:
    """Where each line starts, and where the text would go on after the last."""
    return list(accumulate((len(line) + 1 for line in lines), initial=0))


def _in_region(
    old: str, old_range: tuple[int, int], new: str, new_range: tuple[int, int], ids: dict[str, int]
) -> list[Stretch]:
    """The same for a part of both texts, by tokens."""
    a, b = Tokens(old, *old_range, ids), Tokens(new, *new_range, ids)
    matches = match(a.ids, b.ids, SIZES)
    found = [_stretch(a, b, one, True) for one in matches]
    for region in gaps(matches, Region(0, len(a), 0, len(b))):
        found += [_stretch(a, b, one, False) for one in _compared(a.ids, b.ids, region)]
    return found


def _compared(a: list[int], b: list[int], region: Region) -> list[Match]:
    """The longest common subsequence of two leftovers: what they share stands several times, so it is not sure."""
    left, right = a[region.i : region.i_end], b[region.j : region.j_end]
    if not left or not right or len(left) * len(right) > MOST_CELLS or set(left).isdisjoint(right):
        return []
    return [
        Match(region.i + one.src_start, region.j + one.dest_start, one.src_end - one.src_start)
        for one in LCSseq.opcodes(left, right)
        if one.tag == "equal"
    ]


def _stretch(a: Tokens, b: Tokens, one: Match, sure: bool) -> Stretch:
    last, other = one.i + one.size - 1, one.j + one.size - 1
    return Stretch(a.starts[one.i], a.ends[last], b.starts[one.j], b.ends[other], sure)


def _adjoined(old: str, new: str, found: list[Stretch]) -> list[Stretch]:
    """Stretches with nothing or only white space between them, on both sides, as one."""
    result: list[Stretch] = []
    for one in found:
        if (
            result
            and _is_space(old, (last := result[-1]).old_end, one.old_start)
            and _is_space(new, last.new_end, one.new_start)
        ):
            result[-1] = Stretch(last.old_start, one.old_end, last.new_start, one.new_end, last.sure and one.sure)
        else:
            result.append(one)
    return result


def _is_space(text: str, start: int, end: int) -> bool:
    return start == end or (end - start < 1000 and text[start:end].isspace())


def _without_chance(found: list[Stretch]) -> list[Stretch]:
    """Without what only happens to be the same: a few words kept amid longer changes on both sides of them.

    A stretch goes where it is no longer than what was changed before it, nor than what was changed after it, and not
    long in itself. The gaps become one then, and the neighbours are looked at again.
    """
    result = found
    while True:
        kept: list[Stretch] = []
        for number, one in enumerate(result):
            length = one.old_end - one.old_start
            before = kept[-1] if kept else None
            after = result[number + 1] if number + 1 < len(result) else None
            by_chance = (
                before is not None
                and after is not None
                and length < FIRM
                and length <= min(_changed(before, one), _changed(one, after))
            )
            if not by_chance:
                kept.append(one)
        if len(kept) == len(result):
            return kept
        result = kept


def _changed(before: Stretch, after: Stretch) -> int:
    return max(after.old_start - before.old_end, after.new_start - before.new_end)


def _settled(old: str, new: str, found: list[Stretch]) -> list[Stretch]:
    """White space at the edges of what was changed belongs to the stretches where it is the same on both sides."""
    edges = [Stretch(0, 0, 0, 0, True), *found, Stretch(len(old), len(old), len(new), len(new), True)]
    for number, (before, after) in enumerate(pairwise(edges)):
        before = edges[number]
        room = min(after.old_start - before.old_end, after.new_start - before.new_end)
        head = _spaces(old, before.old_end, same_from(old, before.old_end, new, before.new_end, room))
        tail = same_before(old, after.old_start, new, after.new_start, room - head)
        tail = _spaces_before(old, after.old_start, tail)
        edges[number] = before._replace(old_end=before.old_end + head, new_end=before.new_end + head)
        edges[number + 1] = after._replace(old_start=after.old_start - tail, new_start=after.new_start - tail)
    return _adjoined(old, new, [one for one in edges if one.old_start < one.old_end and one.new_start < one.new_end])


def _spaces(text: str, start: int, most: int) -> int:
    part = text[start : start + most]
    return len(part) - len(part.lstrip())


def _spaces_before(text: str, end: int, most: int) -> int:
    part = text[end - most : end]
    return len(part) - len(part.rstrip())
