"""Pull quotes: passages that repeat words of the body, often with words changed or left out.

Printed between quotation marks over many short lines they show by their form; else a short passage is one where a
longer one elsewhere holds nearly all its words in the same order. Passages are compared by runs of three words, which
are looked up in one index of the text, so that the cost grows with the length of the text and not with its square;
only what shares enough runs is then aligned word by word.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from rapidfuzz.distance import LCSseq, Opcode

from sources.blocks import PULL_QUOTE
from sources.plain.lines import Line, Region, words_of

_OPENING, _CLOSING = '“„«"', '”“»"'
_LINES_AT_MOST, _WIDTH_AT_MOST = 30, 60
_WORD = re.compile(r"[^\W\d_]+|\d+")
_ENDED = re.compile(r"[.!?…][\"'”’»)]*$")
_SENTENCE = re.compile(r"[.!?…]+[\"'”’»)]*\s")
_RUN = 3
_PLACES_AT_MOST = 8
_WORDS = (7, 42)
_QUOTED_WORDS_AT_MOST = 70
_SAME, _SAME_QUOTED, _SAME_SET = 0.8, 0.62, 0.4
_SHARED_RUNS, _SHARED_RUNS_SET = 0.3, 0.15
_OF_BODY = 0.6
_LONGER = 1.25
_SLACK = 4


@dataclass(slots=True)
class Piece:
    """A passage that is compared: its place, and whether it was set as a quotation (`set`), stands in quotation marks
    (`quoted`), or neither; `may` says whether it may be found to be a pull quote."""

    start: int
    end: int
    set: bool = False
    may: bool = False


def quoted_regions(text: str, lines: list[Line], taken: set[int]) -> list[Region]:
    """Quotations set apart: an opening mark, short lines, and a line with nothing but the closing mark."""
    found = []
    at = 0
    while at < len(lines):
        after = _set_end(text, lines, at, taken)
        if after > at:
            found.append(Region(at, after, PULL_QUOTE))
        at = max(after, at + 1)
    return found


def _set_end(text: str, lines: list[Line], at: int, taken: set[int]) -> int:
    if at in taken or text[lines[at].start] not in _OPENING or lines[at].gap < 2:
        return at
    for after in range(at + 1, min(at + _LINES_AT_MOST, len(lines))):
        words = words_of(text, lines[after])
        if after in taken or len(words) > _WIDTH_AT_MOST:
            return at
        if len(words) == 1 and words in _CLOSING:
            return after + 1
        if words[0] in "“„«" or words[-1] in "”»":
            return at
    return at


def pull_quotes(text: str, pieces: Sequence[Piece]) -> dict[int, dict[str, Any]]:
    """Which pieces repeat another, by their number, with what `sources.blocks` says of a pull quote."""
    words, ranges = _words(text, pieces)
    candidates = [at for at, piece in enumerate(pieces) if piece.set or (piece.may and _may(text, piece, ranges[at]))]
    runs = {at: _runs(words, *ranges[at]) for at in candidates}
    wanted = {run for found in runs.values() for run in found}
    if not wanted:
        return {}
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, (first, after) in enumerate(ranges):
        for at, run in enumerate(_runs(words, first, after), first):
            if run in wanted and len(places[run]) < _PLACES_AT_MOST:
                places[run].append((number, at))
    found = {}
    for at in candidates:
        source = _source(at, runs[at], places, ranges, pieces)
        if source is None:
            continue
        number, first, after = source
        own = _Said.of(text, pieces[at], 0, ranges[at][1] - ranges[at][0])
        body = _Said.of(text, pieces[number], first - ranges[number][0], after - ranges[number][0])
        said = _compared(own, body, _least(text, pieces[at]))
        if said is not None:
            found[at] = said
    return found


def _words(text: str, pieces: Sequence[Piece]) -> tuple[list[str], list[tuple[int, int]]]:
    """All words of the pieces, and which of them are whose."""
    words: list[str] = []
    ranges = []
    for piece in pieces:
        first = len(words)
        words += map(str.casefold, _WORD.findall(text, piece.start, piece.end))
        ranges.append((first, len(words)))
    return words, ranges


def _may(text: str, piece: Piece, place: tuple[int, int]) -> bool:
    count = place[1] - place[0]
    if _is_quoted(text, piece):
        return _WORDS[0] - 2 <= count <= _QUOTED_WORDS_AT_MOST
    if not _ENDED.search(text[max(piece.start, piece.end - 6) : piece.end]):
        return False
    return _WORDS[0] <= count <= _WORDS[1] and len(_SENTENCE.findall(text, piece.start, piece.end)) <= (count <= 30)


def _is_quoted(text: str, piece: Piece) -> bool:
    return text[piece.start] in _OPENING and text[piece.end - 1] in _CLOSING


def _least(text: str, piece: Piece) -> float:
    """The share of its words that a pull quote has to have in common with the body."""
    return _SAME_SET if piece.set else _SAME_QUOTED if _is_quoted(text, piece) else _SAME


def _runs(words: list[str], first: int, after: int) -> list[int]:
    inside = words[first:after]
    return list(map(hash, zip(inside, inside[1:], inside[2:], strict=False)))


def _source(
    own: int,
    runs: list[int],
    places: dict[int, list[tuple[int, int]]],
    ranges: list[tuple[int, int]],
    pieces: Sequence[Piece],
) -> tuple[int, int, int] | None:
    """The passage that shares most runs, if it is longer and shares enough, and which of its words to compare."""
    votes: Counter[int] = Counter()
    for run in set(runs):
        votes.update({number for number, _at in places.get(run, ()) if number != own and not pieces[number].set})
    length = ranges[own][1] - ranges[own][0]
    for number, shared in votes.most_common(3):
        first, after = ranges[number]
        if (
            shared < max(2, (_SHARED_RUNS_SET if pieces[own].set else _SHARED_RUNS) * len(runs))
            or after - first < (0.8 if pieces[own].set else _LONGER) * length
        ):
            continue
        seen = sorted(at for run in runs for other, at in places.get(run, ()) if other == number)
        return number, max(first, seen[0] - length - _SLACK), min(after, seen[-1] + _RUN + length + _SLACK)
    return None


@dataclass(slots=True)
class _Said:
    """Some words of a passage with their places."""

    words: list[str]
    places: list[tuple[int, int]]

    @classmethod
    def of(cls, text: str, piece: Piece, first: int, after: int) -> "_Said":
        found = list(islice(_WORD.finditer(text, piece.start, piece.end), first, after))
        return cls([one[0].casefold() for one in found], [one.span() for one in found])

    def place(self, first: int, after: int) -> list[int]:
        return [self.places[first][0], self.places[after - 1][1]]


def _compared(own: _Said, body: _Said, least: float) -> dict[str, Any] | None:
    """What a pull quote's block says, where enough is the same."""
    same = _gathered(own.words, body.words, _without_strays(LCSseq.opcodes(own.words, body.words)))
    shared = sum(b - a for a, b, _c, _d in same)
    if not same or shared < least * len(own.words):
        return None
    if least == _SAME and shared < _OF_BODY * (same[-1][3] - same[0][2]):
        return None
    altered, omitted = [], []
    reached, before = 0, same[0][2]
    for a, b, c, d in [*same, (len(own.words), len(own.words), same[-1][3], same[-1][3])]:
        if "".join(own.words[reached:a]) != "".join(body.words[before:c]):  # else only a hyphen was set otherwise
            altered += [own.place(reached, a)] if a > reached else []
            omitted += [body.place(before, c)] if c > before else []
        reached, before = b, d
    attributes: dict[str, Any] = {"of": body.place(same[0][2], same[-1][3]), "altered": altered}
    if omitted:
        attributes["omitted"] = omitted
    return attributes


