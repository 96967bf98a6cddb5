"""An uploaded file taken apart into units: one unit is one document to be, or one refusal with its reason.

Units come in an order that a repeated reading finds again, numbered from 1: a line of JSON Lines is one unit (an empty
one too), a row of a table is one, a text file is one, an archive has those of its entries. So an interrupted import
goes on where it stopped.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

import orjson

from sources.archives import Archive, Entry, Limits, open_archive
from sources.delimited import SUFFIXES as TABLE_SUFFIXES
from sources.delimited import rows
from sources.readers import Reader, reader_for, readers
from sources.refusals import Refused, gettext_noop
from sources.text import BYTE_ORDER_MARK, decode

FORMATS = ("auto", *readers(), "jsonl", "csv", "zip")
LINES_SUFFIXES = (".jsonl", ".ndjson")
_OF_MANY = {"jsonl", "csv"}  # each holds many documents
_LINE_BYTES = 64 * 1024 * 1024
_PIECE = 1024 * 1024


class Stream(Protocol):
    """What is read from: a stored file or an entry of an archive."""

    def read(self, size: int = -1, /) -> bytes: ...
    def readline(self, size: int = -1, /) -> bytes: ...


@dataclass(slots=True)
class Unit:
    """One document to be: its characters or the bytes of its file, the reader for it, the other keys of its line."""

    number: int
    file: str
    line: int | None
    content: str | bytes
    reader: Reader
    given: dict[str, Any]


@dataclass(slots=True)
class Refusal:
    """One unit that is not imported, and why. `line` is None where the whole file is meant."""

    number: int
    file: str
    line: int | None
    reason: Refused


@dataclass(slots=True)
class Nothing:
    """A unit without content: an empty line."""

    number: int


Found = Unit | Refusal | Nothing


def readable_suffixes() -> list[str]:
    """The ends of the names of files that can be imported."""
    return [
        *(suffix for reader in readers().values() for suffix in reader.suffixes),
        *LINES_SUFFIXES,
        *TABLE_SUFFIXES,
        ".zip",
    ]


def format_of(name: str, wanted: str) -> str:
    """How a file is read: `zip`, `jsonl`, `csv` or the name of a reader; Refused where its name says nothing known."""
    lowered = name.lower()
    if wanted != "auto" and not (lowered.endswith(".zip") and wanted != "zip"):
        return wanted
    if lowered.endswith(".zip"):
        return "zip"
    if lowered.endswith(LINES_SUFFIXES):
        return "jsonl"
    if lowered.endswith(TABLE_SUFFIXES):
        return "csv"
    reader = reader_for(lowered)
    if reader is None:
        raise Refused(
            gettext_noop("Files of this kind cannot be read. Readable are %(suffixes)s."),
            suffixes=", ".join(readable_suffixes()),
        )
    return reader.name


def count_units(file: BinaryIO, name: str, wanted: str, limits: Limits) -> int:
    """How many units a file has; 1 where it is refused as a whole."""
    try:
        kind = format_of(name, wanted)
        if kind != "zip":
            return _count(file, kind)
        total = 0
        with open_archive(file, limits) as archive:
            for entry in archive.entries():
                total += _count_in_entry(archive, entry, wanted)
        return max(total, 1)
    except Refused:
        return 1


def _count_in_entry(archive: Archive, entry: Entry, wanted: str) -> int:
    try:
        if entry.refusal or (kind := format_of(entry.name, _inner(wanted))) not in _OF_MANY:
            return 1
        with archive.open(entry) as stream:
            return _count(stream, kind)
    except Refused:
        return 1


def _count(file: Stream, kind: str) -> int:
    if kind == "csv":
        return max(sum(1 for _row in rows(file)), 1)
    return _count_lines(file) if kind == "jsonl" else 1


def _count_lines(file: Stream) -> int:
    count, last = 0, b"\n"
    while piece := file.read(_PIECE):
        count += piece.count(b"\n")
        last = piece[-1:]
    return max(count + (last != b"\n"), 1)


def take_apart(file: BinaryIO, name: str, wanted: str, limits: Limits, done: int = 0) -> Iterator[Found]:
    """The units of one file after the first `done`."""
    number = 0
    try:
        kind = format_of(name, wanted)
        if kind == "zip":
            with open_archive(file, limits) as archive:
                for found in _of_archive(archive, name, wanted, done):
                    number = found.number
                    if number > done:
                        yield found
            return
        for found in _of_stream(file, name, kind, 0, done, limits):
            number = found.number
            if number > done:
                yield found
    except Refused as reason:
        if number + 1 > done:
            yield Refusal(number + 1, name, None, reason)


def _of_archive(archive: Archive, name: str, wanted: str, done: int) -> Iterator[Found]:
    """The units of an archive; of those that are done, only the numbers are right."""
    number = 0
    for entry in archive.entries():
        inside = f"{name}/{entry.name}"
        try:
            if entry.refusal is not None:
                raise entry.refusal
            kind = format_of(entry.name, _inner(wanted))
            if kind not in _OF_MANY and number < done:
                number += 1
                yield Nothing(number)
                continue
            with archive.open(entry) as stream:
                for found in _of_stream(stream, inside, kind, number, done, archive.limits):
                    number = found.number
                    yield found
        except Refused as reason:
            number += 1
            yield Refusal(number, inside, None, reason)
    if number == 0:
        yield Refusal(1, name, None, Refused(gettext_noop("The archive is empty.")))


def _inner(wanted: str) -> str:
    return "auto" if wanted == "zip" else wanted


def _of_stream(file: Stream, name: str, kind: str, before: int, done: int, limits: Limits) -> Iterator[Found]:
    if kind == "jsonl":
        yield from _of_lines(file, name, before, done)
    elif kind == "csv":
        yield from _of_table(file, name, before, done)
    elif before < done:
        yield Nothing(before + 1)
    else:
        data = file.read(limits.entry_bytes + 1)
        if len(data) > limits.entry_bytes:
            raise Refused(gettext_noop("The file is over the size limit."))
        yield Unit(before + 1, name, None, data, readers()[kind], {})


def _of_lines(file: Stream, name: str, before: int, done: int) -> Iterator[Found]:
    line = 0
    while data := file.readline(_LINE_BYTES):
        line += 1
        too_long = len(data) == _LINE_BYTES and not data.endswith(b"\n")
        while too_long and (rest := file.readline(_LINE_BYTES)) and not rest.endswith(b"\n"):
            pass
        number = before + line
        if number <= done:
            yield Nothing(number)
            continue
        if line == 1:
            data = data.removeprefix(BYTE_ORDER_MARK.encode())
        if not data.strip():
            yield Nothing(number)
            continue
        try:
            if too_long:
                raise Refused(gettext_noop("The line is over the size limit."))
            yield _parsed(data, number, name, line)
        except Refused as reason:
            yield Refusal(number, name, line, reason)
    if line == 0:
        raise Refused(gettext_noop("The file is empty."))


def _of_table(file: Stream, name: str, before: int, done: int) -> Iterator[Found]:
    for row in rows(file):
        number = before + row.number - 1  # the header is a row, and no unit
        if row.refusal is not None and number > done:
            yield Refusal(number, name, row.number, row.refusal)
        elif row.text is None or number <= done:
            yield Nothing(number)
        else:
            yield Unit(number, name, row.number, row.text, readers()["text"], row.given)


def _parsed(data: bytes, number: int, name: str, line: int) -> Unit:
    try:
        given = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        decode(data)  # says which byte is wrong, where that is the reason
        raise Refused(
            gettext_noop("This line is not JSON: %(why)s, at character %(at)s."), why=error.msg, at=error.pos + 1
        ) from None
    if not isinstance(given, dict):
        raise Refused(gettext_noop("A line must be one JSON object, with the text as “text”."))
    text = given.pop("text", None)
    if not isinstance(text, str):
        raise Refused(gettext_noop("The line has no “text”."))
    reader = readers().get(str(given.pop("reader", None) or "text"))
    if reader is None:
        raise Refused(gettext_noop("There is no reader of this name."), about="reader")
    return Unit(number, name, line, text, reader, given)
