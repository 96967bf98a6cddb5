"""The origin of each text: what it was first printed as, found along the relations between texts. Pure.

A text leads to those it republishes, translates or rewrites. Its origin is where these ways end; where they end in
several texts, or run in a circle, the one that was published first. An origin that a person has set ends the way. So
all texts that print the same one share its origin, and count once.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import TypeVar

Text = TypeVar("Text", bound=Hashable)

Order = tuple[str, str]


def earliness(published: str, id: object) -> Order:
    """What two texts are ordered by: the date of publication as printed, unknown ones last, then the older row."""
    return published or "~", str(id)


def origins(
    texts: Collection[Text],
    leads_to: Iterable[tuple[Text, Text]],
    order: Mapping[Text, Order],
    fixed: Mapping[Text, Text] | None = None,
) -> dict[Text, Text]:
    """The origin of each of the texts. `fixed` holds those that were set; `order` has every text that ends a way."""
    ways: dict[Text, list[Text]] = {}
    for later, earlier in leads_to:
        ways.setdefault(later, []).append(earlier)
    set_by_hand = fixed or {}
    for one in set_by_hand:
        ways[one] = []
    last = ("~~", "")
    found: dict[Text, Text] = {}
    for circle in _circles(texts, ways):
        inside = set(circle)
        ends = [found[next_] for one in circle for next_ in ways.get(one, ()) if next_ not in inside]
        best = min(ends or circle, key=lambda one: order.get(one, last))
        for one in circle:
            found[one] = set_by_hand.get(one, best)
    return {one: found[one] for one in texts}


def _circles(texts: Iterable[Text], ways: Mapping[Text, list[Text]]) -> list[list[Text]]:
    """The strongly connected components that can be reached, each after all it leads to (Tarjan 1972, as a loop)."""
    number: dict[Text, int] = {}
    low: dict[Text, int] = {}
    open_: list[Text] = []
    is_open: set[Text] = set()
    circles: list[list[Text]] = []
    for start in texts:
        walk = [(start, iter(ways.get(start, ())))] if start not in number else []
        while walk:
            at, rest = walk[-1]
            if at not in number:
                number[at] = low[at] = len(number)
                open_.append(at)
                is_open.add(at)
            for next_ in rest:
                if next_ not in number:
                    walk.append((next_, iter(ways.get(next_, ()))))
                    break
                if next_ in is_open:
                    low[at] = min(low[at], number[next_])
            else:
                walk.pop()
                if walk:
                    low[walk[-1][0]] = min(low[walk[-1][0]], low[at])
                if low[at] == number[at]:
                    circle: list[Text] = []
                    while not circle or circle[-1] != at:
                        circle.append(open_.pop())
                        is_open.discard(circle[-1])
                    circles.append(circle)
    return circles
