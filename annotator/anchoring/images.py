"""Where a fragment goes by the alignment of two texts alone.

A border of a mark keeps to the words of the mark: what was inserted exactly at a border stays outside. Inside words
that changed a border follows the characters, and then goes to the border of the word if it stood at one.
"""

from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from annotator.fragments import Fragment
from sources.alignment import Alignment, Kind, Loose, Segment

# Cells of the table when the characters of a changed part are compared.
MOST_CELLS = 2_000_000
# A kept stretch with fewer letters and digits than this, changed on both sides, may have been kept by chance.
FIRM_LETTERS = 16
FIRM_AT_THE_EDGE = 4


class Image(NamedTuple):
    """A place in the new text; `kept` where all its words were kept, `firm` where that is not by chance."""

    start: int
    end: int
    kept: bool
    firm: bool
    sure: bool


class Images:
    """The images of places of the old text."""

    def __init__(self, alignment: Alignment) -> None:
        self.old, self.new = alignment.old, alignment.new
        self.segments = alignment.segments
        self._starts = [one.old_start for one in self.segments]
        self._new_starts = [one.new_start for one in self.segments]
        self._loose = sorted(alignment.loose, key=lambda one: one.reach)
        self._loose_reached = _running_most([one.reach[1] for one in self._loose])
        self._changes = [number for number, one in enumerate(self.segments) if one.kind is Kind.CHANGED]
        self._refined = lru_cache(maxsize=4096)(self._refine)

    def of(self, start: int, end: int) -> Image | None:
        """The image of a fragment; None where nothing of it is left."""
        if not self.segments:
            return None
        first = bisect_right(self._starts, start) - 1
        last = bisect_left(self._starts, end, lo=first) - 1
        within = self.segments[first : last + 1]
        if any(one.kind is Kind.CHANGED for one in within):
            begin, finish = self._start(within[0], start), self._end(within[-1], end)
            begin, finish = self._trimmed((begin, finish), (start, end))
            return Image(begin, finish, False, False, False) if begin < finish else None
        begin = min(within[0].new_start + start - within[0].old_start, within[0].new_end)
        finish = (
            within[-1].new_end
            if end == within[-1].old_end
            else min(within[-1].new_start + end - within[-1].old_start, within[-1].new_end)
        )
        if begin >= finish:
            return None
        return Image(begin, finish, True, self._is_firm(first, last), all(one.sure for one in within))

    def alternatives(self, start: int, end: int, image: Image) -> set[Fragment]:
        """The images under every equally good alignment nearby; one where they agree."""
        found = {(image.start, image.end)}
        at = bisect_left(self._loose_reached, start)
        while at < len(self._loose) and self._loose[at].reach[0] <= end:
            gap = self._loose[at]
            at += 1
            if gap.reach[1] < start:
                continue
            for shift in gap.shifts:
                begin = image.start + _through(gap, shift, start, True) - _through(gap, 0, start, True)
                finish = image.end + _through(gap, shift, end, False) - _through(gap, 0, end, False)
                found.add((begin, max(begin, finish)))
        return found

    def is_free(self, start: int, end: int) -> bool:
        """Whether a stretch of the new text touches what no old text explains."""
        at = bisect_right(self._new_starts, start) - 1
        while at < len(self.segments) and self.segments[at].new_start < end:
            one = self.segments[at]
            if one.kind is Kind.CHANGED and one.new_start < one.new_end and one.new_end > start:
                return True
            at += 1
        return False

    def _changes_around(self, first: int, last: int) -> tuple[int | None, int | None]:
        at = bisect_left(self._changes, first)
        return (
            self._changes[at - 1] if at else None,
            self._changes[at] if at < len(self._changes) else None,
        )

    def _is_firm(self, first: int, last: int) -> bool:
        before, after = self._changes_around(first, last)
        if before is None and after is None:
            return True
        start = self.segments[before].old_end if before is not None else 0
        end = self.segments[after].old_start if after is not None else len(self.old)
        needed = FIRM_LETTERS if before is not None and after is not None else FIRM_AT_THE_EDGE
        if end - start > 20 * needed:
            return True
        return sum(map(str.isalnum, self.old[start:end])) >= needed

    def _start(self, segment: Segment, at: int) -> int:
        if segment.kind is not Kind.CHANGED:
            return min(segment.new_start + at - segment.old_start, segment.new_end)
        for tag, old_start, old_end, new_start, new_end in self._refined(segment):
            if tag == "insert" or old_end <= at:
                continue
            if tag == "equal":
                return new_start + max(0, at - old_start)
            return new_start if at <= old_start or tag == "delete" else min(new_start + at - old_start, new_end)
        return segment.new_end

    def _end(self, segment: Segment, at: int) -> int:
        if segment.kind is not Kind.CHANGED:
            return (
                segment.new_end
                if at == segment.old_end
                else min(segment.new_start + at - segment.old_start, segment.new_end)
            )
        for tag, old_start, old_end, new_start, new_end in reversed(self._refined(segment)):
            if tag == "insert" or old_start >= at:
                continue
            if tag == "equal":
                return new_start + min(at, old_end) - old_start
            return new_end if at >= old_end or tag == "delete" else min(new_start + at - old_start, new_end)
        return segment.new_start

    def _refine(self, segment: Segment) -> list[tuple[str, int, int, int, int]]:
        """What happened to the characters of a changed segment, in places of the texts."""
        o, o_end, n, n_end = segment[1:5]
        if o == o_end or n == n_end or (o_end - o) * (n_end - n) > MOST_CELLS:
            return [("replace", o, o_end, n, n_end)]
        return [
            (one.tag, o + one.src_start, o + one.src_end, n + one.dest_start, n + one.dest_end)
            for one in Levenshtein.opcodes(self.old[o:o_end], self.new[n:n_end])
        ]

    def _trimmed(self, image: Fragment, place: Fragment) -> Fragment:
        """An image whose borders stand at words where those of the place did, and on no white space but its own."""
        (start, end), (old_start, old_end) = image, place
        old, new = self.old, self.new
        if start >= end:
            return start, start
        if not _in_word(old, old_start):
            while _in_word(new, start):
                start -= 1
        if not _in_word(old, old_end):
            while _in_word(new, end):
                end += 1
        if not old[old_start].isspace():
            while start < end and new[start].isspace():
                start += 1
        if not old[old_end - 1].isspace():
            while start < end and new[end - 1].isspace():
                end -= 1
        return start, end


def _in_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _through(gap: Loose, shift: int, at: int, is_start: bool) -> int:
    """How far a border is carried by the gap, if the gap stands `shift` from where it is put."""
    added, removed = gap.new_end - gap.new_start, gap.old_end - gap.old_start
    place = gap.old_start + shift
    if added:
        return added if (place <= at if is_start else place < at) else 0
    return -min(max(at - place, 0), removed)


def _running_most(values: list[int]) -> list[int]:
    most: list[int] = []
    for value in values:
        most.append(max(value, most[-1]) if most else value)
    return most
