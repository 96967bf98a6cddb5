"""Extras of an import: parts of an imported line that a higher app reads and writes with the document.

A line of a JSON Lines file is one document. The fields of its record are read here; a higher app may register an extra
for a further key (`annotations`, say). Reading and writing are two steps in two threads:

- `prepare` runs while earlier documents are being written. It checks the value against the text and turns it into what
  `write` needs, as far as that can be done without the database; a value that cannot be used raises `Invalid`, and the
  whole line is refused with that sentence.
- `write` runs once for each batch of documents, inside the transaction that writes them and after their rows, so a
  document and its extras arrive together or not at all. A batch may be repeated by another worker after a crash; its
  first attempt has then left nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from projects.events import Change
from projects.models import Project
from projects.viewers import Viewer
from sources.text import Offsets


@dataclass
class ImportContext:
    """One run of one import. `memo` is the extras' own room for what they look up once (labels, participants)."""

    project: Project
    viewer: Viewer
    memo: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Arrival:
    """A document that is about to be written; its ids are given already.

    `text` is the text as it is stored. Offsets of the line refer to the text as it was given, which differs where line
    endings were changed or a byte order mark was removed: translate each with `offsets`.
    """

    id: UUID
    revision_id: UUID
    title: str
    text: str
    tlp: int
    at: datetime
    offsets: Offsets


Prepared = Any


@dataclass(frozen=True)
class Extra:
    """One further key of an imported line. `begin` is called once a run, before anything is prepared."""

    key: str
    prepare: Callable[[ImportContext, Any, Arrival], Prepared]
    write: Callable[[ImportContext, Change, list[tuple[Arrival, Prepared]]], None]
    begin: Callable[[ImportContext], None] = lambda context: None


_EXTRAS: dict[str, Extra] = {}


def register_extra(extra: Extra) -> None:
    """Let imported lines carry a further key."""
    if extra.key in _EXTRAS:
        raise ValueError(f"the extra {extra.key} is registered twice")
    _EXTRAS[extra.key] = extra


def extras() -> dict[str, Extra]:
    """Every registered extra by its key."""
    return dict(_EXTRAS)
