"""Passages: lines that belong together, before it is said of what kind they are.

In a wrapped text a passage is a run of lines without an empty one between, parted where an item of a list begins, a
page begins, or a line stands out (a byline below a title, a heading in capitals); else every line is one. Headings and
list items are told by their form.
"""

import re
from dataclasses import dataclass
from typing import Any

from sources.blocks import HEADING, LIST_ITEM, PARAGRAPH
from sources.plain.authors import is_byline, is_mail_field
from sources.plain.lines import Line, Region, begins_lower, is_ended, words_of

_HEADING_AT_MOST = 120
_LINES_OF_HEADING = 5
_HEADING_OF_LINES_AT_MOST = 220
_HEADINGS_IN_A_ROW = 5
_BULLET = re.compile(r"(?:[-*•‣▪◦–]|\(?(?:\d{1,3}|[a-zA-Z])[.)])\s+\S")
_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,3}){1,4}\.?\s+\S")
_SENTENCE_INSIDE = re.compile(r"[^\W\d_]{5,}\.\s")
_LABELLED = re.compile(r"[^\W\d_][\w ]{1,24}:\s|\d{1,3}[.)]?\s")
_ENDS = ".!?…:;,。！？؟،؛"
_WORD = re.compile(r"[^\W\d_][\w’'-]{3,}")


@dataclass(slots=True)
class Passage:
    """Lines `first` up to `after`; `named` where a rule has said what they are and nothing else may."""

    first: int
    after: int
    start: int
    end: int
    kind: str
    attributes: dict[str, Any] | None = None
    named: bool = False

    def name(self, kind: str, attributes: dict[str, Any] | None = None) -> None:
        """Say of what kind it is, once and for all."""
        self.kind, self.attributes, self.named = kind, attributes, True


def passages_of(
    text: str, lines: list[Line], regions: list[Region], starts: set[int], *, wrapped: bool
) -> list[Passage]:
    """All passages of a text in its order, those of the regions with their kinds."""
    found: list[Passage] = []
    named = {region.first: region for region in regions}
    at = 0
    while at < len(lines):
        region = named.get(at)
        if region is not None:
            after = region.after
            found.append(_over(lines, at, after))
            found[-1].name(region.kind, region.attributes)
        else:
            after = _end(text, lines, at, named, starts) if wrapped else at + 1
            found.append(_over(lines, at, after))
            found[-1].kind = _kind(text, lines, found)
        at = after
    return found


def _over(lines: list[Line], first: int, after: int) -> Passage:
    return Passage(first, after, lines[first].start, lines[after - 1].end, PARAGRAPH)


def _end(text: str, lines: list[Line], at: int, named: dict[int, Region], starts: set[int]) -> int:
    """The line after the passage of a wrapped text that begins at a line."""
    listed = _is_bullet(text, lines[at])
    if _stands_out(text, lines, at):
        return at + 1
    after = at + 1
    while after < len(lines) and lines[after].gap == 1 and after not in starts and after not in named:
        if _begins_item(text, lines, after, listed=listed) or _is_byline_here(text, lines, after):
            break
        after += 1
    return after


def _is_bullet(text: str, line: Line) -> bool:
    words = text[line.start : min(line.end, line.start + 24)]
    return _BULLET.match(words) is not None or _SECTION.match(words) is not None


def _begins_item(text: str, lines: list[Line], at: int, *, listed: bool) -> bool:
    """Whether an item begins at a line that follows another directly.

    A dash inside a sentence may stand at the beginning of a line, and so may a number with a full stop. They are marks
    of an item below another item, or where what stands above has ended.
    """
    line = lines[at]
    if not _is_bullet(text, line):
        return False
    if listed:
        return True
    above = words_of(text, lines[at - 1])
    return is_ended(above, by=_ENDS.replace(",", "")) or (text[line.start] in "-*•‣▪◦" and not _goes_on(text, line))


