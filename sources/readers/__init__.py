"""Readers: from the bytes of a file to a text with blocks. One file each; adding a reader is adding a file here.

A reader's module has a `READER`. Readers know nothing of the database and import no framework; a collection of many
texts in one file (JSON Lines, ZIP) is taken apart in `sources.intake` and its parts come here. A reader whose files are
more than characters, and so can be made to burst, is read `apart`, in a process of its own (`sources.reading`).
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sources.blocks import Block
from sources.text import Offsets, decode


@dataclass(slots=True)
class ReadText:
    """What a reader found.

    The text as it is kept, its blocks, a title if it has one, and how offsets moved where the text was given as
    characters. `record` is what the file says of itself, under the names of `sources.records` (authors, publisher,
    published, language, url); `warnings` are sentences about what could not be read.
    """

    text: str
    blocks: list[Block]
    title: str
    offsets: Offsets
    record: dict[str, Any] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Reader:
    """One kind of file, chosen by the ends of its names.

    `read` takes the bytes of a file. `read_text` takes characters, as a line of JSON Lines gives them; None where a
    file of this kind is more than characters.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[bytes], ReadText]
    read_text: Callable[[str], ReadText] | None = None
    apart: bool = False


def reader_of_characters(name: str, suffixes: tuple[str, ...], read_text: Callable[[str], ReadText]) -> Reader:
    """A reader of files that are UTF-8 text and nothing else."""
    return Reader(name, suffixes, lambda data: read_text(decode(data)), read_text)


@cache
def readers() -> dict[str, Reader]:
    """Every reader by name."""
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    found = {module.READER.name: module.READER for module in modules if hasattr(module, "READER")}
    return dict(sorted(found.items()))


def reader_for(file_name: str) -> Reader | None:
    """The reader that a file's name asks for."""
    lowered = file_name.lower()
    for reader in readers().values():
        if lowered.endswith(reader.suffixes):
            return reader
    return None
