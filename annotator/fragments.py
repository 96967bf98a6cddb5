"""Where a mark stands in a text: one or more fragments `[start, end)` in code points.

Fragments are kept in order of reading. None is empty and none overlaps another; two may touch, because a reader may
mean two passages that happen to follow one another. Nothing here knows of databases or requests.
"""

from collections.abc import Iterable, Sequence
from enum import Enum, auto

Fragment = tuple[int, int]
Fragments = tuple[Fragment, ...]

MOST_FRAGMENTS = 200
MOST_CHARACTERS = 200_000
CONTEXT = 32
BETWEEN = " … "
# How a client may have joined the words of several fragments before sending them for comparison.
_JOINTS = (BETWEEN, " ", "")


class Fault(Enum):
    """Why fragments cannot be used."""

    NONE = auto()
    MANY = auto()
    EMPTY = auto()
    OUTSIDE = auto()
    OVERLAP = auto()
    LONG = auto()


class BadFragments(ValueError):
    """These fragments cannot be a mark; `fault` says why and `fragment` which one is meant."""

    def __init__(self, fault: Fault, fragment: Fragment = (0, 0)) -> None:
        super().__init__(fault.name)
        self.fault = fault
        self.fragment = fragment


class Gap(LookupError):
    """The sections at hand do not hold a part of the text that was asked for."""


def settled(fragments: Iterable[Sequence[int]], length: int) -> Fragments:
    """The fragments in order of reading; BadFragments where they cannot be a mark on a text of that length."""
    ordered = sorted((start, end) for start, end in fragments)
    if not ordered:
        raise BadFragments(Fault.NONE)
    if len(ordered) > MOST_FRAGMENTS:
        raise BadFragments(Fault.MANY)
    reached = 0
    covered = 0
    for start, end in ordered:
        if start < 0 or end > length:
            raise BadFragments(Fault.OUTSIDE, (start, end))
        if start >= end:
            raise BadFragments(Fault.EMPTY, (start, end))
        if start < reached:
            raise BadFragments(Fault.OVERLAP, (start, end))
        reached = end
        covered += end - start
    if covered > MOST_CHARACTERS:
        raise BadFragments(Fault.LONG, (ordered[0][0], reached))
    return tuple(ordered)


def covered(fragments: Fragments) -> int:
    """How many code points the fragments hold."""
    return sum(end - start for start, end in fragments)


def needed(fragments: Fragments) -> list[Fragment]:
    """The stretches of text that the words of a mark and its surroundings are cut from."""
    stretches = list(fragments)
    stretches[0] = (max(0, stretches[0][0] - CONTEXT), stretches[0][1])
    stretches[-1] = (stretches[-1][0], stretches[-1][1] + CONTEXT)
    return stretches


class Sections:
    """Some sections of a text: `(start, text)` pairs. Slicing them gives what slicing the whole text would give."""

    __slots__ = ("_sections",)

    def __init__(self, sections: Iterable[tuple[int, str]]) -> None:
        self._sections = sorted(sections)

    def slice(self, start: int, end: int) -> str:
        """The text from `start` to `end`; Gap where a section in between is missing."""
        parts: list[str] = []
        reached = start
        for offset, text in self._sections:
            if offset > reached:
                break
            if offset + len(text) > reached:
                parts.append(text[reached - offset : end - offset])
                reached = min(end, offset + len(text))
                if reached >= end:
                    return "".join(parts)
        if reached < end:
            raise Gap(reached)
        return "".join(parts)

    def quote(self, fragments: Fragments, length: int) -> tuple[str, str, str]:
        """The words of a mark, and up to 32 code points before and after it."""
        first, last = fragments[0][0], fragments[-1][1]
        words = BETWEEN.join(self.slice(start, end) for start, end in fragments)
        before = self.slice(max(0, first - CONTEXT), first)
        after = self.slice(last, min(length, last + CONTEXT))
        return words, before, after


def same_words(given: str, quote: str, fragments: Fragments, words: Sequence[str]) -> bool:
    """Whether the words a client sent are those of the mark, however it joined several fragments."""
    if given == quote:
        return True
    return len(fragments) > 1 and any(given == joint.join(words) for joint in _JOINTS)
