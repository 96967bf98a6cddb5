"""Blocks when their text changes: put together again from sections, in another order, or in another text.

Blocks are `[start, end, kind, attributes | null]` (`sources.blocks`). Places stand in attributes too: the cells of a
table (`rows`), where a footnote is called (`calls`), and what a pull quote repeats (`of`, `altered`, `omitted`).
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any

from sources.blocks import KINDS, TABLE, Block, block, cells_of_row, with_gaps_filled
from sources.refusals import Refused, gettext_noop

Place = tuple[int, int]
Move = Callable[[int, int], Place | None]
Run = tuple[int, int, int]
Copied = tuple[int, int, int]

_PARTED = "\n\n"
# Attributes that say nothing of a block of another kind.
_OF_KIND = frozenset({"rows", "header", "level", "name", "calls", "of", "altered", "omitted"})


def rejoined(sections: Iterable[tuple[int, Sequence[Block]]]) -> list[Block]:
    """The blocks of a whole text from those of its sections, given as (start, blocks) in order."""
    whole: list[Block] = []
    for start, blocks in sections:
        cut = [found for found in whole if found[1] == start]
        for part in blocks:
            attributes = dict(part[3] or {})
            continues = attributes.pop("continues", False)
            before = next((found for found in cut if found[2] == part[2] and continues), None)
            if before is None:
                whole.append(block(part[0], part[1], part[2], attributes or None))
                continue
            cut.remove(before)
            before[1] = part[1]
            if attributes.get("rows"):
                before[3] = {**(before[3] or {}), "rows": [*(before[3] or {}).get("rows", []), *attributes["rows"]]}
    return whole


def corrected(
    text: str, blocks: Sequence[Block], wanted: Sequence[tuple[int, int, str]]
) -> tuple[str, list[Block], list[Copied]]:
    """The text and its blocks with the kinds and in the order of `wanted`, which names every block once.

    What lies inside another block, or overlaps it, moves with it. Where the order stays, so does the text; where it
    changes, the same words are put together anew, and nothing but the white space between them differs. The third
    part says which stretches of the text before stand where: (start before, end before, start now).
    """
    at: dict[Place, list[int]] = {}
    for number, found in enumerate(blocks):
        at.setdefault((found[0], found[1]), []).append(number)
    kinds: dict[int, str] = {}
    for start, end, kind in wanted:
        if kind not in KINDS:
            raise Refused(gettext_noop("There is no kind of block “%(kind)s”."), about="blocks", kind=kind[:50])
        if not at.get((start, end)):
            raise Refused(
                gettext_noop("No block, or none more, goes from %(start)d to %(end)d."),
                about="blocks",
                start=start,
                end=end,
            )
        kinds[at[start, end].pop(0)] = kind
    if len(kinds) < len(blocks):
        raise Refused(
            gettext_noop("Name every block once: %(missing)d are missing."),
            about="blocks",
            missing=len(blocks) - len(kinds),
        )
    of_kind = [_of_kind(text, found, kinds[number]) for number, found in enumerate(blocks)]
    groups = _groups(blocks)
    leading = {group[0]: number for number, group in enumerate(groups)}
    order = [leading[number] for number in kinds if number in leading]
    if order == sorted(order):
        return text, of_kind, [(0, len(text), 0)] if text else []
    return _in_order(text, of_kind, groups, order)


def _of_kind(text: str, found: Block, kind: str) -> Block:
    start, end, before, attributes = found
    if kind == before:
        return block(start, end, kind, dict(attributes) if attributes else None)
    kept = {name: value for name, value in (attributes or {}).items() if name not in _OF_KIND}
    if kind == TABLE:
        kept["rows"] = _rows(text, start, end)
    return block(start, end, kind, kept or None)


def _rows(text: str, start: int, end: int) -> list[list[list[int]]]:
    rows = []
    for line in text[start:end].splitlines(keepends=True):
        if line.strip():
            rows.append(cells_of_row(text, start, start + len(line.rstrip("\n"))))
        start += len(line)
    return rows


def _groups(blocks: Sequence[Block]) -> list[list[int]]:
    """The numbers of blocks that stay together: those that no earlier block reaches over begin a group."""
    groups: list[list[int]] = []
    reached = 0
    for number, (start, end, _kind, _attributes) in enumerate(blocks):
        if not groups or start >= reached:
            groups.append([])
        groups[-1].append(number)
        reached = max(reached, end)
    return groups


def _in_order(
    text: str, blocks: Sequence[Block], groups: Sequence[Sequence[int]], order: Sequence[int]
) -> tuple[str, list[Block], list[Copied]]:
    starts = [blocks[group[0]][0] for group in groups]
    pieces, gaps = [], []
    for (start, after), group in zip(pairwise([*starts, len(text)]), groups, strict=True):
        reached = max(blocks[number][1] for number in group)
        words = text[start:reached] + text[reached:after].rstrip()
        pieces.append(words)
        gaps.append(text[start + len(words) : after])
    lead = text[: starts[0]]
    parts, moved, length = [lead], {}, len(lead)
    for at, piece in enumerate(order):
        moved[piece] = length
        last = at == len(order) - 1
        kept = last or order[at + 1] == piece + 1
        gap = gaps[-1] if last else gaps[piece] if kept else gaps[at] if "\n" in gaps[at] else _PARTED
        parts += [pieces[piece], gap]
        length += len(pieces[piece]) + len(gap)

    def move(start: int, end: int) -> Place:
        piece = max(bisect_right(starts, start) - 1, 0)
        shift = moved[piece] - starts[piece] if start >= starts[0] else 0
        return start + shift, end + shift

    found = [
        _moved(blocks[number], (move(blocks[number][0], blocks[number][1])), move)
        for piece in order
        for number in groups[piece]
    ]
    copied = [(starts[piece], starts[piece] + len(pieces[piece]), moved[piece]) for piece in order]
    return "".join(parts), found, [(0, len(lead), 0), *copied] if lead else copied


def check_copied(before: str, after: str, copied: Sequence[Copied]) -> None:
    """Refuse stretches that do not say what of one text stands where in another."""
    for start, end, now in copied:
        if not 0 <= start < end <= len(before) or now < 0 or before[start:end] != after[now : now + end - start]:
            raise Refused(
                gettext_noop("What stands from %(start)d to %(end)d was not copied to %(now)d."),
                about="copied",
                start=start,
                end=end,
                now=now,
            )
    by_old = sorted((start, end) for start, end, _now in copied)
    by_new = sorted((now, now + end - start) for start, end, now in copied)
    if any(one[1] > next_one[0] for found in (by_old, by_new) for one, next_one in pairwise(found)):
        raise Refused(gettext_noop("Stretches that were copied lie over one another."), about="copied")


def _moved(found: Block, place: Place, move: Move) -> Block:
    """A block at its new place, with the places in its attributes moved; what has no place any more is left out."""
    attributes: dict[str, Any] = dict(found[3] or {})
    if "rows" in attributes:
        rows = [[list(new) for cell in row if (new := move(*cell))] for row in attributes["rows"]]
        attributes["rows"] = [row for row in rows if row]
    if "calls" in attributes:
        calls = [list(new) for call in attributes["calls"] if (new := move(*call))]
        attributes.pop("calls")
        if calls:
            attributes["calls"] = calls
    if "of" in attributes:
        repeated = move(*attributes.pop("of"))
        differing = {name: attributes.pop(name) for name in ("altered", "omitted") if name in attributes}
        if repeated:
            attributes["of"] = list(repeated)
            for name, places in differing.items():
                attributes[name] = [list(new) for one in places if (new := move(*one))]
    return block(place[0], place[1], found[2], attributes or None)


def carried(blocks: Sequence[Block], same: Sequence[Run], text: str, find: Callable[[str], list[Block]]) -> list[Block]:
    """The blocks of an edited text: those whose words stayed as they were, and what `find` makes of the rest.

    `same` are the runs that both texts share, as (start before, start now, length) in order. Where as many blocks are
    found in a changed stretch as stood there before, they keep their kinds.
    """
    starts = [run[0] for run in same]

    def move(start: int, end: int) -> Place | None:
        at = bisect_right(starts, start) - 1
        if at < 0 or end > same[at][0] + same[at][2]:
            return None
        shift = same[at][1] - same[at][0]
        return start + shift, end + shift

    result: list[Block] = []
    reached, lost = 0, list[Block]()
    for group in _groups(blocks):
        members = [blocks[number] for number in group]
        places = [move(found[0], found[1]) for found in members]
        if any(place is None or place[0] < reached for place in places):
            lost.extend(members)
            continue
        kept = [place for place in places if place is not None]
        result += _found_between(text, reached, kept[0][0], lost, find)
        lost = []
        result += [_moved(found, place, move) for found, place in zip(members, kept, strict=True)]
        reached = max(place[1] for place in kept)
    result += _found_between(text, reached, len(text), lost, find)
    return with_gaps_filled(text, result)


def _found_between(
    text: str, start: int, end: int, lost: Sequence[Block], find: Callable[[str], list[Block]]
) -> list[Block]:
    if not text[start:end].strip():
        return []
    found = [
        _moved(each, (each[0] + start, each[1] + start), lambda left, right: (left + start, right + start))
        for each in find(text[start:end])
    ]
    if len(found) != len(lost):
        return found
    return [_of_kind(text, new, old[2]) for new, old in zip(found, lost, strict=True)]