Run = tuple[int, int, int, int]


def _without_strays(codes: Iterable[Opcode]) -> list[Run]:
    """The equal runs of an alignment, without single words at its ends that only happen to be there."""
    same = [(code.src_start, code.src_end, code.dest_start, code.dest_end) for code in codes if code.tag == "equal"]
    while len(same) > 1 and same[0][1] - same[0][0] <= 2 and same[1][2] - same[0][3] > _SLACK:
        same = same[1:]
    while len(same) > 1 and same[-1][1] - same[-1][0] <= 2 and same[-1][2] - same[-2][3] > _SLACK:
        same = same[:-1]
    return same


def _gathered(own: list[str], body: list[str], same: list[Run]) -> list[Run]:
    """The runs with words moved to the neighbour they stand beside, where the alignment could have put them as well."""
    found: list[Run] = []
    for run in reversed(same):
        a, b, c, d = run
        if found:
            following = found[-1]
            if following[0] == b and body[following[2] - (b - a) : following[2]] == own[a:b]:
                found[-1] = (a, following[1], following[2] - (b - a), following[3])
                continue
        found.append(run)
    found.reverse()
    kept: list[Run] = []
    for a, b, c, d in found:
        if kept and kept[-1][1] == a and body[kept[-1][3] : kept[-1][3] + b - a] == own[a:b]:
            before = kept[-1]
            kept[-1] = (before[0], b, before[2], before[3] + b - a)
        else:
            kept.append((a, b, c, d))
    if kept:
        kept[0] = _led(own, body, kept[0])
    return kept


def _led(own: list[str], body: list[str], run: Run) -> Run:
    """The first run with the words before it that are the same."""
    a, b, c, d = run
    while a and c and own[a - 1] == body[c - 1]:
        a, c = a - 1, c - 1
    return a, b, c, d
