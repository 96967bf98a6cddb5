"""Two texts side by side, for people: the differences (`sources.differences`), folded and as words to show.

What is the same is shown line by line around a change and counted elsewhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sources.differences import Row, RowKind
from sources.differences import compare as differences

AROUND = 2

Piece = tuple[str, bool]


@dataclass(slots=True)
class Line:
    """A line or paragraph of both texts, in pieces that are marked where they differ.

    `skipped` lines are left out before it; `moved` says that it stands in both texts, at another place.
    """

    before: list[Piece] = field(default_factory=list)
    after: list[Piece] = field(default_factory=list)
    moved: bool = False
    skipped: int = 0

    @property
    def changed(self) -> bool:
        """Whether anything differs."""
        return any(marked for _words, marked in (*self.before, *self.after))


@dataclass(frozen=True, slots=True)
class Comparison:
    """The lines to show, how many are left out after them, and how many differ."""

    rows: list[Line]
    skipped: int
    changes: int


def compare(old: str, new: str, *, around: int = AROUND) -> Comparison:
    """The lines in which the two texts differ, with some around them."""
    lines = [line for row in differences(old, new) for line in _lines(old, new, row)]
    wanted = _wanted([line.changed for line in lines], around)
    shown: list[Line] = []
    last = 0
    for number, line in enumerate(lines):
        if wanted[number]:
            line.skipped = number - last
            shown.append(line)
            last = number + 1
    return Comparison(shown, len(lines) - last, sum(line.changed for line in lines))


def _wanted(changed: Sequence[bool], around: int) -> list[bool]:
    wanted = [False] * len(changed)
    for number, one in enumerate(changed):
        if one:
            for at in range(max(0, number - around), min(len(changed), number + around + 1)):
                wanted[at] = True
    return wanted


def _lines(old: str, new: str, row: Row) -> Iterator[Line]:
    if row.kind is RowKind.SAME:
        for words in old[row.old_start : row.old_end].splitlines():
            if words.strip():
                yield Line([(words, False)], [(words, False)])
        return
    line = Line(moved=row.kind is RowKind.MOVED)
    if row.kind is RowKind.CHANGED:
        for part in row.words:
            _put(line.before, old[part.old_start : part.old_end], marked=not part.same)
            _put(line.after, new[part.new_start : part.new_end], marked=not part.same)
    else:
        _put(line.before, old[row.old_start : row.old_end], marked=True)
        _put(line.after, new[row.new_start : row.new_end], marked=True)
    for pieces in (line.before, line.after):
        if pieces:
            pieces[-1] = (pieces[-1][0].rstrip("\n"), pieces[-1][1])
    yield line


def _put(pieces: list[Piece], words: str, *, marked: bool) -> None:
    if not words:
        return
    if pieces and pieces[-1][1] == marked:
        pieces[-1] = (pieces[-1][0] + words, marked)
    else:
        pieces.append((words, marked))
