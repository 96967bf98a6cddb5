"""Uploaded files taken apart: units in a fixed order, and everything hostile refused with a reason."""

import io
import json
import random
import struct
import zipfile
from typing import Any

import pytest

from sources.archives import Limits
from sources.intake import Found, Nothing, Refusal, Unit, count_units, take_apart

LIMITS = Limits(entries=50, entry_bytes=1_000_000, total_bytes=3_000_000, ratio=100, ratio_from_bytes=50_000)


def _take(data: bytes, name: str = "file.txt", wanted: str = "auto", done: int = 0) -> list[Found]:
    return list(take_apart(io.BytesIO(data), name, wanted, LIMITS, done))


def _zip(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name) if name.endswith("/") else name, data)
    return buffer.getvalue()


def _lines(*rows: Any) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def _reasons(found: list[Found]) -> list[str]:
    return [str(unit.reason) for unit in found if isinstance(unit, Refusal)]


def _texts(found: list[Found]) -> list[str]:
    given = [unit.content for unit in found if isinstance(unit, Unit)]
    return [content.decode() if isinstance(content, bytes) else content for content in given]


def test_a_text_file_is_one_unit() -> None:
    (unit,) = _take(b"Hello.", "notes/a.TXT")
    assert isinstance(unit, Unit)
    assert (unit.number, unit.file, unit.line, unit.content, unit.reader.name) == (
        1,
        "notes/a.TXT",
        None,
        b"Hello.",
        "text",
    )


def test_the_name_of_a_file_says_how_it_is_read_unless_the_upload_does() -> None:
    (unit,) = _take(b"# Hi", "a.md")
    assert isinstance(unit, Unit)
    assert unit.reader.name == "markdown"
    (unit,) = _take(b"# Hi", "a.md", "text")
    assert isinstance(unit, Unit)
    assert unit.reader.name == "text"
    readable = (
        ".docx, .docm, .html, .htm, .xhtml, .eml, .mhtml, .mht, .md, .markdown, .pdf, .txt, .text, .jsonl, .ndjson,"
        " .csv, .tsv, .zip"
    )
    refused = _reasons(_take(b"PK", "a.xlsx"))
    assert refused == [f"Files of this kind cannot be read. Readable are {readable}."]


def test_each_line_of_json_is_a_unit_and_bad_ones_are_refused_by_line() -> None:
    data = (
        b"\xef\xbb\xbf" + _lines({"text": "one", "title": "First"}) + b"\n" + b"{oops\n" + _lines(["text"])
        + _lines({"title": "no text"}) + _lines({"text": 7}) + b'{"text": "\xff"}\n' + b'{"text": "\\ud800"}\n'
        + b'{"text": "last", "reader": "markdown"}'
    )  # fmt: skip
    found = _take(data, "x.jsonl")
    assert [unit.number for unit in found] == list(range(1, 10))
    assert _texts(found) == ["one", "last"]
    assert isinstance(found[1], Nothing)
    reasons = {unit.line: str(unit.reason) for unit in found if isinstance(unit, Refusal)}
    assert list(reasons) == [3, 4, 5, 6, 7, 8]
    for line, words in {
        3: "not JSON: ",
        4: "one JSON object",
        5: "no “text”",
        6: "no “text”",
        7: "byte 11",
        8: "JSON",
    }.items():
        assert words in reasons[line]
    assert reasons[3].endswith(", at character 2."), "the line has a number already"
    assert isinstance(found[-1], Unit)
    assert found[-1].reader.name == "markdown"


def test_an_unknown_reader_is_refused() -> None:
    assert _reasons(_take(_lines({"text": "a", "reader": "telepathy"}), "x.jsonl")) == [
        "reader: There is no reader of this name."
    ]


@pytest.mark.parametrize(("name", "data"), [("a.jsonl", b""), ("a.zip", b"")])
def test_an_empty_collection_is_refused(name: str, data: bytes) -> None:
    assert len(_reasons(_take(data, name))) == 1


def test_a_reading_can_go_on_behind_any_unit() -> None:
    packed = _zip(
        {
            "a.txt": b"A",
            "b.jsonl": _lines({"text": "B1"}, {"text": "B2"}) + b"bad\n" + _lines({"text": "B4"}),
            "../c.txt": b"C",
            "d.md": b"D",
        }
    )
    whole = _take(packed, "all.zip")
    assert [unit.number for unit in whole] == [1, 2, 3, 4, 5, 6, 7]
    assert count_units(io.BytesIO(packed), "all.zip", "auto", LIMITS) == 7
    for done in range(8):
        rest = _take(packed, "all.zip", done=done)
        assert [(unit.number, _texts([unit])) for unit in rest] == [
            (unit.number, _texts([unit])) for unit in whole[done:]
        ]


