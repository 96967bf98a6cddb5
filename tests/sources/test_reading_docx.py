"""Word documents: styles become kinds, tables keep their cells, footnotes their calls."""

import io
import zipfile
from typing import Any

import docx
import pytest

from sources.readers import ReadText, readers
from sources.refusals import Refused

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_NOTES = f"""<?xml version="1.0" encoding="UTF-8"?><w:footnotes {_W}>
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>
<w:r><w:t xml:space="preserve"> Ministry statement.</w:t></w:r></w:p></w:footnote>
</w:footnotes>"""


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _read(document: Any) -> ReadText:
    return readers()["docx"].read(document if isinstance(document, bytes) else _saved(document))


def _with_footnote(data: bytes) -> bytes:
    """The document with a footnote called after its first "Monday"."""
    source, out = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name).decode("utf-8", errors="surrogateescape")
            if name == "word/document.xml":
                part = part.replace(
                    "Monday</w:t></w:r>", 'Monday</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>', 1
                )
            elif name == "word/_rels/document.xml.rels":
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
                link = f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>'
                part = part.replace("</Relationships>", link)
            elif name == "[Content_Types].xml":
                kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
                part = part.replace(
                    "</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
                )
            target.writestr(name, part.encode("utf-8", errors="surrogateescape"))
        target.writestr("word/footnotes.xml", _NOTES)
    return out.getvalue()


def _article() -> Any:
    document = docx.Document()
    document.core_properties.author = "Mira Tal; Jon Ode"
    document.add_heading("The bridge at Sarn", 0)
    document.add_heading("What happened", 1)
    paragraph = document.add_paragraph("The bridge was closed on ")
    paragraph.add_run("Monday").bold = True
    paragraph.add_run(", the ministry\tsaid 🙂.")
    document.add_paragraph("First", style="List Bullet")
    document.add_paragraph("Second", style="List Number")
    table = document.add_table(2, 2)
    for row, words in enumerate((("Month", "Trucks"), ("April", "41"))):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    document.add_paragraph("Table 1. Trucks", style="Caption")
    document.add_paragraph("One line\nand another")
    return document


def test_styles_become_kinds_and_tables_keep_their_cells() -> None:
    read = _read(_article())
    assert [(kind, read.text[start:end]) for start, end, kind, _a in read.blocks] == [
        ("heading", "The bridge at Sarn"),
        ("heading", "What happened"),
        ("paragraph", "The bridge was closed on Monday, the ministry said 🙂."),
        ("list_item", "First"),
        ("list_item", "Second"),
        ("table", "Month | Trucks\nApril | 41"),
        ("caption", "Table 1. Trucks"),
        ("paragraph", "One line\nand another"),
    ]
    (table,) = (attributes for _s, _e, kind, attributes in read.blocks if kind == "table")
    cells = [[read.text[start:end] for start, end in row] for row in table["rows"]]
    assert cells == [["Month", "Trucks"], ["April", "41"]]
    assert (read.title, read.record["authors"]) == ("The bridge at Sarn", ["Mira Tal", "Jon Ode"])


def test_a_footnote_is_called_where_word_shows_its_number() -> None:
    read = _read(_with_footnote(_saved(_article())))
    assert "closed on Monday[1], the ministry" in read.text
    (note,) = (block for block in read.blocks if block[2] == "footnote")
    assert read.text[note[0] : note[1]] == "[1] Ministry statement."
    assert [read.text[start:end] for start, end in note[3]["calls"]] == ["[1]"]


def test_tracked_changes_are_read_as_accepted_and_said() -> None:
    data = _saved(_article())
    source, out = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "word/document.xml":
                deleted = b'<w:del w:id="1"><w:r><w:delText>gone</w:delText><w:t>gone</w:t></w:r></w:del>'
                inserted = b'<w:ins w:id="2"><w:r><w:t>Then </w:t></w:r></w:ins>'
                part = part.replace(b"<w:r><w:t>One line", deleted + inserted + b"<w:r><w:t>One line", 1)
            target.writestr(name, part)
    read = _read(out.getvalue())
    assert "Then One line" in read.text
    assert "gone" not in read.text
    assert len(read.warnings) == 1


def _zip(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "damaged"),
        (b"PK\x03\x04 truncated", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old kind"),
        (_zip(a=b"no document"), "damaged"),
        (_saved(_article())[:-900], "damaged"),
    ],
)
def test_what_is_no_word_document_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        _read(data)
