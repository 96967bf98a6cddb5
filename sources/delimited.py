"""Texts in a table of delimited text (CSV, TSV): a header row that names the columns, then one document a row.

Cells are quoted as RFC 4180 says: a quoted cell may hold delimiters and ends of lines, and a quote in it is doubled.
The delimiter is the one of comma, semicolon and tab under which the header names a column of texts; the rows below are
not asked, because prose is full of all three.

The text stands under `text`, or `full text`, `body` or `content` where there is no such column. Other columns have
the names of `sources.records`, or one of `ALIASES`; case, spaces and hyphens do not matter. Several authors are
separated by semicolons; a cell of `metadata` is one JSON object. Columns nobody knows keep their names, for the caller
to keep.

Rows are counted as a spreadsheet counts them, the header first, and read one after another: nothing is held but one
row. A row whose quotes are wrong is that row's refusal, and reading goes on with the next line. Where a quote is never
closed the rows behind it cannot be told apart, and reading ends.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

import orjson

from sources.records import CHECKS
from sources.refusals import Refused, gettext_noop
from sources.text import BYTE_ORDER_MARK, decode

SUFFIXES = (".csv", ".tsv")
ROW_BYTES = 32 * 1024 * 1024
COLUMNS_AT_MOST = 1000
TEXT_NAMES = ("text", "full_text", "body", "content")
ALIASES = {
    "author": "authors",
    "date": "published",
    "lang": "language",
    "link": "url",
    "address": "url",
    "marking": "tlp",
    "file": "file_name",
}
_DELIMITERS = ",;\t"
_KNOWN = frozenset({*CHECKS, "file_name"})

# The library's own limit is one number for the whole process; a row is held to `ROW_BYTES` before it gets there.
csv.field_size_limit(ROW_BYTES)


class Stream(Protocol):
    """What is read from."""

    def readline(self, size: int = -1, /) -> bytes: ...


@dataclass(slots=True)
class Row:
    """One row below the header. `text` is None where the row is empty or refused; `refusal` says why it is refused."""

    number: int
    text: str | None = None
    given: dict[str, Any] = field(default_factory=dict)
    refusal: Refused | None = None


class _TooLongError(Exception):
    """A row is over the limit."""


class _Lines:
    """The lines of a stream as characters, counted since `taken` was last set to 0.

    Bytes that are not UTF-8 come as lone surrogates, so that the row they stand in can be refused for them alone.
    """

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self.taken = 0
        self.ended = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        data = self._stream.readline(ROW_BYTES + 1 - self.taken)
        if not data:
            self.ended = True
            raise StopIteration
        self.taken += len(data)
        if self.taken > ROW_BYTES:
            raise _TooLongError
        return data.decode("utf-8", "surrogateescape")


def rows(stream: Stream) -> Iterator[Row]:
    """The rows below the header; raises Refused where the header is not one."""
    lines = _Lines(stream)
    try:
        delimiter, columns = _header(next(lines, ""))
    except _TooLongError:
        raise Refused(gettext_noop("The first row is over the size limit. It must name the columns.")) from None
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number = 1
    while True:
        number += 1
        lines.taken = 0
        try:
            cells = next(reader, None)
        except _TooLongError:
            yield Row(number, refusal=_lost(gettext_noop("The row is over the size limit.")))
            return
        except csv.Error as error:
            if lines.ended:
                yield Row(number, refusal=_lost(gettext_noop("A quote that is opened in this row is never closed.")))
                return
            yield Row(number, refusal=Refused(gettext_noop("The row is not well formed: %(why)s."), why=error))
            continue
        if cells is None:
            break
        yield _row(number, columns, cells)
    if number == 2:
        raise Refused(gettext_noop("The table has no rows below its header."))


def _lost(why: str) -> Refused:
    return Refused(gettext_noop("%(why)s The rows after it were not read."), why=Refused(why))


def _header(line: str) -> tuple[str, list[str]]:
    """The delimiter, and what each column is called."""
    if not line:
        raise Refused(gettext_noop("The file is empty."))
    line = line.removeprefix(BYTE_ORDER_MARK)
    found: list[tuple[int, int, str, list[str]]] = []
    widest = 0
    for delimiter in _DELIMITERS:
        try:
            cells = next(csv.reader([line], delimiter=delimiter, strict=True), [])
        except csv.Error:
            continue
        widest = max(widest, len(cells))
        columns = _named(cells[: COLUMNS_AT_MOST + 1])
        if "text" in columns:
            found.append((sum(name in _KNOWN for name in columns), len(columns), delimiter, columns))
    if widest > COLUMNS_AT_MOST:
        raise Refused(
            gettext_noop("The table has %(n)d columns; at most %(most)d are read."), n=widest, most=COLUMNS_AT_MOST
        )
    if not found:
        decode(line.encode("utf-8", "surrogateescape"))  # says which byte is wrong, where that is the reason
        raise Refused(
            gettext_noop(
                "The first row names no column “text”."
                " It must name the columns, separated by commas, semicolons or tabs."
            )
        )
    _known, _width, delimiter, columns = max(found, key=lambda each: each[:2])
    for name in columns:
        decode(name.encode("utf-8", "surrogateescape"))
        if columns.count(name) > 1:
            raise Refused(gettext_noop("Two columns are called “%(name)s”."), name=name[:100])
    return delimiter, columns


def _named(cells: list[str]) -> list[str]:
    """What the cells of a header mean: `text`, a name of the record, or the words that stand there."""
    plain = ["_".join(cell.replace("-", " ").replace("_", " ").casefold().split()) for cell in cells]
    text = next((name for name in TEXT_NAMES if name in plain), None)
    columns = []
    for number, (name, cell) in enumerate(zip(plain, cells, strict=True), 1):
        known = ALIASES.get(name, name)
        if name == text:
            columns.append("text")
        elif known in _KNOWN and (name == known or known not in plain):
            columns.append(known)
        else:
            columns.append(" ".join(cell.split()) or f"column {number}")
    return columns


def _row(number: int, columns: list[str], cells: list[str]) -> Row:
    if not any(cells):
        return Row(number)
    try:
        if len(cells) > len(columns) and any(cells[len(columns) :]):
            raise Refused(
                gettext_noop("The row has %(n)d cells, and the header names %(columns)d columns."),
                n=len(cells),
                columns=len(columns),
            )
        given = {name: _value(name, cell) for name, cell in zip(columns, cells, strict=False) if cell}
        text = given.pop("text", "")
        if not text.strip():
            raise Refused(gettext_noop("The row has no text."))
    except Refused as refusal:
        return Row(number, refusal=refusal)
    return Row(number, text, given)


def _value(name: str, cell: str) -> Any:
    if not cell.isascii():
        try:
            cell.encode("utf-8")
        except UnicodeEncodeError:
            _refuse_bytes(name, cell)
    if name == "authors":
        return [author for author in map(str.strip, cell.split(";")) if author]
    if name == "metadata":
        try:
            return orjson.loads(cell)
        except orjson.JSONDecodeError:
            raise Refused(gettext_noop("Write the metadata as a JSON object."), about=name) from None
    return cell


def _refuse_bytes(name: str, cell: str) -> None:
    try:
        decode(cell.encode("utf-8", "surrogateescape"))
    except Refused as refusal:
        raise Refused(refusal.sentence, about=name, **refusal.values) from None
