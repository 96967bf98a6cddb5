"""The blocks of a text that says nothing about itself.

First what shows by its lines: tables, what belongs to the page, footnotes, quotations set apart. The lines between them
make passages, and of these the rules on words say which are furniture, bylines, captions, biographies and pull quotes.
What remains are paragraphs, headings and items of lists.
"""

from sources.blocks import (
    BIOGRAPHY,
    BOILERPLATE,
    BYLINE,
    CAPTION,
    FOOTNOTE,
    HEADING,
    LIST_ITEM,
    PARAGRAPH,
    PULL_QUOTE,
    TABLE,
    Block,
    block,
)
from sources.plain import authors, captions, furniture
from sources.plain.lines import Region, is_ended, is_wrapped, lines_of
from sources.plain.notes import note_regions
from sources.plain.passages import Passage, is_titled, passages_of, settle_headings
from sources.plain.pulled import Piece, pull_quotes, quoted_regions
from sources.plain.running import page_starts, running_regions
from sources.plain.tables import table_regions

_TOP = 12
_DATES_AT_MOST = 2
_END = 6
_LONGEST_LOOKED_AT = 1500


def find_blocks(text: str) -> list[Block]:
    """The blocks of a plain text, in order, without overlap, over every word."""
    lines = lines_of(text)
    if not lines:
        return []
    starts = page_starts(text, lines)
    regions = table_regions(text, lines)
    tables = taken = _lines(regions)
    regions += [found for found in running_regions(text, lines, starts) if not taken & _lines([found])]
    taken = _lines(regions)
    wrapped = is_wrapped(text, [line for at, line in enumerate(lines) if at not in taken])
    regions += note_regions(text, lines, taken, starts, tables=tables, wrapped=wrapped)
    regions += quoted_regions(text, lines, _lines(regions))
    passages = passages_of(text, lines, regions, starts, wrapped=wrapped)
    _Naming(text, passages).name_all()
    _name_pulled(text, passages)
    settle_headings(passages)
    return [block(one.start, one.end, one.kind, one.attributes) for one in passages]


def _lines(regions: list[Region]) -> set[int]:
    return {at for region in regions for at in range(region.first, region.after)}


