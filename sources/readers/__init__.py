"""Readers: from the bytes of a file to a text with blocks. One file each; adding a reader is adding a file here.

A reader's module has a `READER`. Readers know nothing of one another, nor of the database; a collection of many texts
in one file (JSON Lines, ZIP) is taken apart in `sources.intake` and its parts come here.
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from sources.blocks import Block
from sources.text import Offsets


@dataclass(slots=True)
class ReadText:
    """What a reader found: the text as it is kept, its blocks, a title if it has one, how offsets moved."""

    text: str
    blocks: list[Block]
    title: str
    offsets: Offsets
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Reader:
    """One kind of file. `read` takes its characters; `suffixes` are the ends of names it is chosen by."""

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[str], ReadText]


@cache
def readers() -> dict[str, Reader]:
    """Every reader by name."""
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    found = {module.READER.name: module.READER for module in modules}
    return dict(sorted(found.items()))


def reader_for(file_name: str) -> Reader | None:
    """The reader that a file's name asks for."""
    lowered = file_name.lower()
    for reader in readers().values():
        if lowered.endswith(reader.suffixes):
            return reader
    return None
