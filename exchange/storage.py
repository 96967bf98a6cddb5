"""Where the files of an export are kept: one folder for each attempt, so that two workers never write the same file.

A part is written to a nameless temporary file first, which the system removes with the process however it ends, and is
handed to the storage when it is whole. What an earlier attempt may have stored is removed by its known names.
"""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from tempfile import TemporaryFile
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage

from exchange.formats import formats
from exchange.formats.base import Part
from exchange.models import Export


def folder_of(export_id: UUID, attempt: int) -> str:
    """The folder of one attempt."""
    return f"exports/{export_id}/{attempt}"


def _name(folder: str, part: Part) -> str:
    return f"{folder}/{part.name}.{part.suffix}"


class PartFile:
    """One part while it is written: its bytes, their number and their SHA-256."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.size = 0
        self._digest = hashlib.sha256()
        scratch = settings.DATA_DIR / "scratch"
        scratch.mkdir(parents=True, exist_ok=True)
        self._file: IO[bytes] = TemporaryFile(dir=scratch, buffering=1 << 20)  # noqa: SIM115 - closed by close()

    def write(self, piece: bytes) -> None:
        """Append bytes."""
        self._file.write(piece)
        self._digest.update(piece)
        self.size += len(piece)

    @property
    def sha256(self) -> str:
        """The digest of what was written so far."""
        return self._digest.hexdigest()

    def store(self, folder: str) -> None:
        """Hand the whole part to the storage under its name."""
        name = _name(folder, self.part)
        if default_storage.exists(name):
            default_storage.delete(name)
        self._file.seek(0)
        stored = default_storage.save(name, File(self._file))
        if stored != name:
            raise RuntimeError(f"the storage kept {name} as {stored}")

    def close(self) -> None:
        """Let go of the temporary file."""
        self._file.close()


def remove_folder(folder: str, parts: Iterable[Part]) -> None:
    """Remove what an attempt stored, whole or not, and its empty folder where the storage has folders."""
    for part in parts:
        default_storage.delete(_name(folder, part))
    with suppress(OSError, NotImplementedError):
        default_storage.delete(folder)


def remove_attempts(export: Export, *, but: int | None = None) -> None:
    """Remove the files of every attempt at an export but one."""
    parts = formats()[export.format].parts if export.format in formats() else ()
    for attempt in range(1, export.job.attempt + 1):
        if attempt != but:
            remove_folder(folder_of(export.id, attempt), parts)
    if but is None:
        with suppress(OSError, NotImplementedError):
            default_storage.delete(f"exports/{export.id}")


def open_part(export: Export, part: Part) -> "File[Any]":
    """A stored part, to be read."""
    return default_storage.open(_name(export.storage_name, part), "rb")