class _Naming:
    """The rules on words, over the passages of a text."""

    def __init__(self, text: str, passages: list[Passage]) -> None:
        self._text = text
        self._passages = passages

    def name_all(self) -> None:
        """Name what the rules know; the first that knows a passage has it."""
        self._furniture()
        self._opened()
        self._authors()
        self._captions()
        self._ends()

    def _words(self, at: int) -> str:
        passage = self._passages[at]
        return self._text[passage.start : min(passage.end, passage.start + _LONGEST_LOOKED_AT)]

    def _free(self) -> list[int]:
        return [at for at, passage in enumerate(self._passages) if not passage.named]

    def _is_last_part(self, at: int) -> bool:
        passages = self._passages
        return at >= len(passages) - _END or passages[at].start >= 0.7 * passages[-1].end

    def _furniture(self) -> None:
        for at in self._free():
            words = self._words(at)
            of_picture = at < _TOP and captions.is_caption(words)
            if furniture.is_topics(words) or (furniture.is_furniture(words) and not of_picture):
                self._passages[at].name(BOILERPLATE)

    def _opened(self) -> None:
        """Lists of headlines and topics, closing parts, each with the line that opens it."""
        for at in self._free():
            if self._passages[at].named or at + 1 >= len(self._passages):
                if furniture.opens_headlines(self._words(at)) and not self._passages[at].named and at:
                    self._passages[at].name(BOILERPLATE)
                continue
            words = self._words(at)
            if furniture.opens_topics(words):
                self._take(at, 1)
            elif furniture.opens_headlines(words) and at:
                self._take(at, len(self._passages) if self._is_last_part(at) else 1)
            elif self._is_last_part(at) and furniture.opens_biography(words):
                self._passages[at].name(HEADING)
                self._passages[at + 1].name(BIOGRAPHY)
            elif self._is_last_part(at) and furniture.opens_closing(words) and at > 1:
                self._close(at)

    def _take(self, at: int, most: int) -> None:
        """Name a line and the headlines below it as boilerplate."""
        following = at + 1
        while following < len(self._passages) and following - at <= most:
            passage = self._passages[following]
            if passage.kind == BOILERPLATE:
                following += 1
                continue
            if passage.named or not furniture.is_headline(self._words(following)):
                break
            passage.name(BOILERPLATE)
            following += 1
        if following > at + 1 or self._is_last_part(at):
            self._passages[at].name(BOILERPLATE)

    def _close(self, at: int) -> None:
        """Name a closing part up to the next heading as boilerplate."""
        self._passages[at].name(BOILERPLATE)
        if not self._passages[at + 1].named:
            self._passages[at + 1].name(BOILERPLATE)
        for passage in self._passages[at + 2 :]:
            if passage.kind == HEADING and not passage.named:
                return
            if not passage.named:
                passage.name(BOILERPLATE)

    def _authors(self) -> None:
        dates = [at for at in self._free() if authors.is_dateline(self._words(at))]
        if len(dates) <= _DATES_AT_MOST:
            for at in dates:
                if at < _TOP or self._is_last_part(at):
                    self._passages[at].name(BYLINE)
        for at in self._free():
            words = self._words(at)
            fields = words.split("\n")
            by = (
                authors.is_byline(words) and (at < _TOP or self._is_last_part(at)) and (at <= 3 or words.count(" ") > 1)
            )
            if by or all(authors.is_mail_field(field.strip()) for field in fields):
                if len(self._passages) > 1:
                    self._passages[at].name(BYLINE)
            elif at and (authors.is_credits(words) or (self._is_last_part(at) and authors.is_signature(words))):
                self._passages[at].name(BYLINE)

    def _captions(self) -> None:
        for at in self._free():
            passage = self._passages[at]
            if passage.kind == LIST_ITEM or len(self._passages) == 1:
                continue
            words = self._words(at)
            if not passage.named and self._is_twice(at, words):
                self._passages[at + 1].name(CAPTION)
                passage.name(CAPTION)
            elif not passage.named and captions.is_caption(words):
                passage.name(CAPTION)

    def _is_twice(self, at: int, words: str) -> bool:
        """Whether a passage is printed twice as captions are: near the top or without a full stop, and not thrice."""
        following = self._passages[at + 1 : at + 3]
        if not following or following[0].named or (at >= _TOP and is_ended(words)):
            return False
        again = len(following) > 1 and captions.is_printed_twice(words, self._words(at + 2))
        return not again and captions.is_printed_twice(words, self._words(at + 1))

    def _ends(self) -> None:
        """From the end upwards: furniture aside, biographies and the bare name of the outlet."""
        named = [self._words(at) for at, passage in enumerate(self._passages) if passage.kind == BYLINE]
        bylines = [words for words in named if authors.is_byline(words)]
        for at in range(len(self._passages) - 1, 0, -1):
            passage = self._passages[at]
            words = self._words(at)
            if passage.named:
                if passage.kind not in {BOILERPLATE, BIOGRAPHY, BYLINE, FOOTNOTE}:
                    return
            elif passage.kind != HEADING and authors.is_biography(words, bylines):
                passage.name(BIOGRAPHY)
            elif furniture.is_outlet(words) and self._stands_last(at):
                passage.name(BOILERPLATE)
            else:
                return

    def _stands_last(self, at: int) -> bool:
        words = self._words(at)
        again = self._text.find(words, 0, self._passages[at].start) >= 0
        return at >= 2 and (again or is_titled(words) or "." in words) and is_ended(self._words(at - 1))


def _name_pulled(text: str, passages: list[Passage]) -> None:
    body = [
        at
        for at, passage in enumerate(passages)
        if passage.kind == PULL_QUOTE or (passage.kind in {PARAGRAPH, LIST_ITEM} and not passage.named)
    ]
    pieces = [
        Piece(
            passages[at].start,
            passages[at].end,
            set=passages[at].kind == PULL_QUOTE,
            may=passages[at].kind == PARAGRAPH and _stands_between(passages, at),
        )
        for at in body
    ]
    for number, attributes in pull_quotes(text, pieces).items():
        passages[body[number]].name(PULL_QUOTE, attributes)


def _stands_between(passages: list[Passage], at: int) -> bool:
    """Whether a passage has words above and below, as a pull quote has; the first ones are a summary if anything."""
    above = [passage for passage in passages[max(at - 4, 0) : at] if passage.kind in {PARAGRAPH, LIST_ITEM, TABLE}]
    return len(above) >= 2 and at + 1 < len(passages)
