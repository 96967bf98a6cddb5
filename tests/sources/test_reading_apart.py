"""Files that can be made to burst are read in a process of their own, whose death is one refusal and nothing more."""

import io
import os
import time
import zipfile

import pytest

from sources.intake import Unit
from sources.readers import Reader, readers
from sources.reading import Reading, UnreadableError
from sources.refusals import Refused


def _unit(content: str | bytes, name: str = "html") -> Unit:
    return Unit(1, "file", None, content, readers()[name], {})


def test_one_process_reads_file_after_file_and_is_gone_at_the_end() -> None:
    with Reading() as reading:
        first = reading.read(_unit(b"<h1>One</h1>"))
        process = reading._process
        second = reading.read(_unit("<h1>Zwei 🙂</h1>".encode()))
        assert process is reading._process
    assert (first.text, second.text, second.blocks) == ("One", "Zwei 🙂", [[0, 6, "heading", {"level": 1}]])
    assert process is not None
    assert process.poll() is not None


def test_characters_are_read_here_and_start_no_process() -> None:
    with Reading() as reading:
        assert reading.read(_unit("Words.", "text")).text == "Words."
        assert reading.read(_unit(b"# Words", "markdown")).title == "Words"
        assert reading._process is None
        with pytest.raises(Refused, match="more than characters"):
            reading.read(_unit("<p>", "html"))


def test_a_refusal_comes_with_its_reason_and_the_next_file_is_read() -> None:
    with Reading() as reading:
        with pytest.raises(Refused, match="damaged"):
            reading.read(_unit(b"no zip", "docx"))
        assert reading.read(_unit(b"<p>Next.")).text == "Next."


def test_a_file_that_takes_too_long_is_refused_and_the_next_one_read() -> None:
    with Reading(seconds=2) as reading:
        began = time.monotonic()
        with pytest.raises(Refused, match="longer than the 2 seconds"):
            reading.read(_unit(b"<p>" * 6_000_000))
        assert time.monotonic() - began < 20
        assert reading.read(_unit(b"<p>Next.")).text == "Next."


def test_a_file_that_takes_too_much_memory_is_refused_and_the_next_one_read() -> None:
    with Reading(megabytes=400) as reading:
        with pytest.raises(Refused):
            reading.read(_unit(b"<p>abc" * 8_000_000))
        assert reading.read(_unit(b"<p>Next.")).text == "Next."


def test_a_defect_of_a_reader_is_told_with_its_kind_and_where_it_happened() -> None:
    broken = Reader("nobody's", (), readers()["html"].read, apart=True)
    with Reading() as reading:
        with pytest.raises(UnreadableError, match="in _answer") as told:
            reading.read(Unit(1, "file", None, b"<p>One.", broken, {}))
        assert told.value.kind == "KeyError"
        assert reading.read(_unit(b"<p>Next.")).text == "Next."


def test_a_process_that_is_killed_costs_one_file() -> None:
    with Reading() as reading:
        reading.read(_unit(b"<p>One."))
        assert reading._process is not None
        os.kill(reading._process.pid, 9)
        reading._process.wait()
        with pytest.raises(Refused, match="damaged in a way"):
            reading.read(_unit(b"<p>Two."))
        assert reading.read(_unit(b"<p>Three.")).text == "Three."


def test_a_document_that_unpacks_without_end_is_refused_in_bounded_memory() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("[Content_Types].xml", b"<Types/>")
        with target.open("word/document.xml", "w") as part:
            for _ in range(500):
                part.write(b"\0" * 1024 * 1024)
    with Reading() as reading, pytest.raises(Refused, match="more than the limit"):
        reading.read(_unit(out.getvalue(), "docx"))


def test_nothing_in_a_page_or_document_makes_a_request_or_reads_a_file(tmp_path: object) -> None:
    entities = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]><html><p>&x;</p></html>'
    with Reading() as reading:
        text = reading.read(_unit(entities)).text
    with open("/etc/hostname", encoding="utf-8") as file:
        assert file.read().strip() not in text
