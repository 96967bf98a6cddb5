"""Every mark of a document that a viewer may see, as columns: one statement, a few milliseconds for 20,000 marks.

The columns are put together by the database as JSON and go into the answer as they are. Names are sent once and
referred to by their place. The number of the last event is read in the same statement, so the answer is exactly the
marks up to that event, and the live feed goes on from there.
"""

import hashlib
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import Count, Max

from annotator.queries.annotations import visible_annotations
from projects import policy
from projects.models import Event
from projects.viewers import Viewer
from projects.vocabulary import Secrecy

_SECRECIES = (Secrecy.OPEN.value, Secrecy.MARK.value)

_COLUMNS = """
WITH seen AS MATERIALIZED (
    {seen}
), mark AS MATERIALIZED (
    SELECT seen.*, anchor.starts, anchor.ends FROM seen JOIN annotator_anchor anchor
    ON anchor.annotation_id = seen.id AND anchor.revision_id = %s
), label AS MATERIALIZED (
    SELECT label_id, (row_number() OVER (ORDER BY label_id)) - 1 AS place FROM (SELECT DISTINCT label_id FROM mark) x
), author AS MATERIALIZED (
    SELECT author_id, name, (row_number() OVER (ORDER BY author_id)) - 1 AS place
    FROM (SELECT DISTINCT author_id FROM mark) x JOIN projects_participant p ON p.id = author_id
), placed AS (
    SELECT mark.*, label.place AS label, author.place AS author,
        (row_number() OVER (ORDER BY starts[1], ends[1], mark.id)) - 1 AS place
    FROM mark JOIN label USING (label_id) JOIN author USING (author_id)
)
SELECT
    (SELECT number FROM projects_eventcounter WHERE project_id = %s),
    (SELECT json_agg(label_id ORDER BY place)::text FROM label),
    (SELECT json_agg(json_build_object('id', author_id, 'name', name) ORDER BY place)::text FROM author),
    json_agg(id ORDER BY place)::text,
    json_agg(label ORDER BY place)::text,
    json_agg(author ORDER BY place)::text,
    json_agg(CASE layer WHEN 'person' THEN 0 WHEN 'gold' THEN 1 ELSE 2 END ORDER BY place)::text,
    json_agg(version ORDER BY place)::text,
    json_agg(starts[1] ORDER BY place)::text,
    json_agg(ends[1] ORDER BY place)::text,
    (json_object_agg(place, (SELECT json_agg(json_build_array(s, e)) FROM unnest(starts[2:], ends[2:]) AS f(s, e)))
        FILTER (WHERE cardinality(starts) > 1))::text,
    (json_object_agg(place, note) FILTER (WHERE note <> ''))::text
FROM placed
"""

_NAMES = ("labels", "authors", "ids", "label", "author", "layer", "version", "start", "end")


def marks_tag(viewer: Viewer, document: UUID, revision: UUID) -> str:
    """An entity tag that changes with every event of the document that the viewer may see, and with what they may see.

    Events that are hidden from them leave it as it is: nobody learns from it that somebody else is at work.
    """
    seen = policy.visibility(viewer, _SECRECIES).q(viewer, policy.columns_of(Event))
    events = Event.objects.filter(seen, project_id=viewer.project_id, document_id=document, secrecy__in=_SECRECIES)
    found = events.aggregate(last=Max("number"), count=Count("number"))
    sight = [
        found["last"],
        found["count"],
        revision,
        viewer.participant_id,
        sorted(viewer.roles),
        viewer.clearance,
        viewer.project.marks_blind,
    ]
    return hashlib.sha256(orjson.dumps(sight)).hexdigest()[:32]


def marks_of(viewer: Viewer, document: UUID, revision: UUID) -> bytes:
    """The columns as JSON."""
    seen = visible_annotations(viewer, document_id=document).values(
        "id", "label_id", "author_id", "layer", "version", "note"
    )
    sql, values = seen.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS.format(seen=sql), [*values, revision, viewer.project_id])
        found = cursor.fetchone()
    assert found is not None  # aggregates always give one row
    number, *columns, more, notes = found
    body: dict[str, Any] = {"revision": revision, "event": number or 0}
    for name, column in zip(_NAMES, columns, strict=True):
        body[name] = orjson.Fragment(column or "[]")
    body["more"] = orjson.Fragment(more or "{}")
    body["notes"] = orjson.Fragment(notes or "{}")
    return orjson.dumps(body)
