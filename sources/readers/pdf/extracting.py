"""From the library to words with places: one page at a time.

The library is asked as little as will do, since a call costs a microsecond and a long document has millions of
characters: the first and the last character of each word, every one only where letters run from right to left.
"""

import ctypes
import math
import re
from collections.abc import Callable, Iterator
from typing import Any

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument

from sources.readers.pdf.scripts import RIGHT_TO_LEFT, cleaned, glyphs_of
from sources.readers.pdf.shapes import Box, Page, Word
from sources.refusals import Refused, gettext_noop

_TOKEN = re.compile("[^\\s\ufffe]+\ufffe?")  # U+FFFE is a hyphen at the end of a line, after which the next one begins
_RAISED_FIGURES = re.compile(r"\d{1,3}(?:[,–-]\d{1,3})*$")
_CHARACTERS_AT_MOST = 400_000
_OBJECTS_AT_MOST = 20_000
_BOLD = re.compile(r"bold|black|heavy|semibd|demi", re.IGNORECASE)
_ITALIC = re.compile(r"ital|obli|slanted", re.IGNORECASE)
_FORCE_BOLD, _ITALIC_FLAG = 1 << 18, 1 << 6

Turned = Callable[[float, float], tuple[float, float]]


def page_of(document: PdfDocument, number: int) -> Page:
    """One page, counted from 1, turned so that most of its words stand upright."""
    handle = pdfium.FPDF_LoadPage(document, number - 1)
    if not handle:
        return Page(number, 0, 0)
    text = pdfium.FPDFText_LoadPage(handle)
    try:
        reading = _Reading(handle, text, number, 0)
        turns = [turn for turn, _word in reading.page.sideways]
        if len(turns) > 1.5 * len(reading.page.words):
            reading = _Reading(handle, text, number, max(set(turns), key=turns.count))
        return reading.page
    finally:
        if text:
            pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(handle)


