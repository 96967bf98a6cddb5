"""Footnotes and their calls in plain text.

A footnote is a line that begins with a mark (`12  `, `12. `, `[12]`, `¹²`, `*`) and the lines that follow it directly.
A mark alone proves nothing: its number must belong to a series that goes up by one over the whole text (in whatever
order columns have put the notes), and a *call* must stand in the body: the same number glued to a word or to the sign
after it (`army,2`, `groups19 –`), the same sign, the same brackets. Notes at the foot of a page are called in what
stands between them and the notes before; within that, calls go up.
"""

from collections import defaultdict
from itertools import chain, pairwise

from sources.blocks import FOOTNOTE
from sources.plain.calls import Call, ascending, calls_of
from sources.plain.lines import Line, Region
from sources.plain.marks import Mark, marks_of

_CALLED_SHARE = {"number": 0.7, "dotted": 0.8, "bracket": 0.5, "raised": 0.5, "symbol": 1.0}
_MANY = 3


def note_regions(
    text: str, lines: list[Line], taken: set[int], starts: set[int], *, tables: set[int], wrapped: bool
) -> list[Region]:
    """The footnotes of a text, each with its name and the places where it is called.

    No note stands in lines that are taken; but it may be called in `tables`.
    """
    found: list[Region] = []
    used: set[Call] = set()
    for family, marks in marks_of(text, lines, taken, starts, wrapped=wrapped).items():
        busy = {at for region in found for at in range(region.first, region.after)}
        free = [mark for mark in marks if not busy.intersection(range(mark.first, mark.after))]
        if free:
            found += _called(text, lines, family, _in_series(family, free), (taken - tables) | busy, used)
    return sorted(found)


def _in_series(family: str, marks: list[Mark]) -> list[Mark]:
    """The marks whose numbers make a series from 1, or at least three in a row; one number may be missing."""
    if family == "symbol":
        return marks
    numbers = sorted({mark.number for mark in marks})
    series: list[list[int]] = []
    for number in numbers:
        if series and number - series[-1][-1] <= 2:
            series[-1].append(number)
        else:
            series.append([number])
    kept = set(chain.from_iterable(run for run in series if run[0] == 1 or len(run) >= _MANY))
    return [mark for mark in marks if mark.number in kept]


def _called(
    text: str, lines: list[Line], family: str, marks: list[Mark], taken: set[int], used: set[Call]
) -> list[Region]:
    """The footnotes among the marks: those that are called, if enough of them are. Their calls are used up."""
    if not marks:
        return []
    own = {at for mark in marks for at in range(mark.first, mark.after)}
    calls = [call for call in calls_of(text, lines, family, {m.name for m in marks}, taken | own) if call not in used]
    places = _places(lines, marks, calls, anywhere=family != "dotted")
    called = [mark for mark in marks if mark in places]
    if not called or len(called) < _CALLED_SHARE[family] * len(marks):
        return []
    if len(called) == 1 and not any(call.strong for call in places[called[0]]):
        return []
    sure = called if family in {"dotted", "symbol"} else [m for m in marks if m in places or not m.weak]
    used.update(chain.from_iterable(places.values()))
    names: dict[str, int] = defaultdict(int)
    regions = []
    for mark in sorted(sure, key=lambda mark: mark.first):
        names[mark.name] += 1
        name = mark.name if names[mark.name] == 1 else f"{mark.name}·{names[mark.name]}"
        attributes: dict[str, object] = {"name": name}
        if mark in places:
            attributes["calls"] = [[call.start, call.end] for call in places[mark]]
        regions.append(Region(mark.first, mark.after, FOOTNOTE, attributes))
    return regions


def _places(lines: list[Line], marks: list[Mark], calls: list[Call], *, anywhere: bool) -> dict[Mark, list[Call]]:
    """Where each mark is called: first in the zone above its group, what is left `anywhere`."""
    marks = sorted(marks, key=lambda mark: mark.first)
    groups = [[marks[0]]]
    for before, mark in pairwise(marks):
        if mark.first == before.after and mark.number > before.number:
            groups[-1].append(mark)
        else:
            groups.append([mark])
    found: dict[Mark, list[Call]] = {}
    low = at = 0
    for group in groups:
        high = lines[group[0].first].start
        zone = []
        while at < len(calls) and calls[at].start < high:
            if calls[at].start >= low:
                zone.append(calls[at])
            at += 1
        _assign(group, zone, found)
        low = lines[group[-1].after - 1].end
    used = {call for kept in found.values() for call in kept}
    left = [mark for mark in marks if mark not in found]
    if left and anywhere:
        _assign(sorted(left, key=lambda mark: mark.number), [c for c in calls if c not in used and c.strong], found)
    return found


def _assign(group: list[Mark], zone: list[Call], found: dict[Mark, list[Call]]) -> None:
    """Give each mark of a group its call in the zone, calls going up, and further sure calls of the same name."""
    by_name = {mark.name: mark for mark in group}
    inside = [call for call in zone if call.name in by_name]
    chosen = ascending(inside)
    for call in chosen:
        found[by_name[call.name]] = [call]
    for call in inside:
        kept = found.get(by_name[call.name])
        if kept and call.strong and call.again and call.start > kept[-1].start:
            kept.append(call)
