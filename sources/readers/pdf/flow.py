"""The text put together: each page's columns one after another, and what must not interrupt a paragraph after it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sources.blocks import BOILERPLATE, CAPTION, FOOTNOTE, LIST_ITEM, PARAGRAPH
from sources.composing import Composition, Passage
from sources.readers.pdf.joining import Vocabulary, passage_of
from sources.readers.pdf.notes import Calls, Note
from sources.readers.pdf.paragraphs import ENDED, Group, Setting
from sources.readers.pdf.shapes import Aside, Box, Line, Page, Table, around

Item = Group | Table | Note | Aside


@dataclass(slots=True)
class Sheet:
    """What one page holds, in order."""

    page: Page
    flow: list[Group | Table] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


class Flow:
    """Takes items in the order of the pages; a paragraph stays open until something shows that it has ended.

    Tables, captions, footnotes, running titles and page numbers wait behind an open paragraph.
    """

    def __init__(self, pages: Sequence[Page], setting: Setting, vocabulary: Vocabulary, calls: Calls) -> None:
        self.composition = Composition()
        self._pages = {page.number: page for page in pages}
        self._setting = setting
        self._vocabulary = vocabulary
        self._calls = calls
        self._open: Group | None = None
        self._waiting: list[Item] = []

    def add_sheet(self, sheet: Sheet) -> None:
        """One page."""
        for aside in sheet.page.asides:
            if aside.head:
                self._wait(aside)
        for item in sheet.flow:
            if isinstance(item, Table) or item.kind == CAPTION:
                self._wait(item)
            else:
                self._add(item)
        for note in sheet.notes:
            self._wait(note)
        for aside in sheet.page.asides:
            if not aside.head:
                self._wait(aside)

    def finish(self) -> str:
        """The whole text."""
        self._close()
        return self.composition.finish()

    def _wait(self, item: Item) -> None:
        if self._open is None:
            self._write(item)
        else:
            self._waiting.append(item)

    def _add(self, group: Group) -> None:
        if self._open is not None and self._goes_on(self._open, group):
            self._open.lines = [*self._open.lines, *group.lines]
            self._open.right = group.right
            return
        self._close()
        self._open = group

    def _close(self) -> None:
        group, self._open = self._open, None
        waiting, self._waiting = self._waiting, []
        for item in ([group] if group is not None else []) + waiting:
            self._write(item)

    def _goes_on(self, open_one: Group, group: Group) -> bool:
        """Whether a paragraph visibly continues in what stands first in the next column or on the next page."""
        if not group.fresh or open_one.kind not in {PARAGRAPH, LIST_ITEM} or group.kind != PARAGRAPH:
            return False
        last, first = open_one.lines[-1], group.lines[0]
        if abs(last.size - first.size) > 0.06 * last.size or last.bold != first.bold:
            return False
        end, start = last.text.rstrip(), first.text.lstrip()[:1]
        ended = ENDED.search(end) is not None
        if start.islower() and (not ended or end.endswith(";")):
            return True
        full = last.trail > open_one.right - 2 * last.size
        if not full or group.indented:
            return False
        return not ended or (self._setting.indents and open_one.kind == PARAGRAPH)

    def _write(self, item: Item) -> None:
        if isinstance(item, Table):
            self._write_table(item)
        elif isinstance(item, Aside):
            passage = Passage()
            for number, line in enumerate(item.lines):
                if number:
                    passage.line_break()
                passage.add(line)
            boxes = [[item.page, *self._pages[item.page].shown(item.box)]]
            self.composition.add(passage, BOILERPLATE, {"boxes": boxes})
        elif isinstance(item, Note):
            passage = passage_of(item.lines, self._vocabulary, self._calls, note=True)
            self.composition.add(passage, FOOTNOTE, {"name": item.name, "boxes": self._boxes(item.lines)})
        else:
            passage = passage_of(item.lines, self._vocabulary, self._calls)
            before = self.composition.blocks[-1][2] if self.composition.blocks else ""
            close = item.kind == before == LIST_ITEM
            attributes = {**item.attributes, "boxes": self._boxes(item.lines)}
            self.composition.add(passage, item.kind, attributes, close=close)

    def _write_table(self, table: Table) -> None:
        rows = [[passage_of(cell, self._vocabulary, self._calls) for cell in row] for row in table.rows]
        count = len(self.composition.blocks)
        self.composition.add_table(rows, header=table.header)
        if len(self.composition.blocks) > count:
            attributes: dict[str, Any] = self.composition.blocks[-1][3]
            attributes["boxes"] = [[table.page, *self._pages[table.page].shown(table.box)]]

    def _boxes(self, lines: Sequence[Line]) -> list[list[float]]:
        """The places of lines: one box for each stretch of them that stands in one column."""
        stretches: list[tuple[int, list[Box]]] = []
        base = 0.0
        for line in lines:
            if stretches and stretches[-1][0] == line.page and line.base >= base - line.size:
                stretches[-1][1].append(line.box)
            else:
                stretches.append((line.page, [line.box]))
            base = line.base
        return [[page, *self._pages[page].shown(around(boxes))] for page, boxes in stretches]
