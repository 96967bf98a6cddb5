"""Passages of the old text near which their own words were added once more, perhaps with changes.

Where a passage was doubled and one copy was edited, the alignment takes the copy that was left alone, whichever came
first, and the other looks like an insertion. So what was added is compared, by runs of three tokens, with the old
text that stands about as near as the addition is long. A mark in such a passage is for a person to settle.
"""

from bisect import bisect_right

from annotator.fragments import Fragment
from sources.alignment import Alignment, Kind, Segment
from sources.alignment.tokens import Tokens

# Additions this near to one another in the new text are looked at together.
NEAR = 400
LEAST_ADDED = 60
# How many runs have to be repeated, and how far apart they may lie, for a passage to count as doubled.
LEAST_RUNS = 5
FARTHEST_APART = 80
EDGE = 40
_RUN = 3


def doubled(alignment: Alignment) -> list[Fragment]:
    """Stretches of the old text, in order, none touching another."""
    found: list[Fragment] = []
    cluster: list[Segment] = []
    starts = [one.old_start for one in alignment.segments]
    for one in alignment.segments:
        if one.kind is not Kind.CHANGED or one.new_start == one.new_end:
            continue
        if cluster and one.new_start - cluster[-1].new_end > NEAR:
            found += _repeated(alignment, starts, cluster)
            cluster = []
        cluster.append(one)
    if cluster:
        found += _repeated(alignment, starts, cluster)
    return _united(found)


def _repeated(alignment: Alignment, starts: list[int], cluster: list[Segment]) -> list[Fragment]:
    """The kept stretches of the old text around a cluster of additions that these repeat."""
    size = sum(one.new_end - one.new_start for one in cluster)
    if size < LEAST_ADDED:
        return []
    numbers: dict[str, int] = {}
    added: set[tuple[int, ...]] = set()
    for one in cluster:
        ids = Tokens(alignment.new, one.new_start, one.new_end, numbers).ids
        added.update(zip(*(ids[step:] for step in range(_RUN)), strict=False))
    reach = size + size // 2 + EDGE
    low, high = max(0, cluster[0].old_start - reach), min(len(alignment.old), cluster[-1].old_end + reach)
    near = Tokens(alignment.old, low, high, numbers)
    runs = [
        (near.starts[at], near.ends[at + _RUN - 1])
        for at, run in enumerate(zip(*(near.ids[step:] for step in range(_RUN)), strict=False))
        if run in added and alignment.segments[bisect_right(starts, near.starts[at]) - 1].kind is not Kind.CHANGED
    ]
    found: list[Fragment] = []
    first = 0
    for at in range(1, len(runs) + 1):
        if at == len(runs) or runs[at][0] - runs[at - 1][1] > FARTHEST_APART:
            if at - first >= LEAST_RUNS:
                found.append((max(0, runs[first][0] - EDGE), runs[at - 1][1] + EDGE))
            first = at
    return found


def _united(stretches: list[Fragment]) -> list[Fragment]:
    result: list[Fragment] = []
    for start, end in sorted(stretches):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return result
