"""The alignment of two texts: stretches of the same words as segments, and gaps where a reader expects them."""

from sources.alignment.loose import placed
from sources.alignment.model import Alignment, Kind, Loose, Segment
from sources.alignment.stretches import Stretch, stretches
from sources.alignment.tokens import LINE_END_HYPHEN, Tokens, same_before, same_from


def align(old: str, new: str) -> Alignment:
    """Compare two texts. Either may be empty; equal texts are one SAME segment."""
    if old == new:
        whole = Segment(Kind.SAME, 0, len(old), 0, len(new))
        return Alignment(old, new, [whole] if old else [], [])
    segments: list[Segment] = []
    old_at = new_at = 0
    for one in stretches(old, new):
        if one.old_start > old_at or one.new_start > new_at:
            segments.append(Segment(Kind.CHANGED, old_at, one.old_start, new_at, one.new_start))
        segments += _inside(old, new, one)
        old_at, new_at = one.old_end, one.new_end
    if old_at < len(old) or new_at < len(new):
        segments.append(Segment(Kind.CHANGED, old_at, len(old), new_at, len(new)))
    loose = _place_gaps(old, new, segments)
    return Alignment(
        old, new, [one for one in segments if one.old_end > one.old_start or one.new_end > one.new_start], loose
    )


def _inside(old: str, new: str, one: Stretch) -> list[Segment]:
    """A stretch of the same words as segments: one where it is the same to the character."""
    left, right = old[one.old_start : one.old_end], new[one.new_start : one.new_end]
    if left == right:
        return [Segment(Kind.SAME, *one)]
    numbers: dict[str, int] = {}
    a = Tokens(old, one.old_start, one.old_end, numbers)
    b = Tokens(new, one.new_start, one.new_end, numbers)
    if a.ids != b.ids:  # a hyphen at the very edge reads otherwise alone than it did among its neighbours
        return [Segment(Kind.CHANGED, *one[:4])]
    cuts = _Cuts(old, new, one)
    at, other_at = one.old_start, one.new_start
    for start, end, other, other_end in zip(a.starts, a.ends, b.starts, b.ends, strict=True):
        if old[at:start] != new[other_at:other]:
            cuts.reach(Kind.SAME, at, other_at)
            cuts.reach(Kind.BLANK, start, other)
        if old[start:end] != new[other:other_end]:
            head = same_from(old, start, new, other, min(end - start, other_end - other))
            cuts.reach(Kind.SAME, start + head, other + head)
            tail = same_before(old, end, new, other_end, min(end - start, other_end - other) - head)
            healed = LINE_END_HYPHEN.search(old, start, end) or LINE_END_HYPHEN.search(new, other, other_end)
            cuts.reach(Kind.BLANK if healed else Kind.CHANGED, end - tail, other_end - tail)
        at, other_at = end, other_end
    cuts.reach(Kind.SAME, at, other_at)
    cuts.reach(
        Kind.SAME if old[at : one.old_end] == new[other_at : one.new_end] else Kind.BLANK, one.old_end, one.new_end
    )
    return cuts.segments


class _Cuts:
    """Segments of one stretch as they are cut off, from its start on."""

    def __init__(self, old: str, new: str, one: Stretch) -> None:
        self.segments: list[Segment] = []
        self._at = (one.old_start, one.new_start)
        self._sure = one.sure

    def reach(self, kind: Kind, old_end: int, new_end: int) -> None:
        """Cut up to here, where that is further than up to now."""
        if (old_end, new_end) == self._at:
            return
        if self.segments and self.segments[-1].kind is kind:
            self.segments[-1] = self.segments[-1]._replace(old_end=old_end, new_end=new_end)
        else:
            self.segments.append(Segment(kind, *self._span(old_end, new_end), self._sure))
        self._at = (old_end, new_end)

    def _span(self, old_end: int, new_end: int) -> tuple[int, int, int, int]:
        return self._at[0], old_end, self._at[1], new_end


def _place_gaps(old: str, new: str, segments: list[Segment]) -> list[Loose]:
    """Move pure insertions and deletions to the best place where they can stand; tell where several are best."""
    loose = []
    number = 0
    while number < len(segments):
        gap = segments[number]
        number += 1
        if gap.kind is not Kind.CHANGED or (gap.old_end > gap.old_start) == (gap.new_end > gap.new_start):
            continue
        added = gap.new_end > gap.new_start
        text, start, end = (new, gap.new_start, gap.new_end) if added else (old, gap.old_start, gap.old_end)
        shift, shifts = placed(text, start, end, _room(segments, number - 2), _room(segments, number))
        if shift:
            number += _move(segments, number - 1, shift)
            gap = _moved(gap, shift)
        if len(shifts) > 1:
            loose.append(Loose(*gap[1:5], shifts))
    return loose


def _room(segments: list[Segment], number: int) -> int:
    """How far a neighbour of a gap lets it be moved."""
    if not 0 <= number < len(segments) or segments[number].kind is not Kind.SAME:
        return 0
    return segments[number].old_end - segments[number].old_start


def _moved(one: Segment, shift: int) -> Segment:
    return Segment(
        one.kind, one.old_start + shift, one.old_end + shift, one.new_start + shift, one.new_end + shift, one.sure
    )


def _move(segments: list[Segment], number: int, shift: int) -> int:
    """Move a gap: one neighbour gives what is the same to the other, or to a new one; how many segments came."""
    gap = segments[number]
    giver = segments[number - 1] if shift < 0 else segments[number + 1]
    taker = number + 1 if shift < 0 else number - 1
    segments[number] = _moved(gap, shift)
    if shift < 0:
        segments[number - 1] = giver._replace(old_end=giver.old_end + shift, new_end=giver.new_end + shift)
        given = Segment(Kind.SAME, gap.old_end + shift, gap.old_end, gap.new_end + shift, gap.new_end, giver.sure)
    else:
        segments[number + 1] = giver._replace(old_start=giver.old_start + shift, new_start=giver.new_start + shift)
        given = Segment(
            Kind.SAME, gap.old_start, gap.old_start + shift, gap.new_start, gap.new_start + shift, giver.sure
        )
    if 0 <= taker < len(segments) and segments[taker].kind is Kind.SAME:
        own = segments[taker]
        first, last = (given, own) if shift < 0 else (own, given)
        segments[taker] = Segment(
            Kind.SAME, first.old_start, last.old_end, first.new_start, last.new_end, own.sure and given.sure
        )
        return 0
    segments.insert(number + 1 if shift < 0 else number, given)
    return 1
