"""What becomes of one fragment by the alignment of two texts, and by search for what the alignment loses."""

from bisect import bisect_right

from rapidfuzz.distance import Indel

from annotator.anchoring import reasons
from annotator.anchoring.doubled import doubled
from annotator.anchoring.images import Image, Images
from annotator.anchoring.model import Grade, Part
from annotator.anchoring.search import LEAST_CONTEXT, LEAST_LEAD, SHORTEST, Found, Quotes, context
from annotator.anchoring.twins import Twins
from annotator.fragments import Fragment
from sources.alignment import Alignment
from sources.alignment.tokens import fold

LEAST_SIMILARITY = 0.6
# Under this an image that is similar gives way to the very words, where they stand free in one other place.
WEAK_SIMILARITY = 0.8
MOST_CANDIDATES = 10
# Quotes longer than this are compared piece by piece, so that a mark over half a book costs no minutes.
LONGEST_COMPARED = 20_000


class Placing:
    """Places fragments of one text on another."""

    def __init__(self, alignment: Alignment) -> None:
        self.old, self.new = alignment.old, alignment.new
        self.images = Images(alignment)
        self.twins = Twins(self.images)
        self.quotes = Quotes(alignment.new)
        self._doubled = doubled(alignment)
        self._doubled_ends = [end for _, end in self._doubled]

    def part(self, start: int, end: int) -> Part:
        """Where the fragment `[start, end)` goes."""
        image = self.images.of(start, end)
        if image is None:
            return self._searched((start, end), None, 0.0)
        choices = self.images.alternatives(start, end, image)
        if len(choices) > 1:
            return self._undecided((start, end), choices)
        if self._is_doubled(start, end):
            there = (image.start, image.end)
            others = (one for one in self.quotes.find(self.old[start:end]) if self.images.is_free(*one))
            candidates = tuple(dict.fromkeys([there, *others]))[:MOST_CANDIDATES]
            return Part(Grade.AMBIGUOUS, (), 1.0, reasons.DOUBLED, candidates)
        return self._kept((start, end), image) if image.kept else self._changed((start, end), image)

    def _is_doubled(self, start: int, end: int) -> bool:
        at = bisect_right(self._doubled_ends, start)
        return at < len(self._doubled) and self._doubled[at][0] < end

    def _kept(self, place: Fragment, image: Image) -> Part:
        """A fragment all of whose words were kept."""
        there = (image.start, image.end)
        twins = self.twins.added(place, there)
        if twins:
            return Part(Grade.AMBIGUOUS, (), 1.0, reasons.TWIN_ADDED, (there, *twins)[:MOST_CANDIDATES])
        if self.twins.removed(place, there):
            return Part(Grade.AMBIGUOUS, (), 1.0, reasons.TWIN_REMOVED, (there,))
        if not image.sure:
            return Part(Grade.EDITED, (there,), 1.0, reasons.REPEATED_NEARBY)
        if not image.firm:
            return Part(Grade.EDITED, (there,), 1.0, reasons.SURROUNDED)
        if self.old[place[0] : place[1]] != self.new[there[0] : there[1]]:
            return Part(Grade.SHIFTED, (there,), 1.0, reasons.SET_ANEW)
        if place == there:
            return Part(Grade.EXACT, (there,), 1.0, reasons.EXACT)
        return Part(Grade.SHIFTED, (there,), 1.0, reasons.SHIFTED)

    def _changed(self, place: Fragment, image: Image) -> Part:
        """A fragment in which something changed, and something is left."""
        there = (image.start, image.end)
        alike = similarity(self.old[place[0] : place[1]], self.new[there[0] : there[1]])
        if alike < WEAK_SIMILARITY:
            searched = self._searched(place, there, alike)
            if searched.grade is Grade.MOVED or alike < LEAST_SIMILARITY:
                return searched
        return Part(Grade.EDITED, (there,), alike, reasons.EDITED)

    def _undecided(self, place: Fragment, choices: set[Fragment]) -> Part:
        words = self.old[place[0] : place[1]]
        there = sorted(one for one in choices if one[0] < one[1])
        there.sort(key=lambda one: self.new[one[0] : one[1]] != words)
        return Part(Grade.AMBIGUOUS, (), 1.0, reasons.LOOSE, tuple(there[:MOST_CANDIDATES]))

    def _searched(self, place: Fragment, image: Fragment | None, alike: float) -> Part:
        """A fragment whose place has lost it; `image` is what stands there now, where something does."""
        left = (image,) if image else ()
        words = self.old[place[0] : place[1]]
        if len(words.strip()) < SHORTEST:
            return Part(Grade.ORPHANED, (), alike, reasons.REPLACED if left else reasons.SHORT, left)
        every = self.quotes.find(words)
        found = sorted(
            (Found(context(self.old, place, self.new, one), one) for one in every if self.images.is_free(*one)),
            key=lambda one: (-one.context, one.place),
        )
        candidates = tuple(one.place for one in found[:MOST_CANDIDATES])
        if not found:
            if every:
                return Part(Grade.AMBIGUOUS, (), 1.0, reasons.ELSEWHERE, tuple(every[:MOST_CANDIDATES]))
            return Part(Grade.ORPHANED, (), alike, reasons.REPLACED if left else reasons.REMOVED, left)
        best = found[0]
        rivals = [one.context for one in found[1:]]
        rivals += [
            context(self.old, (at, at + len(words)), self.new, best.place)
            for at in self.twins.of_old.find(words)
            if at != place[0]
        ]
        if rivals and best.context < max(rivals) + LEAST_LEAD:
            return Part(Grade.AMBIGUOUS, (), 1.0, reasons.SEVERAL, candidates)
        if best.context < LEAST_CONTEXT:
            return Part(Grade.AMBIGUOUS, (), 1.0, reasons.OTHER_SURROUNDINGS, candidates)
        return Part(Grade.MOVED, (best.place,), 1.0, reasons.MOVED)


def similarity(words: str, others: str) -> float:
    """How alike two quotes are, 0 to 1: 1 less the share of characters inserted and deleted, white space apart."""
    left, right = fold(words), fold(others)
    if max(len(left), len(right)) > LONGEST_COMPARED:
        return _similarity_of_long(left, right)
    return float(Indel.normalized_similarity(left, right))


def _similarity_of_long(left: str, right: str) -> float:
    """The same for long words, piece by piece: never more than the whole comparison would give."""
    total = len(left) + len(right)
    alike = 0.0
    for at in range(0, max(len(left), len(right)), LONGEST_COMPARED):
        a, b = left[at : at + LONGEST_COMPARED], right[at : at + LONGEST_COMPARED]
        alike += (len(a) + len(b)) * Indel.normalized_similarity(a, b)
    return alike / total
