"""Fragments of one mark, placed together: a mark is as well placed as the worst of its fragments."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from annotator.anchoring import reasons
from annotator.anchoring.model import WORST_LAST, Grade, Part, Placement, Reason
from annotator.fragments import Fragment, Fragments

MOST_CANDIDATES = 10


def joined(parts: Sequence[Part]) -> Placement:
    """The mark whose fragments went these ways."""
    worst = max(parts, key=lambda one: WORST_LAST.index(one.grade))
    alike = min(one.similarity for one in parts)
    placed = ordered(place for one in parts for place in one.places)
    if worst.grade.placed:
        if overlap(placed):
            return Placement(Grade.AMBIGUOUS, None, alike, reasons.COLLIDED, (), tuple(parts))
        return Placement(worst.grade, placed, alike, worst.reason, (), tuple(parts))
    reason = worst.reason
    if len(parts) > 1:
        reason = Reason(reasons.LOST_IN_PART.sentence, {"reason": str(worst.reason)})
    return Placement(worst.grade, None, alike, reason, _candidates(parts, placed), tuple(parts))


def _candidates(parts: Sequence[Part], placed: Fragments) -> tuple[Fragments, ...]:
    """Whole marks to choose from: what is placed, with each place that an unplaced fragment could have."""
    unplaced = [one for one in parts if not one.places]
    firsts = [one.candidates[0] for one in unplaced if one.candidates]
    choices = [ordered([*placed, *firsts])]
    for number, one in enumerate(unplaced):
        others = [other.candidates[0] for at, other in enumerate(unplaced) if at != number and other.candidates]
        choices += [ordered([*placed, *others, candidate]) for candidate in one.candidates]
    good = [one for one in dict.fromkeys(choices) if one and not overlap(one)]
    return tuple(good[:MOST_CANDIDATES])


def ordered(places: Iterable[Fragment]) -> Fragments:
    """Fragments in order of reading."""
    return tuple(sorted(places))


def overlap(fragments: Fragments) -> bool:
    """Whether any two fragments lie over one another."""
    return any(before[1] > after[0] for before, after in pairwise(fragments))
