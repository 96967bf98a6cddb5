"""Whether kept words might be others: the same words among what was added or removed.

A place that the alignment gives is trusted only where it explains more than any twin of it does. Take a paragraph that
stands once in the old text and, through copying, twice in the new one: its image is the copy that goes on being the
same on both sides, beyond where the other copy leaves off. Where neither goes further on both sides, nobody can say.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate

from annotator.anchoring.images import Images
from annotator.fragments import Fragment
from sources.alignment import Kind
from sources.alignment.tokens import same_before, same_from

# A twin has to go on being the same for so many characters to count, and an image so much further to be beyond doubt.
NEAR = 8
# Words of this many characters are looked for as they are, shorter ones with their neighbours.
LONG = 24
# The share of the distance to a twin that has to have been added there for the passage to have been doubled.
DOUBLED = 0.7
FARTHEST = 4000
MOST_TWINS = 20
_BORDER = "\0"


class Unmatched:
    """The parts of one text that have no counterpart in the other, searchable as one."""

    def __init__(self, text: str, parts: list[Fragment]) -> None:
        self._parts = parts
        self._offsets: list[int] = []
        at = 0
        for start, end in parts:
            self._offsets.append(at)
            at += end - start + 1
        self._starts = [start for start, _ in parts]
        self._ends = [end for _, end in parts]
        self._sums = [0, *accumulate(end - start for start, end in parts)]
        self._joined = _BORDER.join(text[start:end] for start, end in parts)

    def within(self, start: int, end: int) -> int:
        """How many characters of them lie in a stretch of the text."""
        first = bisect_right(self._ends, start)
        last = bisect_left(self._starts, end)
        if first >= last:
            return 0
        whole = self._sums[last] - self._sums[first]
        return whole - max(0, start - self._starts[first]) - max(0, self._ends[last - 1] - end)

    def find(self, words: str) -> Iterator[int]:
        """Where these words stand, in places of the text."""
        at = self._joined.find(words)
        while at >= 0:
            part = bisect_right(self._offsets, at) - 1
            yield self._parts[part][0] + at - self._offsets[part]
            at = self._joined.find(words, at + 1)


class Twins:
    """Finds the twins of images."""

    def __init__(self, images: Images) -> None:
        self._old, self._new = images.old, images.new
        changed = [one for one in images.segments if one.kind is Kind.CHANGED]
        self.of_new = Unmatched(images.new, [(c.new_start, c.new_end) for c in changed if c.new_start < c.new_end])
        self.of_old = Unmatched(images.old, [(c.old_start, c.old_end) for c in changed if c.old_start < c.old_end])

    def added(self, place: Fragment, image: Fragment) -> list[Fragment]:
        """Places in the new text that fit a kept fragment about as well as its image does."""
        found = []
        for part, there in _ends(place, image):
            mine = _extent(self._old, part, self._new, there)
            for twin in _twins(self.of_new, self._old, part):
                its = _extent(self._old, part, self._new, twin)
                is_long = part[1] - part[0] + sum(its) >= LONG
                if _rivals(mine, its) or (is_long and self._may_have_been_doubled(twin, there)):
                    start = min(max(0, twin[0] - part[0] + place[0]), len(self._new) - (image[1] - image[0]))
                    found.append((start, start + image[1] - image[0]))
        return list(dict.fromkeys(found))

    def removed(self, place: Fragment, image: Fragment) -> bool:
        """Whether words that were removed fit the image about as well as this fragment does."""
        for part, there in _ends(place, image):
            mine = _extent(self._old, part, self._new, there)
            for twin in _twins(self.of_old, self._new, there):
                if _rivals(mine, _extent(self._old, twin, self._new, there)):
                    return True
        return False

    def _may_have_been_doubled(self, twin: Fragment, image: Fragment) -> bool:
        """Whether about as much was added around a twin and an image as lies between them.

        That is so where a passage was doubled and one copy edited: the alignment takes the copy that was left alone,
        whichever came first. A twin further off would tear apart what stands between.
        """
        distance = abs(twin[0] - image[0])
        low, high = min(twin[0], image[0]) - distance, max(twin[1], image[1]) + distance
        return self.of_new.within(low, high) >= DOUBLED * distance


def _ends(place: Fragment, image: Fragment) -> list[tuple[Fragment, Fragment]]:
    """A fragment and its image; of a long one the beginning and the end, since either may have a twin of its own."""
    (start, end), (low, high) = place, image
    if min(end - start, high - low) < 2 * LONG:
        return [(place, image)]
    return [((start, start + LONG), (low, low + LONG)), ((end - LONG, end), (high - LONG, high))]


def _twins(unmatched: Unmatched, text: str, place: Fragment) -> Iterator[Fragment]:
    """Where the words of a place of this text stand among the unmatched; short ones only with a neighbour."""
    start, end = place
    needles = {(start, end)} if end - start >= LONG else {(max(0, start - NEAR), end), (start, end + NEAR)}
    seen: set[int] = set()
    for low, high in needles:
        for at in unmatched.find(text[low:high]):
            if at + start - low not in seen:
                seen.add(at + start - low)
                yield at + start - low, at + end - low
            if len(seen) >= MOST_TWINS:
                return


def _extent(old: str, place: Fragment, new: str, image: Fragment) -> tuple[int, int]:
    """How far the texts go on being the same before and after; to the edge of both counts as without end."""
    before = same_before(old, place[0], new, image[0], min(FARTHEST, place[0], image[0]))
    after = same_from(old, place[1], new, image[1], min(FARTHEST, len(old) - place[1], len(new) - image[1]))
    if before == place[0] == image[0]:
        before = 2 * FARTHEST
    if after == len(old) - place[1] == len(new) - image[1]:
        after = 2 * FARTHEST
    return before, after


def _rivals(mine: tuple[int, int], twin: tuple[int, int]) -> bool:
    """Whether a twin goes on being the same about as far as the image does, on either side or on the whole."""
    return sum(twin) >= sum(mine) or any(its >= NEAR and its > own - NEAR for own, its in zip(mine, twin, strict=True))
