"""Word documents: paragraphs by their styles, lists, tables by their cells, footnotes with their calls.

What Word counts by itself, the numbers of footnotes, is no text of the document; a call is written `[1]` here and its
note begins with the same sign. Deleted words of tracked changes are left out, inserted ones are kept, which is what
Word shows of a document whose changes are accepted; that there were any is said in a warning.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml.etree import LxmlError, fromstring

from sources.blocks import BYLINE, CAPTION, FOOTNOTE, HEADING, LIST_ITEM, PARAGRAPH
from sources.composing import Composition, Passage
from sources.readers import ReadText
from sources.refusals import Refused, gettext_noop
from sources.text import Offsets

_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_LIST = re.compile(r"list\b", re.IGNORECASE)
_UNPACKED_AT_MOST = 400 * 1024 * 1024
_PARTS_AT_MOST = 20_000
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}


def read(data: bytes) -> ReadText:
    """Read a Word document."""
    document = _opened(data)
    reading = _Reading(document)
    for element in document.element.body:
        reading.element(element)
    reading.add_notes()
    text = reading.composition.finish()
    record = _record(document)
    title = str(record.pop("title", "")) or reading.title
    return ReadText(
        text=text,
        blocks=reading.composition.blocks,
        title=title,
        offsets=Offsets(len(text)),
        record=record,
        warnings=reading.warnings,
    )


def _opened(data: bytes) -> Document:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            if len(parts) > _PARTS_AT_MOST or sum(part.file_size for part in parts) > _UNPACKED_AT_MOST:
                raise Refused(gettext_noop("This document unpacks to more than the limit allows."))
        return docx.Document(io.BytesIO(data))
    except (zipfile.BadZipFile, OpcError, KeyError, LxmlError, ValueError, OSError, EOFError) as error:
        if isinstance(error, Refused):
            raise
        if data[:4] == b"\xd0\xcf\x11\xe0":
            raise Refused(
                gettext_noop(
                    "This document is encrypted, or of the old kind (.doc). Save it as .docx without a password."
                )
            ) from None
        raise Refused(gettext_noop("This is not a Word document that can be read: it is damaged.")) from None


class _Reading:
    """A walk over a document."""

    def __init__(self, document: Document) -> None:
        self.composition = Composition()
        self.warnings: list[str] = []
        self.title = ""
        self._styles = {style.style_id: style.name or "" for style in document.styles}
        self._notes = {kind: _notes_of(document, kind) for kind in _NOTES.values()}
        self._called: dict[tuple[str, str], str] = {}
        self._changed = False

    def element(self, element: Any) -> None:
        """One paragraph, table or container of them."""
        if element.tag == qn("w:p"):
            self._paragraph(element)
        elif element.tag == qn("w:tbl"):
            rows = [
                [self._cell(cell) for cell in row.iterchildren(qn("w:tc"))] for row in element.iterchildren(qn("w:tr"))
            ]
            first = next(element.iterchildren(qn("w:tr")), None)
            header = first is not None and next(first.iter(qn("w:tblHeader")), None) is not None
            self.composition.add_table(rows, header=header)
        elif element.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")}:
            for child in element:
                self.element(child)

    def add_notes(self) -> None:
        """The footnotes and endnotes that are called, in the order of their calls."""
        for (kind, id), name in list(self._called.items()):
            passage = Passage()
            passage.add(f"[{name}] ")
            for paragraph in self._notes[kind].get(id, []):
                if len(passage.text) > len(name) + 2:
                    passage.line_break()
                self._runs(paragraph, passage)
            self.composition.add(passage, FOOTNOTE, {"name": name})
        if self._changed:
            self.warnings.append(gettext_noop("The document has tracked changes: they are read as accepted."))

    def _paragraph(self, element: Any) -> None:
        passage = Passage()
        self._runs(element, passage)
        kind, attributes = self._kind(element)
        before = self.composition.blocks[-1][2] if self.composition.blocks else ""
        self.composition.add(passage, kind, attributes, close=kind == before == LIST_ITEM)
        if not self.title and kind == HEADING:
            self.title = " ".join(passage.text.split())[:300]

    def _kind(self, element: Any) -> tuple[str, dict[str, Any] | None]:
        properties = element.find(qn("w:pPr"))
        style, outline, numbered = "", None, None
        if properties is not None:
            named = properties.find(qn("w:pStyle"))
            style = self._styles.get(named.get(qn("w:val")), "") if named is not None else ""
            outline, numbered = properties.find(qn("w:outlineLvl")), properties.find(qn("w:numPr"))
        lowered = style.lower()
        if heading := _HEADING.match(lowered):
            return HEADING, {"level": int(heading[1])}
        if lowered in {"title", "subtitle"}:
            return HEADING, {"level": 1 if lowered == "title" else 2}
        if outline is not None and (level := _number(outline)) is not None and level < 9:
            return HEADING, {"level": level + 1}
        if lowered == "caption":
            return CAPTION, None
        if lowered in {"author", "byline"}:
            return BYLINE, None
        if numbered is not None or _LIST.match(lowered):
            depth = numbered.find(qn("w:ilvl")) if numbered is not None else None
            return LIST_ITEM, {"level": (_number(depth) or 0) + 1 if depth is not None else 1}
        return PARAGRAPH, None

    def _cell(self, cell: Any) -> Passage:
        passage = Passage()
        for paragraph in cell.iter(qn("w:p")):
            if len(passage):
                passage.add(" ")
            self._runs(paragraph, passage)
        return passage

    def _runs(self, element: Any, passage: Passage) -> None:
        for node in _in_order(element):
            name = node.tag.rpartition("}")[2]
            if name == "t":
                passage.add(node.text or "")
            elif name in {"tab", "ptab"} and node.getparent().tag == qn("w:r"):
                passage.add(" ")
            elif name in {"br", "cr"}:
                passage.line_break()
            elif name == "noBreakHyphen":
                passage.add("\N{NON-BREAKING HYPHEN}")
            elif name in _NOTES:
                key = (_NOTES[name], node.get(qn("w:id")) or "")
                if key[1] in self._notes[key[0]]:
                    number = self._called.setdefault(key, str(len(self._called) + 1))
                    passage.call(number, f"[{number}]")
            elif name in {"ins", "del", "moveFrom", "moveTo"}:
                self._changed = True


def _in_order(element: Any) -> Iterator[Any]:
    """The nodes inside a paragraph, without what tracked changes took out and without text boxes said twice."""
    for child in element:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        yield child
        if name not in {"del", "moveFrom", "Fallback", "pPr", "rPr", "instrText"}:
            yield from _in_order(child)


def _number(element: Any) -> int | None:
    value = element.get(qn("w:val")) or ""
    return int(value) if value.isdecimal() and len(value) < 4 else None


def _notes_of(document: Document, kind: str) -> dict[str, list[Any]]:
    """The paragraphs of each footnote (or endnote) by its id; those that only draw a line are left out."""
    for part in (relation.target_part for relation in document.part.rels.values() if not relation.is_external):
        if part.content_type.endswith(f"{kind}+xml"):
            notes = fromstring(part.blob)
            return {
                note.get(qn("w:id")): list(note.iter(qn("w:p")))
                for note in notes
                if isinstance(note.tag, str) and note.get(qn("w:type")) in {None, "normal"}
            }
    return {}


def _record(document: Document) -> dict[str, Any]:
    said = document.core_properties
    title = " ".join((said.title or "").split())
    authors = [name.strip() for name in re.split(r"[;,]", said.author or "") if name.strip()]
    ours = {
        "title": title,
        "authors": [name for name in authors if name.lower() != "python-docx"],
        "language": said.language or "",
    }
    return {name: value for name, value in ours.items() if value}
