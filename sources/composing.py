"""A text put together from parts that a file holds separately, with blocks as places in it.

Readers of files that are not plain text (web pages, Word documents, mail) build their text here. White space is folded
as a browser folds it; blocks are parted by an empty line, items of a list and rows of a table by a line break, and the
cells of a row by ` | `. Footnotes name where they are called.
"""

import re
from typing import Any

from sources.blocks import FOOTNOTE, TABLE, Block, block
from sources.text import settle

CELL_BORDER = " | "
_SPACES = re.compile(r"[ \t\r\n\f]+")
# What no text of ours may hold, beside the line break: controls that PostgreSQL or a browser would trip over.
_CONTROLS = {code: None for code in range(32) if code not in (9, 10)} | {127: None}


class Passage:
    """The words of one block while they are gathered, with calls of footnotes at places among them.

    Words are folded as they come in, so a place that was noted stays where it is.
    """

    def __init__(self, *, kept: bool = False) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._kept = kept
        self.calls: list[tuple[str, int, int]] = []

    def __len__(self) -> int:
        return self._length

    @property
    def text(self) -> str:
        """The words so far, without white space at the end."""
        return "".join(self._parts).rstrip(" \n")

    @property
    def last(self) -> str:
        """The last character, or a line break where there is none."""
        return self._parts[-1][-1] if self._parts else "\n"

    def add(self, words: str) -> None:
        """Add words as they stand in the file."""
        if self._kept:
            words = words.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)
        else:
            words = _SPACES.sub(" ", words).translate(_CONTROLS)
            if words.startswith(" ") and self.last in " \n":
                words = words[1:]
        if words:
            self._parts.append(words)
            self._length += len(words)

    def line_break(self) -> None:
        """Break the line, where there is one."""
        if not self._parts:
            return
        stripped = self._parts[-1].rstrip(" ")
        self._length -= len(self._parts[-1]) - len(stripped)
        if stripped:
            self._parts[-1] = stripped
        else:
            self._parts.pop()
        self._parts.append("\n")
        self._length += 1

    def call(self, name: str, words: str) -> None:
        """Add the call of a footnote, as it is written in the file."""
        start = self._length
        self.add(words)
        lead = len(words) - len(words.lstrip())
        self.calls.append((name, min(start + lead, self._length), self._length))


class Composition:
    """A text under way."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []
        self._calls: dict[str, list[list[int]]] = {}

    def add(
        self, passage: Passage, kind: str, attributes: dict[str, Any] | None = None, *, close: bool = False
    ) -> None:
        """Add one block; nothing where it holds no words. `close`: on the next line, without an empty one between."""
        words = passage.text
        if not words.strip():
            return
        start = self._begin(close)
        self._put(words)
        self._note_calls(passage, start, len(words))
        self.blocks.append(block(start, self.length, kind, attributes or None))

    def add_table(self, rows: list[list[Passage]], *, header: bool) -> None:
        """Add a table by its cells."""
        rows = [row for row in rows if any(cell.text.strip() for cell in row)]
        if not rows:
            return
        start, places = self._begin(close=False), []
        for at, row in enumerate(rows):
            if at:
                self._put("\n")
            cells = []
            for number, cell in enumerate(row):
                if number:
                    self._put(CELL_BORDER)
                words, before = cell.text.replace("\n", " "), self.length
                self._put(words)
                self._note_calls(cell, before, len(words))
                cells.append([before, self.length])
            places.append(cells)
        attributes: dict[str, Any] = {"rows": places, **({"header": True} if header else {})}
        self.blocks.append(block(start, self.length, TABLE, attributes))

    def finish(self) -> str:
        """The whole text; footnotes know from here on where they are called."""
        for found in self.blocks:
            if found[2] == FOOTNOTE and found[3] and (calls := self._calls.get(found[3]["name"])):
                found[3]["calls"] = calls
        text, _offsets = settle("".join(self._parts))
        return text

    def _begin(self, close: bool) -> int:
        if self.length:
            self._put("\n" if close else "\n\n")
        return self.length

    def _put(self, words: str) -> None:
        self._parts.append(words)
        self.length += len(words)

    def _note_calls(self, passage: Passage, start: int, length: int) -> None:
        for name, left, right in passage.calls:
            if right <= length:
                self._calls.setdefault(name, []).append([start + left, start + right])
