"""ZIP archives taken apart safely: entries are streamed, counted and never written to a path of their own.

What an archive claims about itself is checked before anything is unpacked, and what comes out is counted while it
does, so neither a forged size nor a nested or overlapping archive uses more than the limits allow.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, BinaryIO

from sources.refusals import Refused, gettext_noop

_IGNORED = ("__MACOSX/", ".DS_Store", "Thumbs.db")
_SYMLINK = 0o120000
_DIRECTORY_BYTES = 16 * 1024 * 1024
_PIECE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What one uploaded file may unpack to."""

    entries: int = 20_000
    entry_bytes: int = 200 * 1024 * 1024
    total_bytes: int = 2 * 1024 * 1024 * 1024
    ratio: int = 250
    ratio_from_bytes: int = 4 * 1024 * 1024


@dataclass(frozen=True)
class Entry:
    """One file of an archive; `refusal` says why it is not read."""

    name: str
    info: zipfile.ZipInfo
    refusal: Refused | None = None


class Archive:
    """An open archive whose entries are read one after another, under one count of unpacked bytes."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits) -> None:
        self._archive = archive
        self.limits = limits
        self._unpacked = 0

    def entries(self) -> Iterator[Entry]:
        """The files in the order of the archive's directory; folders and the droppings of desktops are left out."""
        for info in self._archive.infolist():
            name = info.filename
            if info.is_dir() or name.startswith(_IGNORED[0]) or name.rpartition("/")[2] in _IGNORED[1:]:
                continue
            yield Entry(shown_name(name), info, _refusal(info, self.limits))

    @contextmanager
    def open(self, entry: Entry) -> Iterator["CountedStream"]:
        """The bytes of one entry; raises Refused as soon as they pass a limit or prove to be damaged."""
        try:
            with self._archive.open(entry.info) as stream:
                counted = CountedStream(stream, entry.info, self.limits, self._unpacked)
                try:
                    yield counted
                finally:
                    self._unpacked = counted.total
        except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, zlib.error) as error:
            raise Refused(gettext_noop("This entry of the archive cannot be unpacked: %(why)s."), why=error) from error


class CountedStream:
    """A stream that refuses to give more than the limits allow."""

    def __init__(self, stream: IO[bytes], info: zipfile.ZipInfo, limits: Limits, unpacked: int) -> None:
        self._stream = stream
        self._limits = limits
        self._packed = max(info.compress_size, 1)
        self._given = 0
        self.total = unpacked

    def read(self, size: int = -1) -> bytes:
        """All the bytes, or up to `size`."""
        if size >= 0:
            return self._counted(self._stream.read(size))
        pieces = []
        while piece := self._counted(self._stream.read(_PIECE)):
            pieces.append(piece)
        return b"".join(pieces)

    def readline(self, size: int = -1) -> bytes:
        """One line, or its first `size` bytes."""
        return self._counted(self._stream.readline(size))

    def _counted(self, piece: bytes) -> bytes:
        self._given += len(piece)
        self.total += len(piece)
        if self.total > self._limits.total_bytes or self._given > self._limits.entry_bytes:
            raise Refused(gettext_noop("This archive unpacks to more than the limit allows."))
        if self._given > self._limits.ratio_from_bytes and self._given > self._packed * self._limits.ratio:
            raise Refused(gettext_noop("This entry unpacks to far more than its size: it looks like a zip bomb."))
        return piece


@contextmanager
def open_archive(file: BinaryIO, limits: Limits) -> Iterator[Archive]:
    """Open an archive; raises Refused where it is damaged or claims too much."""
    _check_directory(file)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
        raise Refused(gettext_noop("This is not a ZIP archive that can be read: %(why)s."), why=error) from error
    with archive:
        if len(archive.infolist()) > limits.entries:
            raise Refused(
                gettext_noop("The archive has %(n)d entries; at most %(most)d are read."),
                n=len(archive.infolist()),
                most=limits.entries,
            )
        yield Archive(archive, limits)


def _check_directory(file: BinaryIO) -> None:
    """Refuse a directory that would fill the memory, before it is read."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 65_557 - 20))
    tail = file.read()
    file.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        raise Refused(gettext_noop("This is not a ZIP archive that can be read: its directory is missing."))
    (directory,) = struct.unpack_from("<L", tail, at + 12)
    locator = tail.rfind(b"PK\x06\x07", 0, at)
    if locator >= 0 and at - locator == 20:
        (place,) = struct.unpack_from("<Q", tail, locator + 8)
        file.seek(min(place, size))
        record = file.read(56)
        file.seek(0)
        directory = struct.unpack_from("<Q", record, 40)[0] if len(record) == 56 else _DIRECTORY_BYTES + 1
    if directory > _DIRECTORY_BYTES:
        raise Refused(gettext_noop("The archive's directory is too large to be read."))


def shown_name(name: str) -> str:
    """A name of a file, safe to store and to show: no control characters, at most 400 characters."""
    shown = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in name)
    return shown if len(shown) <= 400 else "…" + shown[-399:]


def _refusal(info: zipfile.ZipInfo, limits: Limits) -> Refused | None:
    name = info.filename
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or (len(name) > 1 and name[1] == ":"):
        return Refused(gettext_noop("The name of this entry is an absolute path."))
    if ".." in parts:
        return Refused(gettext_noop("The name of this entry climbs out of the archive."))
    if not name.isprintable():
        return Refused(gettext_noop("The name of this entry holds control characters."))
    if info.external_attr >> 16 & 0o170000 == _SYMLINK:
        return Refused(gettext_noop("This entry is a link to another file."))
    if info.flag_bits & 0x1:
        return Refused(gettext_noop("This entry is encrypted. Pack it again without a password."))
    if name.lower().endswith(".zip"):
        return Refused(gettext_noop("An archive inside an archive is not read. Import it by itself."))
    if info.file_size > limits.entry_bytes:
        return Refused(gettext_noop("This entry is over the size limit."))
    if info.file_size > limits.ratio_from_bytes and info.file_size > max(info.compress_size, 1) * limits.ratio:
        return Refused(gettext_noop("This entry unpacks to far more than its size: it looks like a zip bomb."))
    return None
