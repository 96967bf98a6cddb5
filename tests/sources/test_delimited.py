"""Tables of texts: the delimiter from the header, every cell as it stands, and each bad row refused by its number."""

import csv
import io
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources import delimited
from sources.archives import Limits
from sources.delimited import Row, rows
from sources.intake import Found, Nothing, Refusal, Unit, count_units, take_apart
from sources.models import Document
from sources.refusals import Refused
from tests.sources.conftest import Upload, packed, text_of

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=12)


def _rows(data: bytes | str) -> list[Row]:
    return list(rows(io.BytesIO(data if isinstance(data, bytes) else data.encode())))


def _texts(data: bytes | str) -> list[str | None]:
    return [row.text for row in _rows(data)]


def _refused(data: bytes | str) -> dict[int, str]:
    return {row.number: str(row.refusal) for row in _rows(data) if row.refusal}


def _take(data: bytes, name: str = "desk.csv", done: int = 0) -> list[Found]:
    return list(take_apart(io.BytesIO(data), name, "auto", Limits(), done))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@given(table=st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=5))
def test_what_a_spreadsheet_writes_is_read_as_it_was(delimiter: str, table: list[tuple[str, ...]]) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter)
    writer.writerow(["Title", "Text", "Shelf"])
    writer.writerows(table)
    found = _rows("\ufeff" + buffer.getvalue())
    assert len(found) == len(table)
    for row, (title, text, shelf) in zip(found, table, strict=True):
        if text.strip():
            assert (row.text, row.given.get("title", ""), row.given.get("Shelf", "")) == (text, title, shelf)
        else:
            assert row.text is None
            assert bool(row.refusal) == bool(title or text or shelf)


def test_columns_are_known_whatever_their_case_and_under_other_names() -> None:
    (row,) = _rows("Full Text,AUTHOR,Date,Marking,Address,Shelf no\nHi,Ada; Ben,2024,GREEN,https://a.example,7\n")
    assert row.text == "Hi"
    assert row.given == {
        "authors": ["Ada", "Ben"],
        "published": "2024",
        "tlp": "GREEN",
        "url": "https://a.example",
        "Shelf no": "7",
    }


def test_the_column_text_is_the_text_where_a_body_stands_beside_it() -> None:
    (row,) = _rows("body,text\nB,T\n")
    assert (row.text, row.given) == ("T", {"body": "B"})


def test_a_header_that_holds_another_delimiter_in_a_name_is_not_misled() -> None:
    assert _rows('title;"text";"a,b,c"\nT;X;1\n')[0].given == {"title": "T", "a,b,c": "1"}


def test_metadata_is_a_json_object_and_a_column_without_a_name_gets_its_number() -> None:
    data = 'text,metadata,\nHi,"{""desk"": 7}",x\nHo,{desk,\n'
    assert _rows(data)[0].given == {"metadata": {"desk": 7}, "column 3": "x"}
    assert _refused(data) == {3: "metadata: Write the metadata as a JSON object."}


def test_bad_rows_are_refused_by_their_number_and_the_others_are_read() -> None:
    data = (
        b"title,text\r\n" + b"a,one\r\n" + b"b,\r\n" + b"\r\n" + b",,\r\n" + b'c,"two\r\nlines"\r\n' + b'd,"x"y\r\n'
        + b"e,caf\xe9\r\n" + b"f,g,h\r\n" + b"i,last"
    )  # fmt: skip
    assert _texts(data) == ["one", None, None, None, "two\r\nlines", None, None, None, "last"]
    assert _refused(data) == {
        3: "The row has no text.",
        7: "The row is not well formed: ',' expected after '\"'.",
        8: "text: This is not UTF-8: byte 4 (0xE9) cannot be read. Save the file as UTF-8 and import it again.",
        9: "The row has 3 cells, and the header names 2 columns.",
    }


