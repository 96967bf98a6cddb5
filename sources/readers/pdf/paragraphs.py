"""Paragraphs, headings, items of lists and captions, told from the lines of a column."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Any

from sources.blocks import BYLINE, CAPTION, HEADING, LIST_ITEM, PARAGRAPH
from sources.readers.pdf.shapes import Box, Line, Word, commonest

ENDED = re.compile(r"[.!?…:;。！？؟۔][\"'”’»)\]⁰¹²³⁴⁵⁶⁷⁸⁹*†‡]*$")
_BULLET = re.compile(r"(?:[-*•‣▪◦–·➢✓□→])\s+\S")
_NUMBERED = re.compile(r"(?:\(?(?:\d{1,3}|[ivxl]{1,5}|[a-zA-Z])[.)]|\[\d{1,3}\])\s+\S")
_CAPTION = re.compile(
    r"(?:figure|fig\.?|table|tab\.|chart|map|box|exhibit|photo|graph|abb(?:ildung|\.)|tabelle|karte|tableau|carte|figura|tabla"
    r"|рис(?:унок|\.)|таблица|شكل|جدول)(?:\s*\d{1,3}(?:[.\-]\d{1,3})?|\s+(?-i:[IVX]{1,5}|[A-Z])\b)"
    r"\s*(?P<parted>[.:|–—-]|$)?",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:by|von|par|por)\s+[A-Z\u00c0-\u00de][^.!?]{2,100}", re.IGNORECASE)
_HEADING_AT_MOST = 250
_LARGER, _LIKE = 1.12, 0.06
_STEPS_LEAST = 6  # by which the distance of lines is learned, other than those of the running text


@dataclass(slots=True)
class Group:
    """Lines that belong together. `left` and `right` are the edges of their column in the direction of reading.

    `fresh`: nothing of the flow stands above it in its column, so that it may go on with a paragraph from elsewhere.
    """

    lines: list[Line]
    kind: str
    left: float
    right: float
    fresh: bool = False
    attributes: dict[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    @property
    def indented(self) -> bool:
        return self.lines[0].lead > self.left + 0.7 * self.lines[0].size


@dataclass(slots=True)
class Setting:
    """How a document is set: size of its running text, distance of its lines, whether paragraphs are indented."""

    body: float
    bold: bool
    pitches: dict[float, float]
    indents: bool = False

    @classmethod
    def of(cls, words: Sequence[Word]) -> "Setting":
        """Size and weight of most of the words."""
        sizes: Counter[float] = Counter()
        bold: Counter[bool] = Counter()
        for word in words:
            sizes[round(word.size, 1)] += len(word.text)
            bold[word.bold] += len(word.text)
        return cls(commonest(sizes, 10.0), bold[True] > 1.5 * bold[False], {})

    def learn(self, columns: Sequence[Sequence[Line]]) -> None:
        """The distance of lines by their size, from all columns."""
        steps: dict[float, Counter[float]] = {}
        for lines in columns:
            for above, line in pairwise(lines):
                if abs(above.size - line.size) < 0.05 and 0.8 < (line.base - above.base) / line.size < 2.6:
                    steps.setdefault(line.size, Counter())[round(line.base - above.base, 1)] += 1
        for size, found in steps.items():
            if size == self.body or found.total() >= _STEPS_LEAST:
                self.pitches[size] = commonest(found, 0.0)

    def pitch(self, size: float) -> float:
        return self.pitches.get(size) or 1.25 * size


def groups_of(lines: Sequence[Line], setting: Setting, pictures: Sequence[Box]) -> list[Group]:
    """The lines of one column in groups, with their kinds."""
    groups: list[Group] = []
    for _turned, run in groupby(lines, key=lambda line: line.turned):
        groups += _of_one_direction(list(run), setting)
    fresh = True
    for group in groups:
        group.fresh = fresh
        if group.kind == PARAGRAPH:
            group.kind = _kind(group, setting, pictures)
        fresh = fresh and group.kind == CAPTION
    _nest(groups)
    return groups


def _of_one_direction(lines: Sequence[Line], setting: Setting) -> list[Group]:
    leads = [line.lead for line in lines]
    left = min(leads) if len(lines) < 4 else commonest(Counter(round(lead) for lead in leads), leads[0])
    right = max(line.trail for line in lines)
    groups: list[Group] = []
    for at, line in enumerate(lines):
        after = lines[at + 1] if at + 1 < len(lines) else None
        if groups and not _begins(groups[-1], line, after, setting, right):
            groups[-1].lines.append(line)
        else:
            groups.append(Group([line], LIST_ITEM if _marked(line, groups, lines, at) else PARAGRAPH, left, right))
    return groups


def _marked(line: Line, groups: Sequence[Group], lines: Sequence[Line], at: int) -> bool:
    text = line.text
    if _BULLET.match(text) or text in {"•", "▪", "◦"}:
        return True
    if not _NUMBERED.match(text) or line.size > _LARGER * min(other.size for other in lines):
        return False
    # A number alone may open a sentence: an item hangs, is indented, or stands among others.
    beside = lines[at + 1 : at + 12]
    hangs = any(abs(other.lead - line.inner) < 1.5 for other in beside[:1])
    others = any(_NUMBERED.match(other.text) and abs(other.lead - line.lead) < 1.5 for other in beside)
    return hangs or others or bool(groups and groups[-1].kind == LIST_ITEM)


def _begins(group: Group, line: Line, after: Line | None, setting: Setting, right: float) -> bool:
    """Whether a line begins something new."""
    above = group.lines[-1]
    size = above.size
    if abs(line.size - size) > 0.08 * size or line.bold != above.bold:
        return True
    step = line.base - above.base
    if step > 1.25 * setting.pitch(size) + 0.6 or step < 0:
        return True
    hangs = group.kind == LIST_ITEM
    inner = group.lines[0].inner
    large = size > _LARGER * setting.body or (line.bold and not setting.bold)
    if _BULLET.match(line.text):
        return True
    room = right - above.trail - 0.28 * size - line.first_word
    early = room > 0.7 * size and not large
    if _NUMBERED.match(line.text) and (early or (hangs and line.lead < inner - 1) or ENDED.search(above.text)):
        return early or (hangs and abs(line.lead - group.lines[0].lead) < 2) or line.lead > above.lead + 0.7 * size
    if hangs:
        if line.lead < inner - 0.6 * size:  # back at the margin, unless items do not hang at all
            hung = len(group.lines) > 1 and abs(above.lead - inner) < 2
            return early or hung or (line.lead < group.lines[0].lead - 2 and ENDED.search(above.text) is not None)
        return early and not line.text[:1].islower()
    if large:
        return False
    if len(group.lines) > 1 and line.lead < above.lead - 0.8 * size and abs(line.lead - group.lines[0].lead) < 2:
        return True  # entries whose first line hangs out
    if line.lead > above.lead + 0.7 * size and (room > 0.7 * size or ENDED.search(above.text)):
        return after is None or after.lead < line.lead - 0.5 * size or early
    return early and not line.text[:1].islower()


def _kind(group: Group, setting: Setting, pictures: Sequence[Box]) -> str:
    text, size = group.text, group.lines[0].size
    letters = any(character.isalpha() for character in text)
    caption = _CAPTION.match(text)
    small = size < (1 - _LIKE) * setting.body
    if caption and (caption["parted"] is not None or small or group.lines[0].italic):
        return CAPTION
    if (small or group.lines[0].italic) and len(text) < 400 and _below_picture(group, pictures):
        return CAPTION
    if letters and len(text) <= _HEADING_AT_MOST and len(group.lines) <= 5:
        if size > _LARGER * setting.body and (size > 1.3 * setting.body or len(text) < 160):
            return HEADING
        bold = all(line.bold for line in group.lines) and not setting.bold
        if bold and size >= 0.95 * setting.body and len(text) <= 160 and not text.rstrip().endswith((",", ";")):
            return HEADING
    return PARAGRAPH


def _below_picture(group: Group, pictures: Sequence[Box]) -> bool:
    x0, y0, x1, _y1 = group.lines[0].box
    return any(0 <= y0 - box[3] + 2 < 2.2 * group.lines[0].size and x0 < box[2] and x1 > box[0] for box in pictures)


def _nest(groups: Sequence[Group]) -> None:
    """How deep the items of a list are, by where they begin."""
    leads: list[float] = []
    for group in groups:
        if group.kind != LIST_ITEM:
            leads = []
            continue
        lead = group.lines[0].lead
        while leads and leads[-1] > lead + 2:
            leads.pop()
        if not leads or lead > leads[-1] + 2:
            leads.append(lead)
        group.attributes["level"] = len(leads)


def set_byline(groups: Sequence[Group]) -> None:
    """The line below a text's title that names who wrote it."""
    for before, group in pairwise(groups[:8]):
        if before.kind == HEADING and group.kind == PARAGRAPH and _BYLINE.fullmatch(group.text.strip()):
            group.kind = BYLINE


def set_levels(groups: Sequence[Group]) -> None:
    """Levels of headings: the larger, the higher; at one size bold ones above others."""
    headings = [group for group in groups if group.kind == HEADING]
    styles = sorted({_style(group) for group in headings}, reverse=True)
    for group in headings:
        group.attributes["level"] = min(styles.index(_style(group)) + 1, 6)


def _style(group: Group) -> tuple[float, bool]:
    return round(group.lines[0].size * 2) / 2, group.lines[0].bold
