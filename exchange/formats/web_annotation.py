"""W3C Web Annotation (JSON-LD): one collection with one page of annotations.

A mark is an annotation that *classifies*: its target is one SpecificResource per fragment, whose source is the text of
the revision, with a TextPositionSelector (code points, end-exclusive) and a TextQuoteSelector. A relation *links* the
annotation it starts from (its target) to the other (its body), with its kind as a tag. A claim *describes* the
passages that state it; each piece of evidence *links* its passage to the claim with its stance; verdicts and
adjudications *assess* the claim. `tlp`, `layer` and the other words of this product are defined in the context.
"""

from collections.abc import Iterable, Iterator
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

ANNOTATIONS = Part("annotations", "jsonld", "application/ld+json")
CONTEXT: list[Any] = [
    "http://www.w3.org/ns/anno.jsonld",
    {
        "probata": "urn:probata:",
        **{
            word: f"probata:{word}"
            for word in ("tlp", "layer", "stance", "decision", "finding", "credibility", "outcome", "dissent", "member")
        },
        "attributes": {"@id": "probata:attributes", "@type": "@json"},
        "record": {"@id": "probata:record", "@type": "@json"},
    },
]
_CONTEXT_LENGTH = 32
_MOTIVATION_OF_NOTE = "commenting"


def _creator(name: str, kind: str = "user", version: str = "", member: str | None = None) -> dict[str, Any]:
    """Who made it. A name that came with an import may speak for a member, who is named as well."""
    if kind == "program":
        return {"type": "Software", "name": f"{name} {version}".strip()}
    person: dict[str, Any] = {"type": "Person", "name": name}
    return person if member is None else person | {"member": {"type": "Person", "name": member}}


def _said(value: str, purpose: str) -> dict[str, Any]:
    return {"type": "TextualBody", "value": value, "format": "text/plain", "purpose": purpose}


def _position(start: int, end: int) -> dict[str, Any]:
    return {"type": "TextPositionSelector", "start": start, "end": end}


def _quote(exact: str, prefix: str = "", suffix: str = "") -> dict[str, Any]:
    return {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}