def test_a_quote_that_is_never_closed_ends_the_reading() -> None:
    data = "text\none\n" + '"two\n' + "three\n" * 5
    assert _texts(data) == ["one", None]
    assert _refused(data) == {3: "A quote that is opened in this row is never closed. The rows after it were not read."}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "The file is empty."),
        (b"text,title\n", "The table has no rows below its header."),
        (b"a,b\n1,2\n", "The first row names no column “text”."),
        (b'"text\n1,2\n', "The first row names no column “text”."),
        (b"text,Shelf,shelf,Shelf\nx\n", "Two columns are called “Shelf”."),
        (b"\xff\xfet\0e\0x\0t\0\n\0", "This looks like UTF-16."),
        (b"text,caf\xe9\nx\n", "This is not UTF-8: byte 4 (0xE9)"),
        (b"text\rone\rtwo", "The first row names no column “text”."),
        (b"text" + b",author" * 1_000_000 + b"\nx\n", "The table has 1000001 columns; at most 1000 are read."),
    ],
)
def test_what_is_no_table_is_refused_as_a_whole(data: bytes, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        _rows(data)
    assert str(refused.value).startswith(reason)


def test_a_row_of_a_million_cells_is_that_row_s_refusal() -> None:
    data = "text,title\n" + "x," * 1_000_000 + "y\n" + "one,b\n"
    assert _texts(data) == [None, "one"]
    assert _refused(data) == {2: "The row has 1000001 cells, and the header names 2 columns."}


def test_a_nul_stays_in_the_text_where_it_is_refused_like_any_other() -> None:
    assert _texts(b"text\na\0b\n") == ["a\0b"]


def test_a_giant_cell_is_refused_without_being_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "ROW_BYTES", 100_000)

    class Endless(io.RawIOBase):
        """An open quote, and then a hundred megabytes."""

        def __init__(self) -> None:
            self.left = 100_000_000
            self.head = [b"text\n", b'"']

        def readline(self, size: int | None = -1, /) -> bytes:
            if self.head:
                return self.head.pop(0)
            self.left -= 1000
            return b"x" * 999 + b"\n" if self.left > 0 else b""

    tracemalloc.start()
    (row,) = rows(Endless())
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert str(row.refusal) == "The row is over the size limit. The rows after it were not read."
    assert peak < 3_000_000


def test_rows_are_units_that_a_repeated_reading_finds_again() -> None:
    data = b"text\none\n\ntwo\n,\nthree\n"
    found = _take(data)
    assert [unit.number for unit in found] == [1, 2, 3, 4, 5]
    assert [unit.line for unit in found if isinstance(unit, Unit)] == [2, 4, 6]
    again = _take(data, done=3)
    assert [unit.content for unit in again if isinstance(unit, Unit)] == ["three"]
    assert [unit.number for unit in again if not isinstance(unit, Nothing)] == [5]
    assert count_units(io.BytesIO(data), "a.tsv", "auto", Limits()) == 5


def test_a_table_in_an_archive_is_read_beside_other_files() -> None:
    data = packed({"a.txt": b"A", "b/t.tsv": b"title\ttext\nT\tone\nU\n", "c.csv": b"nothing\n", "d.txt": b"D"})
    found = _take(data, "all.zip")
    assert [type(unit) for unit in found] == [Unit, Unit, Refusal, Refusal, Unit]
    refused = [(unit.file, unit.line, str(unit.reason)[:24]) for unit in found if isinstance(unit, Refusal)]
    assert refused == [
        ("all.zip/b/t.tsv", 3, "The row has no text."),
        ("all.zip/c.csv", None, "The first row names no c"),
    ]
    assert count_units(io.BytesIO(data), "all.zip", "auto", Limits()) == 5


@pytest.mark.django_db
def test_an_uploaded_table_becomes_documents_and_its_refusals_name_the_rows(upload: Upload) -> None:
    data = (
        "title;text;publisher;published;tlp;Shelf\n"
        'Guards;"They left,\nall of them.";The Post;2024-04;GREEN;7\n'
        "No text;;;;;\n"
        "Bad date;They stayed.;;April;;\n"
        "A NUL;a\0b;;;;\n"
        ";Untitled.;;;;\n"
    )
    done: Any = upload({"desk.csv": data.encode()})
    assert (done["documents"], done["refused"], done["progress"], done["total"]) == (2, 3, 5, 5)
    assert [(error["line"], error["detail"][:46]) for error in done["errors"]] == [
        (3, "The row has no text."),
        (4, "published: Write the date as 2024, 2024-04 or "),
        (5, "The text holds a NUL character at position 1."),
    ]
    guards, untitled = Document.objects.order_by("id")
    assert (guards.title, guards.published, guards.tlp, guards.metadata) == ("Guards", "2024-04", 1, {"Shelf": "7"})
    assert guards.publisher is not None
    assert guards.publisher.name == "The Post"
    assert text_of(guards) == "They left,\nall of them."
    assert untitled.title == "Untitled."
