"""What kind of relation two texts suggest, which of them is the later one, and why: the reasons are data.

Only what can be read off the words is suggested. That a text translates another, or tells of the same event in its own
words, a person says.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sources.comparison.naming import addresses, place_of, plain_address, publisher_words, title_words
from sources.comparison.passages import LEAST_WORDS, Shared, shared
from sources.comparison.quotations import quotations, quoted_part
from sources.comparison.records import Record, published_before
from sources.comparison.words import Words, words_of

NEARLY_ALL = 0.85
MUCH = 0.3
IN_ORDER = 0.5
IN_MARKS = 0.8
LEAST_QUOTED = 12


class Kind(StrEnum):
    """Kinds of relation that words alone suggest."""

    REPUBLICATION = "republication"
    REWRITE = "rewrite"
    QUOTES = "quotes"
    CITES = "cites"


Reason = dict[str, Any]


@dataclass(frozen=True)
class Side:
    """One of two texts, cut into words once."""

    text: str
    record: Record
    words: Words

    @classmethod
    def of(cls, text: str, record: Record) -> "Side":
        return cls(text, record, words_of(text))


@dataclass(frozen=True)
class Suggestion:
    """`later` is the second text unless `turned`. Passages and shares are told from the first text to the second."""

    kind: Kind
    turned: bool
    reasons: tuple[Reason, ...]
    shared: Shared


@dataclass(frozen=True)
class _Signs:
    """What one text says of the other."""

    quoted: int  # words of shared passages that stand in quotation marks here and not there
    address: tuple[int, int] | None
    title: tuple[int, int] | None
    publisher: tuple[int, int] | None

    @property
    def names(self) -> bool:
        return self.address is not None or self.title is not None


def suggest(first: Side, second: Side) -> Suggestion | None:
    """The relation that two texts suggest; None where they have nothing to do with each other."""
    common = shared(first.words, second.words)
    signs, other_signs = _signs(first, second, common), _signs(second, first, common, turned=True)
    reasons: list[Reason] = []
    turned = _order(first.record, second.record, signs, other_signs, common, reasons)
    kind = _kind(common, signs, other_signs, turned, reasons)
    if kind is None:
        return None
    if kind is Kind.QUOTES and signs.quoted != other_signs.quoted:
        turned = signs.quoted > other_signs.quoted
    elif kind is Kind.CITES and signs.names != other_signs.names:
        turned = signs.names
    return Suggestion(kind, turned, (*_measured(common), *reasons, *_told(signs, 0), *_told(other_signs, 1)), common)


def _kind(common: Shared, signs: _Signs, other: _Signs, turned: bool, reasons: list[Reason]) -> Kind | None:
    """The kind by how much is shared; `turned` says that the first text is the later one."""
    of_later, of_earlier = (common.share, common.other_share) if turned else (common.other_share, common.share)
    whole = min(common.share, common.other_share) >= NEARLY_ALL
    if common.words and (whole or (of_later >= NEARLY_ALL and common.words >= LEAST_WORDS)):
        reasons.append({"reason": "nearly_all_of_both" if whole else "nearly_all_of_the_later"})
        return Kind.REPUBLICATION
    if max(of_later, of_earlier) >= MUCH and common.in_order >= IN_ORDER and common.words >= LEAST_QUOTED:
        reasons.append({"reason": "much_in_order"})
        return Kind.REWRITE
    longest = max((passage.words for passage in common.passages), default=0)
    if max(signs.quoted, other.quoted) >= LEAST_WORDS or longest >= LEAST_QUOTED:
        reasons.append({"reason": "in_marks" if max(signs.quoted, other.quoted) else "passage_without_marks"})
        return Kind.QUOTES
    return Kind.CITES if signs.names or other.names else None


def _order(first: Record, second: Record, signs: _Signs, other: _Signs, common: Shared, reasons: list[Reason]) -> bool:
    """Whether the first text is the later one.

    Dates decide; without them, what either says of the other; without that, the one of which more is shared is taken
    for the later, as an excerpt is.
    """
    if published_before(first.published, second.published):
        reasons.append({"reason": "published_earlier", "text": 0})
        return False
    if published_before(second.published, first.published):
        reasons.append({"reason": "published_earlier", "text": 1})
        return True
    weights = [(s.address is not None, s.title is not None, s.publisher is not None, s.quoted) for s in (signs, other)]
    if weights[0] != weights[1]:
        turned = weights[0] > weights[1]
        reasons.append({"reason": "speaks_of_the_other", "text": 0 if turned else 1})
        return turned
    reasons.append({"reason": "order_unknown"})
    return common.share > common.other_share


def _measured(common: Shared) -> list[Reason]:
    if not common.words:
        return []
    return [
        {
            "reason": "shared_words",
            "words": common.words,
            "passages": len(common.passages),
            "shares": [round(common.share, 4), round(common.other_share, 4)],
            "in_order": round(common.in_order, 4),
        }
    ]


def _told(signs: _Signs, text: int) -> list[Reason]:
    """What text number `text` says of the other, each with its place there."""
    told: list[Reason] = []
    if signs.quoted:
        told.append({"reason": "quotes_words", "text": text, "words": signs.quoted})
    for name in ("address", "title", "publisher"):
        place = getattr(signs, name)
        if place is not None:
            told.append({"reason": f"names_{name}", "text": text, "place": list(place)})
    return told


def _signs(here: Side, there: Side, common: Shared, *, turned: bool = False) -> _Signs:
    own, named = here.record, there.record
    address = plain_address(named.url)
    title, publisher = title_words(named.title), publisher_words(named.publisher)
    return _Signs(
        quoted=_quoted_words(here, there, common, turned=turned),
        address=addresses(here.text).get(address) if address and address != plain_address(own.url) else None,
        title=_named(here, title) if title != title_words(own.title) else None,
        publisher=_named(here, publisher) if publisher != publisher_words(own.publisher) else None,
    )


def _named(here: Side, folded: list[str]) -> tuple[int, int] | None:
    at = place_of(folded, here.words.folded)
    return None if at is None else (here.words.starts[at], here.words.ends[at + len(folded) - 1])


def _quoted_words(here: Side, there: Side, common: Shared, *, turned: bool) -> int:
    """Words of passages that stand in quotation marks here, but not in the other text."""
    if not common.passages:
        return 0
    ranges, other_ranges = quotations(here.text), quotations(there.text)
    count = 0
    for passage in common.passages:
        at, other = (passage.other_range, passage.range) if turned else (passage.range, passage.other_range)
        if quoted_part(ranges, *at) >= IN_MARKS > quoted_part(other_ranges, *other):
            pieces = (piece.turned() if turned else piece for piece in passage.pieces)
            count += sum(_words_within(here.words, ranges, piece.start, piece.end) for piece in pieces)
    return count


def _words_within(words: Words, ranges: Sequence[tuple[int, int]], start: int, end: int) -> int:
    """How many words of `[start, end)` stand in the ranges."""
    cut = ((max(start, left), min(end, right)) for left, right in ranges)
    return sum(
        bisect_left(words.starts, right) - bisect_left(words.starts, left) for left, right in cut if left < right
    )