def _goes_on(text: str, line: Line) -> bool:
    """Whether words after a dash go on in small letters, as a sentence would."""
    return text[line.start] in "-–" and begins_lower(text[line.start + 1 : line.end].lstrip())


def _stands_out(text: str, lines: list[Line], at: int) -> bool:
    """Whether a line is one of its own though another follows directly."""
    words = words_of(text, lines[at])
    following = words_of(text, lines[at + 1]) if at + 1 < len(lines) and lines[at + 1].gap == 1 else ""
    if not following:
        return False
    if is_mail_field(words) and not is_mail_field(following) and not following[0].isspace():
        return True
    capitals = words.isupper() and sum(map(str.isalpha, words)) >= 6 and not is_ended(words, by=_ENDS)
    return (capitals and not following.isupper() and len(words) <= _HEADING_AT_MOST) or (
        lines[at].gap > 1 and is_byline(words)
    )


def _is_byline_here(text: str, lines: list[Line], at: int) -> bool:
    """Whether a line inside a run is a byline below a title, and not a sentence that goes on."""
    last = at + 1 == len(lines) or lines[at + 1].gap > 1
    return (
        last
        and at <= 12
        and is_byline(words_of(text, lines[at]))
        and not is_ended(words_of(text, lines[at - 1]), by=",")
    )


def _kind(text: str, lines: list[Line], found: list[Passage]) -> str:
    passage = found[-1]
    line = lines[passage.first]
    words = text[passage.start : passage.end]
    if not any(character.isalnum() for character in words[:400]):
        return PARAGRAPH
    bullet = _is_bullet(text, line)
    if bullet and not (_SECTION.match(words) and len(words) <= 80 and not is_ended(words, by=_ENDS)):
        before = found[-2] if len(found) > 1 else None
        if not (_goes_on(text, line) and text[line.start] == "–" and before and _is_open(text, before)):
            return LIST_ITEM
    is_last = passage.after == len(lines)
    return HEADING if not is_last and _is_heading(text, lines, passage) else PARAGRAPH


def _is_open(text: str, passage: Passage) -> bool:
    words = text[max(passage.start, passage.end - 40) : passage.end]
    return passage.kind == PARAGRAPH and not is_ended(words, by=_ENDS.replace(",", ""))


def _is_heading(text: str, lines: list[Line], passage: Passage) -> bool:
    words = text[passage.start : passage.end]
    if len(words) > _HEADING_OF_LINES_AT_MOST or words[-1] in "-‐–—":
        return False
    said = words.rstrip()
    while said and not (said[-1].isalnum() or said[-1] in _ENDS or said[-1] in "\"'”’»)]›"):
        said = said[:-1]
    if is_ended(said, by=_ENDS) or begins_lower(words) or words[0] in "“„«" or not any(map(str.isalpha, words)):
        return False
    count = passage.after - passage.first
    if count == 1:
        return len(words) <= _HEADING_AT_MOST and not _SENTENCE_INSIDE.search(words)
    own = lines[passage.first : passage.after]
    if count > _LINES_OF_HEADING or any(is_ended(words_of(text, line)) for line in own):
        return False
    labelled = sum(_LABELLED.match(text, line.start, line.end) is not None for line in own)
    return labelled <= 1 and is_titled(words)


def is_titled(words: str) -> bool:
    """Whether nearly every longer word begins with a capital, as in titles."""
    longer = _WORD.findall(words)
    return len(longer) >= 2 and sum(word[0].isupper() for word in longer) >= 0.75 * len(longer)


def settle_headings(passages: list[Passage]) -> None:
    """What looks like a heading and stands in a long row of such lines, or heads nothing, is none."""
    first = 0
    for at in range(len(passages) + 1):
        if at < len(passages) and passages[at].kind == HEADING and not passages[at].named:
            continue
        if at - first >= _HEADINGS_IN_A_ROW:
            for passage in passages[first + (first == 0) : at]:
                passage.kind = PARAGRAPH
        first = at + 1
