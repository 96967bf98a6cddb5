"""Marks carried over to another text of their document: each gets an anchor there, or is queued for a person.

This runs in the transaction that puts the text in its place, with the document locked. A mark that stood nowhere in the
text before is looked for again from the last text in which it stood. Deleted marks are carried as well, so that one
which is restored stands in the text of the day.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from annotator.anchoring import Grade, Placement, place_marks
from annotator.fragments import Fragments, Sections
from annotator.models import Anchor
from annotator.models import Placement as Queued
from projects.events import Change
from sources.alignment import align
from sources.carriers import NewText

_AT_ONCE = 1000
_STANDING = """
SELECT DISTINCT ON (mark.id) mark.id, mark.author_id, author.name, mark.secrecy, mark.deleted_at IS NOT NULL,
    anchor.revision_id, anchor.starts, anchor.ends, open.grade, open.similarity, open.why
FROM annotator_annotation mark
JOIN annotator_anchor anchor ON anchor.annotation_id = mark.id
JOIN projects_participant author ON author.id = mark.author_id
LEFT JOIN annotator_placement open
    ON open.annotation_id = mark.id AND open.revision_id = anchor.revision_id AND open.state = 'open'
WHERE mark.document_id = %s
ORDER BY mark.id, anchor.revision_id = %s DESC, anchor.id DESC
"""


@dataclass(frozen=True, slots=True)
class _Mark:
    """A mark with its last anchor, and what a person has not settled of that yet."""

    id: UUID
    author: UUID
    author_name: str
    secrecy: str
    deleted: bool
    revision: UUID
    starts: list[int]
    ends: list[int]
    doubt: str | None
    similarity: float | None
    why: str | None

    @property
    def fragments(self) -> Fragments:
        return tuple(zip(self.starts, self.ends, strict=True))


def carry_marks(log: Change, new: NewText) -> None:
    """Give every mark of the document its anchor on the new text, or its place in the queue."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [new.document.id, new.before])
        marks = [_Mark(*row) for row in cursor.fetchall()]
    Queued.objects.filter(document=new.document, state=Queued.State.OPEN).update(state=Queued.State.SUPERSEDED)
    by_text: defaultdict[UUID, list[_Mark]] = defaultdict(list)
    for mark in marks:
        by_text[mark.revision].append(mark)
    found = [
        pair
        for revision, standing in by_text.items()
        for pair in zip(standing, placed_on(new, revision, [mark.fragments for mark in standing]), strict=True)
    ]
    found.sort(key=lambda pair: (pair[0].starts, pair[0].ends))  # settled in the order of reading
    _write_anchors(new, found)
    _queue(log, new, found)
    _record(log, new, found)


def placed_on(new: NewText, revision: UUID, marks: Sequence[Fragments]) -> list[Placement]:
    """What becomes of places in an earlier text; texts are compared once for all that asks."""
    old = new.text_of(revision)
    if revision == new.before and new.copied is not None:
        return place_marks(old, new.text, marks, copied=new.copied)
    if ("alignment", revision) not in new.memo:
        new.memo["alignment", revision] = align(old, new.text)
    return place_marks(old, new.text, marks, alignment=new.memo["alignment", revision])


def _write_anchors(new: NewText, found: Iterable[tuple[_Mark, Placement]]) -> None:
    sections, length = Sections([(0, new.text)]), len(new.text)
    anchors = []
    for mark, placed in found:
        if placed.fragments is None:
            continue
        quote, before, after = sections.quote(placed.fragments, length)
        anchors.append(
            Anchor(
                project_id=new.document.project_id,
                annotation_id=mark.id,
                revision_id=new.after,
                starts=[start for start, _end in placed.fragments],
                ends=[end for _start, end in placed.fragments],
                quote=quote,
                prefix=before,
                suffix=after,
                grade=placed.grade.value,
            )
        )
    Anchor.objects.bulk_create(anchors, batch_size=_AT_ONCE)


def _queue(log: Change, new: NewText, found: Iterable[tuple[_Mark, Placement]]) -> None:
    queued = []
    for mark, placed in found:
        if placed.grade.automatic and mark.doubt is None:
            continue
        grade, similarity, why = placed.grade.value, placed.similarity, _why(placed)
        if placed.grade.automatic and mark.doubt is not None:  # placed surely, where it was not placed surely before
            grade, similarity, why = mark.doubt, mark.similarity or 0.0, orjson.loads(mark.why or "{}")
        queued.append(
            Queued(
                project_id=new.document.project_id,
                document=new.document,
                annotation_id=mark.id,
                revision_id=new.after,
                grade=grade,
                similarity=similarity,
                candidates=placed.candidates,
                why=why,
                created_at=log.at,
            )
        )
    Queued.objects.bulk_create(queued, batch_size=_AT_ONCE)


def _why(placed: Placement) -> dict[str, Any]:
    return {"sentence": placed.reason.sentence, "values": placed.reason.values}


def _record(log: Change, new: NewText, found: Iterable[tuple[_Mark, Placement]]) -> None:
    """One event for the marks of each author, as secret as they are."""
    counts: defaultdict[tuple[UUID, str, str], Counter[str]] = defaultdict(Counter)
    for mark, placed in found:
        if not mark.deleted:
            counts[mark.author, mark.author_name, mark.secrecy][placed.grade.value] += 1
    for (author, name, secrecy), by_grade in sorted(counts.items()):
        log.add(
            "annotations.carried",
            subject=new.document.id,
            document=new.document.id,
            author=author,
            secrecy=secrecy,
            tlp=new.document.tlp,
            before={"revision": str(new.before)},
            after={
                "document": str(new.document.id),
                "title": new.document.title,
                "revision": str(new.after),
                "author": str(author),
                "author_name": name,
                "count": by_grade.total(),
                **{grade.value: by_grade[grade.value] for grade in Grade},
            },
        )