def test_entries_of_an_archive_are_named_by_archive_and_path() -> None:
    found = _take(
        _zip({"folder/": b"", "folder/a.txt": b"A", "__MACOSX/x.txt": b"no", "folder/.DS_Store": b"no"}), "z.zip"
    )
    assert [unit.file for unit in found if isinstance(unit, Unit)] == ["z.zip/folder/a.txt"]
    assert len(found) == 1


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("/etc/passwd.txt", "absolute path"),
        ("C:\\x.txt", "absolute path"),
        ("\\\\server\\x.txt", "absolute path"),
        ("../../x.txt", "climbs out"),
        ("a/../../x.txt", "climbs out"),
        ("..\\x.txt", "climbs out"),
        ("a\nb.txt", "control characters"),
        ("inner.zip", "archive inside an archive"),
        ("a.exe", "cannot be read"),
    ],
)
def test_an_entry_with_a_bad_name_is_refused_and_the_others_are_read(name: str, words: str) -> None:
    found = _take(_zip({name: b"x", "good.txt": b"good"}), "z.zip")
    assert _texts(found) == ["good"]
    (reason,) = _reasons(found)
    assert words in reason
    assert all(unit.file.isprintable() for unit in found if isinstance(unit, Unit | Refusal))


def test_a_link_inside_an_archive_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert "link to another file" in _reasons(_take(buffer.getvalue(), "z.zip"))[0]


def test_an_encrypted_entry_is_refused() -> None:
    packed = bytearray(_zip({"a.txt": b"secret"}))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed[packed.index(signature) + place] |= 1
    assert "encrypted" in _reasons(_take(bytes(packed), "z.zip"))[0]


def test_an_entry_that_says_it_is_too_large_is_refused_unread() -> None:
    found = _take(_zip({"big.txt": b"x" * 1_000_001, "good.txt": b"good"}, zipfile.ZIP_STORED), "z.zip")
    assert "over the size limit" in _reasons(found)[0]
    assert _texts(found) == ["good"]


def test_a_bomb_is_refused_by_its_ratio() -> None:
    found = _take(_zip({"bomb.txt": b"0" * 900_000, "good.txt": b"good"}), "z.zip")
    assert "zip bomb" in _reasons(found)[0]
    assert _texts(found) == ["good"]


def test_a_bomb_that_lies_about_its_size_is_stopped_while_it_unpacks() -> None:
    packed = bytearray(_zip({"bomb.txt": b"0" * 40_000_000}))
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<L", packed, packed.index(signature) + place, 1000)
    (reason,) = _reasons(_take(bytes(packed), "z.zip"))
    assert "unpack" in reason


def test_many_entries_together_may_not_unpack_to_more_than_the_limit() -> None:
    noise = random.Random(1).randbytes(800_000).hex().encode()[:900_000]
    found = _take(_zip({f"{n}.txt": noise for n in range(5)}), "z.zip")
    assert len(_texts(found)) == 3
    assert all("more than the limit" in reason for reason in _reasons(found))


def test_too_many_entries_are_refused_together() -> None:
    assert "51 entries" in _reasons(_take(_zip({f"{n}.txt": b"x" for n in range(51)}), "z.zip"))[0]


def test_an_archive_whose_directory_would_fill_the_memory_is_refused() -> None:
    packed = bytearray(_zip({"a.txt": b"x"}))
    struct.pack_into("<L", packed, packed.rindex(b"PK\x05\x06") + 12, 2**31)
    assert "directory is too large" in _reasons(_take(bytes(packed), "z.zip"))[0]


@pytest.mark.parametrize("cut", [1, 10, 30, 60, 100])
def test_a_truncated_archive_is_refused(cut: int) -> None:
    packed = _zip({"a.txt": b"some words " * 20, "b.txt": b"more"})
    found = _take(packed[:-cut], "z.zip")
    assert len(_reasons(found)) == 1
    assert not _texts(found)


def test_a_damaged_entry_is_refused_and_the_others_are_read() -> None:
    packed = bytearray(_zip({"a.txt": b"some words " * 50, "b.txt": b"more"}))
    packed[45] ^= 0xFF
    found = _take(bytes(packed), "z.zip")
    assert _texts(found) == ["more"]
    assert "cannot be unpacked" in _reasons(found)[0]


def test_an_archive_of_nothing_is_refused() -> None:
    assert _reasons(_take(_zip({}), "z.zip")) == ["The archive is empty."]


def test_random_bytes_called_an_archive_are_refused() -> None:
    assert len(_reasons(_take(b"PK\x03\x04" + bytes(range(256)) * 10, "z.zip"))) == 1
