"""What every format is given and gives: rows of one snapshot in, bytes out. No framework is imported here.

A document comes with its text and an *iterator* of its marks, and a format yields the bytes of one item in pieces, so
that neither a project nor a heavily marked document is ever held in memory. Offsets are code points, half-open; times
are ISO 8601 in UTC, as text.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

LEVELS = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")


class Document(NamedTuple):
    """One document as published, with its current revision. `metadata` is JSON text."""

    id: str
    title: str
    authors: list[str]
    publisher: str | None
    published: str
    language: str
    url: str
    file_name: str
    metadata: str
    tlp: int
    revision: str
    revision_number: int
    sha256: str
    created_at: str
    type: str = ""
    container: str = ""
    published_basis: str = ""
    archive_url: str = ""
    retrieved: str = ""
    licence: str = ""
    notes: str = ""


class Mark(NamedTuple):
    """One annotation and where it stands in the current revision of its document. `attributes` is JSON text.

    `annotator` is the name the mark stands under; where that is an imported one which speaks for a member, `member` is
    the member's.
    """

    document: str
    id: str
    label: str
    label_id: str
    annotator: str
    annotator_kind: str
    annotator_version: str
    member: str | None
    layer: str
    starts: list[int]
    ends: list[int]
    note: str
    attributes: str
    tlp: int
    created_at: str
    updated_at: str


class Attribution(NamedTuple):
    """One speaker in the chain behind a claim, the original speaker first."""

    claim: str
    name: str
    role: str
    directness: str
    anonymous: bool
    words: str


class Passage(NamedTuple):
    """The words of one fragment, and up to 32 characters on either side of it."""

    exact: str
    prefix: str
    suffix: str


class Evidence(NamedTuple):
    """What a claim rests on: a passage, a whole document (no fragments), or a reference record (JSON text)."""

    claim: str
    id: str
    stance: str
    document: str | None
    document_title: str | None
    revision: str | None
    annotation: str | None
    starts: list[int]
    ends: list[int]
    quote: str
    record: str | None
    note: str
    author: str
    created_at: str
    valid_from: str
    valid_to: str
    passages: tuple[Passage, ...] = ()


class Judgement(NamedTuple):
    """One verdict, or an adjudication, which alone has an outcome and may keep a dissent."""

    claim: str
    id: str
    author: str
    decision: str
    finding: str
    reasons: list[str]
    credibility: int | None
    likelihood: int | None
    confidence: str
    rationale: str
    cycle: int
    current: bool
    created_at: str
    informed: bool = False
    outcome: str = ""
    dissent: str = ""
    dissenting: tuple[str, ...] = ()


class Claim(NamedTuple):
    """One statement, with its outcome once it is settled. `particulars` is JSON text."""

    id: str
    statement: str
    kind: str
    state: str
    review_due: bool
    review_due_reasons: list[str]
    author: str
    tlp: int
    valid_from: str
    valid_to: str
    particulars: str
    decision: str
    finding: str
    reasons: list[str]
    credibility: int | None
    likelihood: int | None
    confidence: str
    created_at: str
    updated_at: str


class Relation(NamedTuple):
    """A directed link between two marks of the export; a symmetric one says the same either way round."""

    document: str
    id: str
    kind: str
    symmetric: bool
    source: str
    target: str
    author: str
    tlp: int
    created_at: str


class Comment(NamedTuple):
    """One comment on a document, mark or claim of the export, or that its thread was resolved or taken up again."""

    id: str
    thread: str
    about: str
    subject: str
    document: str | None
    kind: str
    author: str
    text: str
    tlp: int
    created_at: str
    edited_at: str | None


@dataclass(frozen=True)
class Judged:
    """A claim with all that hangs on it and may be exported."""

    claim: Claim
    attributions: list[Attribution]
    evidence: list[Evidence]
    verdicts: list[Judgement]
    adjudications: list[Judgement]


@dataclass(frozen=True)
class Setting:
    """What holds for a whole export: the address of the site, the project, and when the snapshot was taken."""

    base_url: str
    project: str
    project_name: str
    export: str
    made_at: datetime
    generator: str = "Probata"

    def address(self, path: str) -> str:
        """An address of the site's API."""
        return f"{self.base_url}/api/v1/{path}"


@dataclass(frozen=True)
class Part:
    """One file of an export. The first part of a format is what a client gets when it names none."""

    name: str
    suffix: str
    media_type: str


class Writer(Protocol):
    """Turns the items of one export into the bytes of its parts. An item's bytes go to the part that is named first."""

    def begin(self) -> Iterable[tuple[str, bytes]]:
        """What stands before the first item, as (part, bytes)."""

    def document(self, document: Document, text: str, marks: Iterator[Mark]) -> Iterable[tuple[str, bytes]]:
        """One document with its marks."""

    def claim(self, judged: Judged) -> Iterable[tuple[str, bytes]]:
        """One claim; asked only of a format that carries them."""

    def relation(self, relation: Relation) -> Iterable[tuple[str, bytes]]:
        """One relation between marks; asked only of a format that carries them."""

    def comment(self, comment: Comment) -> Iterable[tuple[str, bytes]]:
        """One comment; asked only of a format that carries them."""

    def end(self) -> Iterable[tuple[str, bytes]]:
        """What stands after the last item."""


class Format(Protocol):
    """One way of writing an export."""

    name: str
    version: str
    title: str
    parts: tuple[Part, ...]
    carries_relations: bool
    carries_comments: bool
    carries_claims: bool

    def writer(self, setting: Setting) -> Writer:
        """A writer for one export."""
