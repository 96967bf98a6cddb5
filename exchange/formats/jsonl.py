"""JSON Lines: one document a line, as the import reads it back; relations, claims and comments in parts of their own.

Texts, titles, labels, offsets and annotators survive the way out and back in; `member` is for whom an imported name
speaks, which an import does not read: it is a manager's to say. Marks with more than one fragment carry
`fragments`; `start` and `end` then span all of them.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import orjson

from exchange.formats.base import (
    LEVELS,
    Comment,
    Document,
    Evidence,
    Format,
    Judged,
    Judgement,
    Mark,
    Part,
    Relation,
    Setting,
)

_OPTIONS = orjson.OPT_UTC_Z
_AT_ONCE = 500

DOCUMENTS = Part("documents", "jsonl", "application/x-ndjson")
RELATIONS = Part("relations", "jsonl", "application/x-ndjson")
CLAIMS = Part("claims", "jsonl", "application/x-ndjson")
COMMENTS = Part("comments", "jsonl", "application/x-ndjson")


def _json(text: str) -> orjson.Fragment:
    return orjson.Fragment(text.encode())


def _document(row: Document, text: str) -> bytes:
    return orjson.dumps(
        {
            "id": row.id,
            "title": row.title,
            "text": text,
            "metadata": _json(row.metadata),
            "publisher": row.publisher,
            "published": row.published,
            "language": row.language,
            "url": row.url,
            "type": row.type,
            "container": row.container,
            "published_basis": row.published_basis,
            "archive_url": row.archive_url,
            "retrieved": row.retrieved,
            "licence": row.licence,
            "notes": row.notes,
            "tlp": LEVELS[row.tlp],
            "authors": row.authors,
            "file_name": row.file_name,
            "revision": row.revision,
            "sha256": row.sha256,
            "created_at": row.created_at,
        },
        option=_OPTIONS,
    )


def _mark(row: Mark) -> dict[str, Any]:
    return {
        "id": row.id,
        "label": row.label,
        "start": row.starts[0],
        "end": row.ends[-1],
        "fragments": list(zip(row.starts, row.ends, strict=True)),
        "annotator": row.annotator,
        "member": row.member,
        "layer": row.layer,
        "note": row.note,
        "attributes": {} if row.attributes == "{}" else _json(row.attributes),
        "created_at": row.created_at,
    }


def _marks(rows: Iterator[Mark]) -> Iterator[bytes]:
    """The items of a JSON array, without its brackets, some at a time."""
    comma = b""
    while some := [_mark(row) for row in islice(rows, _AT_ONCE)]:
        yield comma + orjson.dumps(some, option=_OPTIONS)[1:-1]
        comma = b","


def _evidence(row: Evidence) -> dict[str, Any]:
    return {
        "id": row.id,
        "stance": row.stance,
        "document": row.document,
        "document_title": row.document_title,
        "revision": row.revision,
        "annotation": row.annotation,
        "fragments": list(zip(row.starts, row.ends, strict=True)),
        "quote": row.quote,
        "record": None if row.record is None else _json(row.record),
        "note": row.note,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "author": row.author,
        "created_at": row.created_at,
    }


def _judgement(row: Judgement) -> dict[str, Any]:
    return {
        "id": row.id,
        "author": row.author,
        "decision": row.decision,
        "finding": row.finding,
        "reasons": row.reasons,
        "credibility": row.credibility,
        "likelihood": row.likelihood,
        "confidence": row.confidence,
        "rationale": row.rationale,
        "cycle": row.cycle,
        "current": row.current,
        "created_at": row.created_at,
    }


def _claim(judged: Judged) -> dict[str, Any]:
    row = judged.claim
    return {
        "id": row.id,
        "statement": row.statement,
        "kind": row.kind,
        "state": row.state,
        "review_due": row.review_due,
        "review_due_reasons": row.review_due_reasons,
        "author": row.author,
        "tlp": LEVELS[row.tlp],
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "particulars": _json(row.particulars),
        "decision": row.decision,
        "finding": row.finding,
        "reasons": row.reasons,
        "credibility": row.credibility,
        "likelihood": row.likelihood,
        "confidence": row.confidence,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "attributions": [
            {
                "name": speaker.name,
                "role": speaker.role,
                "directness": speaker.directness,
                "anonymous": speaker.anonymous,
                "words": speaker.words,
            }
            for speaker in judged.attributions
        ],
        "evidence": [_evidence(piece) for piece in judged.evidence],
        "verdicts": [_judgement(verdict) | {"informed": verdict.informed} for verdict in judged.verdicts],
        "adjudications": [
            _judgement(decided)
            | {"outcome": decided.outcome, "dissent": decided.dissent, "dissenting": list(decided.dissenting)}
            for decided in judged.adjudications
        ],
    }


class _Writer:
    def begin(self) -> Iterable[tuple[str, bytes]]:
        return ()

    def document(self, document: Document, text: str, marks: Iterator[Mark]) -> Iterator[tuple[str, bytes]]:
        name = DOCUMENTS.name
        yield name, _document(document, text)[:-1]
        yield name, b',"annotations":['
        for piece in _marks(marks):
            yield name, piece
        yield name, b"]}\n"

    def claim(self, judged: Judged) -> Iterable[tuple[str, bytes]]:
        return ((CLAIMS.name, orjson.dumps(_claim(judged), option=_OPTIONS | orjson.OPT_APPEND_NEWLINE)),)

    def relation(self, relation: Relation) -> Iterable[tuple[str, bytes]]:
        line = orjson.dumps(
            relation._asdict() | {"tlp": LEVELS[relation.tlp]}, option=_OPTIONS | orjson.OPT_APPEND_NEWLINE
        )
        return ((RELATIONS.name, line),)

    def comment(self, comment: Comment) -> Iterable[tuple[str, bytes]]:
        line = orjson.dumps(
            comment._asdict() | {"tlp": LEVELS[comment.tlp]}, option=_OPTIONS | orjson.OPT_APPEND_NEWLINE
        )
        return ((COMMENTS.name, line),)

    def end(self) -> Iterable[tuple[str, bytes]]:
        return ()


class JsonLines:
    """One JSON object a line."""

    name = "jsonl"
    version = "1"
    title = "JSON Lines"
    parts: tuple[Part, ...] = (DOCUMENTS, RELATIONS, CLAIMS, COMMENTS)
    carries_relations = True
    carries_comments = True
    carries_claims = True

    def writer(self, setting: Setting) -> _Writer:
        return _Writer()


FORMAT: Format = JsonLines()
