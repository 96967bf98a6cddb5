"""What every citation format takes and gives."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sources.citations.names import Name

FURTHER = ("DOI", "ISBN", "ISSN", "volume", "issue", "number", "page", "edition", "publisher-place")
"""What else of a bibliographic record is carried, under the names of CSL."""


@dataclass(slots=True)
class Citation:
    """One bibliographic record, its fields as `sources.records` has them. `type` is one of CSL's, empty for `document`.

    `further` holds what is in `FURTHER`; `left_out` are the names under which an entry says more than is read. `tlp` is
    the marking of the record: it is written, and never read, because nobody's bibliography decides it.
    """

    key: str = ""
    type: str = ""
    title: str = ""
    authors: list[Name] = field(default_factory=list)
    publisher: str = ""
    container: str = ""
    published: str = ""
    published_basis: str = ""
    language: str = ""
    url: str = ""
    archive_url: str = ""
    retrieved: str = ""
    licence: str = ""
    notes: str = ""
    further: dict[str, str] = field(default_factory=dict)
    tlp: str = ""
    left_out: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class CitationFormat:
    """One format. `read` raises Refused with the reason; `recognises` looks at no more than how a text begins.

    `write` gives one entry; `opening`, `between` and `closing` are what stands around the entries of a file.
    """

    name: str
    title: str
    suffix: str
    media_type: str
    recognises: Callable[[str], bool]
    read: Callable[[str], list[Citation]]
    write: Callable[[Citation], str]
    opening: str = ""
    between: str = "\n"
    closing: str = ""

    def write_all(self, citations: Iterable[Citation]) -> str:
        """A file of these entries."""
        return self.opening + self.between.join(map(self.write, citations)) + self.closing
