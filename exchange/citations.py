"""The documents of an export as a bibliography: their records and nothing of their texts, marks and claims."""

from collections.abc import Iterable, Iterator

import orjson

from exchange.formats.base import LEVELS, Comment, Document, Judged, Mark, Part, Relation, Setting
from sources.citations import citation_formats
from sources.citations.records import citation_of


class _Writer:
    def __init__(self, name: str) -> None:
        self.format = citation_formats()[name]
        self.written = 0

    def _put(self, words: str) -> Iterable[tuple[str, bytes]]:
        return ((_PART, words.encode()),) if words else ()

    def begin(self) -> Iterable[tuple[str, bytes]]:
        return self._put(self.format.opening)

    def document(self, document: Document, text: str, marks: Iterator[Mark]) -> Iterable[tuple[str, bytes]]:
        record = document._asdict() | {"tlp": LEVELS[document.tlp], "metadata": orjson.loads(document.metadata)}
        between = self.format.between if self.written else ""
        self.written += 1
        return self._put(between + self.format.write(citation_of(record)))

    def claim(self, judged: Judged) -> Iterable[tuple[str, bytes]]:
        return ()

    def relation(self, relation: Relation) -> Iterable[tuple[str, bytes]]:
        return ()

    def comment(self, comment: Comment) -> Iterable[tuple[str, bytes]]:
        return ()

    def end(self) -> Iterable[tuple[str, bytes]]:
        return self._put(self.format.closing)


_PART = "citations"


class Bibliography:
    """An export in one of the citation formats."""

    version = "1"
    carries_relations = False
    carries_comments = False
    carries_claims = False

    def __init__(self, name: str) -> None:
        found = citation_formats()[name]
        self.name = name
        self.title = found.title
        self.parts: tuple[Part, ...] = (Part(_PART, found.suffix, found.media_type),)

    def writer(self, setting: Setting) -> _Writer:
        return _Writer(self.name)