class _Reading:
    """The words, rules and pictures of one page."""

    def __init__(self, handle: Any, text: Any, number: int, turn: int) -> None:
        self._text = text
        self._styles: dict[int, tuple[float, float, float, float, float, bool, bool]] = {}
        self._rect, self._matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        self._place, width, height = _frame(handle, turn)
        self.page = Page(number, width, height, turn=turn)
        if text:
            self._words()
        self._objects(handle)

    def _characters(self) -> str:
        """One character of the page for each of the library's."""
        count = pdfium.FPDFText_CountChars(self._text)
        if count > _CHARACTERS_AT_MOST:
            raise Refused(
                gettext_noop("Page %(page)d holds more than the %(limit)d characters that can be read of one page."),
                page=self.page.number,
                limit=_CHARACTERS_AT_MOST,
            )
        if count <= 0:
            return ""
        buffer = (ctypes.c_ushort * (count + 1))()
        if pdfium.FPDFText_GetText(self._text, 0, count, buffer) == count + 1:
            found = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
            if len(found) == count:
                return found
        codes = (pdfium.FPDFText_GetUnicode(self._text, at) for at in range(count))
        return "".join(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in codes)

    def _words(self) -> None:
        characters = self._characters()
        turned = RIGHT_TO_LEFT.search(characters) is not None
        reached = -1
        for token in _TOKEN.finditer(characters):
            for start, end in self._pieces(token.start(), token.end()):
                self._word(characters[start:end], start, end, start == reached, turned)
                reached = end
        self._raise()

    def _object(self, at: int) -> int:
        found = pdfium.FPDFText_GetTextObject(self._text, at)
        return ctypes.addressof(found.contents) if found else 0

    def _pieces(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """A token in pieces of one text object: a raised figure stands in one of its own."""
        first = self._object(start)
        if end - start == 1 or self._object(end - 1) == first:
            yield start, end
            return
        for at in range(start + 1, end):
            other = self._object(at)
            if other != first:
                yield start, at
                start, first = at, other
        yield start, end

    def _style(self, at: int) -> tuple[float, float, float, float, float, bool, bool]:
        """Direction, origin, size and face of the text object of a character."""
        key = self._object(at)
        found = self._styles.get(key)
        if found is None or not key:
            matrix = self._matrix
            pdfium.FPDFText_GetMatrix(self._text, at, matrix)
            size = pdfium.FPDFText_GetFontSize(self._text, at) * math.hypot(matrix.c, matrix.d)
            x, y = self._place(matrix.e, matrix.f)
            ahead_x, ahead_y = self._place(matrix.e + matrix.a, matrix.f + matrix.b)
            bold, italic = self._face(at)
            found = (ahead_x - x, ahead_y - y, x, y, max(abs(size), 0.5), bold, italic)
            self._styles[key] = found
        return found

    def _face(self, at: int) -> tuple[bool, bool]:
        flags, buffer = ctypes.c_int(0), ctypes.create_string_buffer(256)
        length = pdfium.FPDFText_GetFontInfo(self._text, at, buffer, 256, ctypes.byref(flags))
        name = buffer.raw[: max(min(length, 256) - 1, 0)].decode("utf-8", "replace")
        bold = bool(_BOLD.search(name)) or bool(flags.value & _FORCE_BOLD)
        return bold, bool(_ITALIC.search(name)) or bool(flags.value & _ITALIC_FLAG)

    def _box(self, at: int) -> Box:
        rect = self._rect
        pdfium.FPDFText_GetLooseCharBox(self._text, at, rect)
        (x0, y0), (x1, y1) = self._place(rect.left, rect.bottom), self._place(rect.right, rect.top)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def _word(self, text: str, start: int, end: int, glued: bool, turned: bool) -> None:
        hyphen = text.endswith("\ufffe")
        known, unknown = cleaned(text.removesuffix("\ufffe"))
        self.page.unmapped += unknown
        if not known and not hyphen:
            return
        known += "-" * hyphen
        dx, dy, origin_x, origin_y, size, bold, italic = self._style(start)
        x0, y0, x1, y1 = self._box(start)
        if end - start > 1:
            left, above, right, below = self._box(end - 1)
            x0, y0, x1, y1 = min(x0, left), min(y0, above), max(x1, right), max(y1, below)
        if x1 < -1 or y1 < -1 or x0 > self.page.width + 1 or y0 > self.page.height + 1:
            return  # outside of what is shown
        word = Word(known, x0, x1, origin_y, size, bold, italic, glued, order=len(self.page.words))
        if abs(dy) > 0.1 * abs(dx) or dx < 0:
            # Along its own direction: `x0` and `x1` run with it, `base` across.
            quarter = (1 if dy > 0 else 3) if abs(dy) > abs(dx) else 2
            along = {1: (y0, y1, -origin_x), 2: (-x1, -x0, -origin_y), 3: (-y1, -y0, origin_x)}[quarter]
            word.x0, word.x1, word.base = along
            self.page.sideways.append((quarter, word))
            return
        if turned:
            word.glyphs = glyphs_of([(one, *self._box(at)[::2]) for at, one in self._each(text, start)])
            word.x0 = min(glyph.x0 for glyph in word.glyphs)
            word.x1 = max(glyph.x1 for glyph in word.glyphs)
        self._add(word, start, end)

    @staticmethod
    def _each(text: str, start: int) -> Iterator[tuple[int, str]]:
        for at, character in enumerate(text, start):
            known = "-" if character == "\ufffe" else cleaned(character)[0]
            if known:
                yield at, known

    def _add(self, word: Word, start: int, end: int) -> None:
        """Add a word; figures at its end that are drawn raised within the line's size become a word of their own."""
        found = _RAISED_FIGURES.search(word.text) if word.text[-1].isdigit() else None
        if found is None or len(word.text) != end - start or not self._drawn_raised(end - 1, word):
            self.page.words.append(word)
            return
        if found.start() == 0:
            word.raised = True
            self.page.words.append(word)
            return
        edge = self._box(start + found.start())[0]
        call = Word(found[0], edge, word.x1, word.base, word.size, word.bold, word.italic, True, True, word.order + 1)
        word.text, word.x1 = word.text[: found.start()], edge
        if word.glyphs is not None:
            word.glyphs, call.glyphs = word.glyphs[: found.start()], word.glyphs[found.start() :]
        self.page.words += [word, call]

    def _drawn_raised(self, at: int, word: Word) -> bool:
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        pdfium.FPDFText_GetCharBox(self._text, at, *map(ctypes.byref, (left, right, bottom, top)))
        _x0, y0 = self._place(left.value, bottom.value)
        _x1, y1 = self._place(right.value, top.value)
        lowest, highest = max(y0, y1), min(y0, y1)
        return word.base - lowest > 0.2 * word.size and lowest - highest < 0.55 * word.size

    def _raise(self) -> None:
        """Put raised and lowered words on the line of the word beside them in the file."""
        words = self.page.words
        for at, word in enumerate(words):
            for beside in words[max(at - 1, 0) : at] + words[at + 1 : at + 2]:
                lift = (beside.base - word.base) / beside.size
                near = min(abs(word.x0 - beside.x1), abs(beside.x0 - word.x1)) < 0.5 * beside.size
                if near and word.size < 0.86 * beside.size and (0.15 < lift < 0.7 or -0.4 < lift < -0.05):
                    word.base, word.raised = beside.base, lift > 0
                    break

    def _objects(self, handle: Any) -> None:
        """Rules and pictures: thin paths, the sides of framed ones, and images."""
        count = min(pdfium.FPDFPage_CountObjects(handle), _OBJECTS_AT_MOST)
        values = [ctypes.c_float() for _ in range(4)]
        references = [ctypes.byref(value) for value in values]
        for at in range(count):
            found = pdfium.FPDFPage_GetObject(handle, at)
            kind = pdfium.FPDFPageObj_GetType(found)
            if kind not in {pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE}:
                continue
            if not pdfium.FPDFPageObj_GetBounds(found, *references):
                continue
            left, bottom, right, top = (value.value for value in values)
            (x0, y0), (x1, y1) = self._place(left, bottom), self._place(right, top)
            x0, x1, y0, y1 = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
            if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self.page.pictures.append((x0, y0, x1, y1))
            elif y1 - y0 < 3.1 and x1 - x0 > 12:
                self.page.rules.append((x0, y0, x1, y1))
            elif x1 - x0 < 3.1 and y1 - y0 > 5:
                self.page.uprights.append((x0, y0, x1, y1))
            elif pdfium.FPDFPath_CountSegments(found) in {4, 5} and y1 - y0 > 8 and x1 - x0 > 12:
                self.page.rules += [(x0, y0, x1, y0), (x0, y1, x1, y1)]
                self.page.uprights += [(x0, y0, x0, y1), (x1, y0, x1, y1)]


def _frame(handle: Any, turn: int) -> tuple[Turned, float, float]:
    """How places in the file become places on the page as it is shown and then turned, and how large that page is."""
    rect = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(handle, rect)
    left, right, bottom, top = rect.left, rect.right, rect.bottom, rect.top
    # A word that runs down the page (turn 1) is upright once the page is turned back by a quarter.
    rotation = (pdfium.FPDFPage_GetRotation(handle) - turn) % 4
    width, height = abs(right - left), abs(top - bottom)
    if rotation == 0:
        return lambda x, y: (x - left, top - y), width, height
    if rotation == 1:
        return lambda x, y: (y - bottom, x - left), height, width
    if rotation == 2:
        return lambda x, y: (right - x, y - bottom), width, height
    return lambda x, y: (top - y, right - x), height, width