class _Writer:
    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.written = 0

    def begin(self) -> Iterable[tuple[str, bytes]]:
        head = {
            "@context": CONTEXT,
            "id": f"urn:uuid:{self.setting.export}",
            "type": "AnnotationCollection",
            "label": self.setting.project_name,
            "created": self.setting.made_at,
            "generator": {"type": "Software", "name": self.setting.generator, "homepage": self.setting.base_url},
        }
        page = {
            "id": f"urn:uuid:{self.setting.export}#page",
            "type": "AnnotationPage",
            "partOf": f"urn:uuid:{self.setting.export}",
            "startIndex": 0,
        }
        opened = _dumps(head)[:-1] + b',"first":' + _dumps(page)[:-1] + b',"items":[\n'
        return ((ANNOTATIONS.name, opened),)

    def relation(self, relation: Relation) -> Iterator[tuple[str, bytes]]:
        written: dict[str, Any] = {
            "id": f"urn:uuid:{relation.id}",
            "type": "Annotation",
            "motivation": "linking",
            "creator": _creator(relation.author),
            "created": relation.created_at,
            "tlp": LEVELS[relation.tlp],
            "body": [
                {"type": "SpecificResource", "source": f"urn:uuid:{relation.target}", "purpose": "linking"},
                _said(relation.kind, "tagging"),
            ],
            "target": f"urn:uuid:{relation.source}",
        }
        yield self._item(written)

    def comment(self, comment: Comment) -> Iterable[tuple[str, bytes]]:
        return ()

    def end(self) -> Iterable[tuple[str, bytes]]:
        return ((ANNOTATIONS.name, b'\n]},"total":%d}\n' % self.written),)

    def document(self, document: Document, text: str, marks: Iterator[Mark]) -> Iterator[tuple[str, bytes]]:
        source = self.setting.address(f"revisions/{document.revision}/text")
        for mark in marks:
            yield self._item(self._mark(mark, text, source))

    def claim(self, judged: Judged) -> Iterator[tuple[str, bytes]]:
        claim = self.setting.address(f"claims/{judged.claim.id}")
        yield self._item(self._claim(judged, claim))
        for piece in judged.evidence:
            yield self._item(self._evidence(piece, claim))
        for judgement in [*judged.verdicts, *judged.adjudications]:
            yield self._item(self._judgement(judgement, claim))

    def _item(self, annotation: dict[str, Any]) -> tuple[str, bytes]:
        before = b",\n" if self.written else b""
        self.written += 1
        return ANNOTATIONS.name, before + _dumps(annotation)

    def _mark(self, mark: Mark, text: str, source: str) -> dict[str, Any]:
        body = [
            _said(mark.label, "classifying"),
            {
                "type": "SpecificResource",
                "source": self.setting.address(f"labels/{mark.label_id}"),
                "purpose": "classifying",
            },
        ]
        if mark.note:
            body.append(_said(mark.note, _MOTIVATION_OF_NOTE))
        written: dict[str, Any] = {
            "id": f"urn:uuid:{mark.id}",
            "type": "Annotation",
            "motivation": "classifying",
            "creator": _creator(mark.annotator, mark.annotator_kind, mark.annotator_version, mark.member),
            "created": mark.created_at,
            "modified": mark.updated_at,
            "tlp": LEVELS[mark.tlp],
            "layer": mark.layer,
            "body": body,
            "target": [
                {
                    "type": "SpecificResource",
                    "source": source,
                    "selector": [_position(start, end), _quote(*_around(text, start, end))],
                }
                for start, end in zip(mark.starts, mark.ends, strict=True)
            ],
        }
        if mark.attributes != "{}":
            written["attributes"] = orjson.Fragment(mark.attributes.encode())
        return written

    def _claim(self, judged: Judged, address: str) -> dict[str, Any]:
        row = judged.claim
        stated = [target for piece in judged.evidence if piece.stance == "states" for target in self._targets(piece)]
        written = {
            "id": f"urn:uuid:{row.id}",
            "type": "Annotation",
            "motivation": "describing",
            "creator": _creator(row.author),
            "created": row.created_at,
            "modified": row.updated_at,
            "tlp": LEVELS[row.tlp],
            "body": [_said(row.statement, "describing"), _said(row.kind, "tagging"), _said(row.state, "tagging")],
            "target": stated or [{"type": "SpecificResource", "source": address}],
        }
        return written | _outcome(row.decision, row.finding, row.credibility)

    def _evidence(self, piece: Evidence, claim: str) -> dict[str, Any]:
        body = [{"type": "SpecificResource", "source": claim, "purpose": "linking"}, _said(piece.stance, "tagging")]
        if piece.note:
            body.append(_said(piece.note, _MOTIVATION_OF_NOTE))
        written: dict[str, Any] = {
            "id": f"urn:uuid:{piece.id}",
            "type": "Annotation",
            "motivation": "linking",
            "creator": _creator(piece.author),
            "created": piece.created_at,
            "stance": piece.stance,
            "body": body,
            "target": self._targets(piece),
        }
        if piece.record is not None:
            written["record"] = orjson.Fragment(piece.record.encode())
        return written

    def _targets(self, piece: Evidence) -> list[dict[str, Any]]:
        """The fragments of a passage, each with its own words; a whole document; or the address of a record."""
        if piece.document is None:
            record = orjson.loads(piece.record or "{}")
            address = str(record.get("url") or f"urn:uuid:{piece.id}")
            resource: dict[str, Any] = {"type": "SpecificResource", "source": address}
            if record.get("quotation"):
                resource["selector"] = _quote(str(record["quotation"]))
            return [resource]
        if not piece.starts:
            return [{"type": "SpecificResource", "source": self.setting.address(f"documents/{piece.document}/text")}]
        source = self.setting.address(f"revisions/{piece.revision}/text")
        return [
            {"type": "SpecificResource", "source": source, "selector": [_position(start, end), _quote(*passage)]}
            for start, end, passage in zip(piece.starts, piece.ends, piece.passages, strict=True)
        ]

    def _judgement(self, row: Judgement, claim: str) -> dict[str, Any]:
        written = {
            "id": f"urn:uuid:{row.id}",
            "type": "Annotation",
            "motivation": "assessing",
            "creator": _creator(row.author),
            "created": row.created_at,
            "body": [_said(row.rationale or row.finding or row.decision, "assessing")]
            + [_said(reason, "tagging") for reason in row.reasons],
            "target": claim,
        }
        if row.outcome:
            written["outcome"] = row.outcome
        if row.dissent:
            written["dissent"] = row.dissent
        return written | _outcome(row.decision, row.finding, row.credibility)


def _outcome(decision: str, finding: str, credibility: int | None) -> dict[str, Any]:
    named = {"decision": decision, "finding": finding, "credibility": credibility}
    return {name: value for name, value in named.items() if value}


def _around(text: str, start: int, end: int) -> tuple[str, str, str]:
    return text[start:end], text[max(0, start - _CONTEXT_LENGTH) : start], text[end : end + _CONTEXT_LENGTH]


def _dumps(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_UTC_Z)


class WebAnnotation:
    """Annotations as the W3C model has them."""

    name = "web_annotation"
    version = "1"
    title = "W3C Web Annotation"
    parts: tuple[Part, ...] = (ANNOTATIONS,)
    carries_relations = True
    carries_comments = False
    carries_claims = True

    def writer(self, setting: Setting) -> _Writer:
        return _Writer(setting)


FORMAT: Format = WebAnnotation()
