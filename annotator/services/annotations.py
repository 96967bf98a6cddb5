"""Making marks: ask the policy, hold the place, check against codebook and text, write, add an event for each.

The words of a mark are cut from the stored text, never taken from the client; what the client sends as `exact` is only
compared. One mark and a thousand take the same way and the same number of statements.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from django.utils.translation import gettext as _

from annotator.fragments import Fragments, needed
from annotator.marks import NewMark
from annotator.models import Annotation
from annotator.queries.annotations import Row, payload, rows_of, with_names
from annotator.queries.labels import label_finder
from annotator.queries.text import sections_around
from annotator.services.checks import Problems, check_exact, check_label, check_revision, settle_fragments
from annotator.services.places import Place, hold_place
from projects import policy
from projects.events import Change, change
from projects.ids import new_id
from projects.viewers import Viewer
from projects.vocabulary import Layer, Secrecy

_INSERT = """
WITH given AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(%(rows)s::jsonb) AS g(
        id uuid, label uuid, starts integer[], ends integer[], quote text, prefix text, suffix text,
        note text, attributes jsonb)
), made AS (
    INSERT INTO annotator_annotation (id, project_id, document_id, label_id, author_id, layer, secrecy, tlp, note,
        attributes, version, created_at, updated_at)
    SELECT id, %(project)s, %(document)s, label, %(author)s, 'person', 'mark', %(tlp)s, note,
        attributes, 1, %(at)s, %(at)s
    FROM given ON CONFLICT DO NOTHING RETURNING id
)
INSERT INTO annotator_anchor (project_id, annotation_id, revision_id, starts, ends, quote, prefix, suffix, grade)
SELECT %(project)s, id, %(revision)s, starts, ends, quote, prefix, suffix, 'exact' FROM made JOIN given USING (id)
RETURNING annotation_id
"""


def create_annotations(*, by: Viewer, document: UUID, marks: Sequence[NewMark], many: bool = True) -> list[Row]:
    """Make marks on a document's current text, all or none. A repeat of what is there already gives the row that is.

    With `many` the fields of errors are numbered, as the list was.
    """
    with change(project_id=by.project_id, by=by) as log:
        policy.require(by, "annotation.create")
        place = hold_place(by=by, document=document)
        return create_held(by, place, marks, log, Problems(many=many))


def create_held(by: Viewer, place: Place, marks: Sequence[NewMark], log: Change, problems: Problems) -> list[Row]:
    """The same for a place that is held."""
    rows, surroundings = _settled(by, place, marks, log, problems)
    made = _insert(by, place, rows, surroundings, log)
    if len(made) < len(rows):
        rows = _repeated(by, place, rows, made, problems)
    for row in rows:
        if row.id in made:
            record(log, "annotation.created", place.tlp, after=row)
    return rows


def _settled(
    by: Viewer, place: Place, marks: Sequence[NewMark], log: Change, problems: Problems
) -> tuple[list[Row], list[tuple[str, str]]]:
    """The rows to be written, checked against codebook and text, with the words around each."""
    finder = label_finder(by.project_id, {mark.label for mark in marks})
    placed: list[tuple[UUID, str, Fragments] | None] = []
    seen: set[UUID] = set()
    for number, mark in enumerate(marks, problems.first):
        problems.number = number
        check_revision(mark.revision, place, problems)
        label = check_label(mark.label, finder, problems)
        fragments = settle_fragments(mark.fragments, place.length, problems)
        if mark.id is not None and mark.id in seen:
            problems.add("id", _("This id stands twice in the list."))
        seen.add(mark.id or new_id())
        placed.append((*label, fragments) if label and fragments else None)
    problems.raise_any()
    settled = [found for found in placed if found is not None]
    sections = sections_around(place.revision, [s for *_label, fragments in settled for s in needed(fragments)])
    rows, surroundings = [], []
    for number, (mark, (label_id, path, fragments)) in enumerate(zip(marks, settled, strict=True), problems.first):
        problems.number = number
        quote, before, after = sections.quote(fragments, place.length)
        check_exact(mark.exact, quote, fragments, sections, problems)
        surroundings.append((before, after))
        rows.append(
            Row(
                id=mark.id or new_id(),
                document=place.document,
                revision=place.revision,
                label=label_id,
                label_path=path,
                author=by.participant_id,
                author_name=by.participant_name,
                layer=Layer.PERSON.value,
                version=1,
                fragments=fragments,
                quote=quote,
                note=mark.note,
                attributes=mark.attributes,
                created_at=log.at,
                updated_at=log.at,
            )
        )
    return rows, surroundings


def _insert(
    by: Viewer, place: Place, rows: Sequence[Row], surroundings: Sequence[tuple[str, str]], log: Change
) -> set[UUID]:
    """Write annotations and anchors in one statement; return the ids of those that were not there before."""
    given = [
        {
            "id": row.id,
            "label": row.label,
            "starts": [start for start, _end in row.fragments],
            "ends": [end for _start, end in row.fragments],
            "quote": row.quote,
            "prefix": before,
            "suffix": after,
            "note": row.note,
            "attributes": row.attributes,
        }
        for row, (before, after) in zip(rows, surroundings, strict=True)
    ]
    values: dict[str, UUID | str | int | datetime] = {
        "rows": orjson.dumps(given).decode(),
        "project": by.project_id,
        "document": place.document,
        "author": by.participant_id,
        "tlp": place.tlp,
        "at": log.at,
        "revision": place.revision,
    }
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, values)
        return {id_ for (id_,) in cursor.fetchall()}


def _repeated(by: Viewer, place: Place, rows: Sequence[Row], made: set[UUID], problems: Problems) -> list[Row]:
    """The rows, with those that were there already as they are; Conflict unless each says just what was asked for."""
    taken = [row.id for row in rows if row.id not in made]
    mine = Annotation.objects.filter(
        id__in=taken,
        project_id=by.project_id,
        document_id=place.document,
        author_id=by.participant_id,
        layer=Layer.PERSON,
        deleted_at__isnull=True,
    )
    there = {row.id: row for row in rows_of(list(with_names(mine)))}
    for number, row in enumerate(rows, problems.first):
        if row.id in made:
            continue
        problems.number = number
        old = there.get(row.id)
        if old is None or _asked_for(old) != _asked_for(row):
            raise problems.conflict(_("The id %(id)s is taken. Use a new UUIDv7 for a new mark.") % {"id": row.id})
    return [there.get(row.id, row) for row in rows]


def _asked_for(row: Row) -> tuple[Any, ...]:
    return (row.revision, row.label, row.fragments, row.note, row.attributes)


def record(log: Change, kind: str, tlp: int, *, after: Row, before: Row | None = None) -> None:
    """Add the event of one mark, under the secrecy of marks unless it is the adjudicated layer's."""
    log.add(
        kind,
        subject=after.id,
        document=after.document,
        author=after.author,
        secrecy=Secrecy.OPEN if after.layer == Layer.GOLD else Secrecy.MARK,
        tlp=tlp,
        before=payload(before) if before else None,
        after=payload(after),
    )
