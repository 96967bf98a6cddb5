"""Every mark of a document that a viewer may see, as columns: one statement, a few milliseconds for 20,000 marks.

The columns are put together by the database and go into the answer as they are. Names are sent once and
referred to by their place. The number of the last event is read in the same statement, so the answer is exactly the
marks up to that event, and the live feed goes on from there.
"""

import hashlib
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import Count, Max, Subquery, Sum

from annotator.models import Annotation
from projects import policy
from projects.models import Event, Participant
from projects.viewers import Viewer
from projects.vocabulary import Secrecy

_SECRECIES = (Secrecy.OPEN.value, Secrecy.MARK.value)

_COLUMNS = """
WITH mark AS MATERIALIZED (
    SELECT seen.id, label_id, author_id, layer, version, note, attributes, starts, ends
    FROM ({seen}) seen JOIN annotator_anchor anchor ON anchor.annotation_id = seen.id AND anchor.revision_id = %s
), placed AS (
    SELECT *, row_number() OVER (ORDER BY starts[1], ends[1], id) - 1 AS place FROM mark
    ORDER BY starts[1], ends[1], id
)
SELECT
    (SELECT number FROM projects_eventcounter WHERE project_id = %s),
    (SELECT json_object_agg(person.id, json_build_object('name', person.name, 'speaks_for',
            CASE WHEN member.id IS NOT NULL THEN json_build_object('id', member.id, 'name', member.name) END))::text
        FROM projects_participant person LEFT JOIN projects_participant member ON member.id = person.speaks_for_id
        WHERE person.id IN (SELECT author_id FROM mark)),
    array_agg(id)::text,
    array_agg(label_id)::text,
    array_agg(author_id)::text,
    array_agg(CASE layer WHEN 'person' THEN 0 WHEN 'gold' THEN 1 ELSE 2 END)::text,
    array_agg(version)::text,
    array_agg(starts[1])::text,
    array_agg(ends[1])::text,
    (json_object_agg(place, (SELECT json_agg(json_build_array(s, e)) FROM unnest(starts[2:], ends[2:]) AS f(s, e)))
        FILTER (WHERE cardinality(starts) > 1))::text,
    (json_object_agg(place, note) FILTER (WHERE note <> ''))::text,
    (json_object_agg(place, attributes) FILTER (WHERE attributes <> '{{}}'))::text
FROM placed
"""


def marks_tag(viewer: Viewer, document: UUID, revision: UUID) -> str:
    """An entity tag that changes with every event of the document that the viewer may see, and with what they may see.

    Events that are hidden from them leave it as it is: nobody learns from it that somebody else is at work. Whom the
    imported names of the project speak for stands beside their marks, so the tag changes with that too.
    """
    seen = policy.visibility(viewer, _SECRECIES).q(viewer, policy.columns_of(Event))
    events = Event.objects.filter(seen, project_id=viewer.project_id, document_id=document, secrecy__in=_SECRECIES)
    mapped = Participant.objects.filter(project_id=viewer.project_id, version__gt=1).order_by().values("project_id")
    names = Subquery(mapped.annotate(state=Sum("version")).values("state"))
    found = events.aggregate(last=Max("number"), count=Count("number"), names=Max(names))
    sight = [
        found["last"],
        found["count"],
        revision,
        [str(id_) for id_ in viewer.participant_ids],
        found["names"],
        sorted(viewer.roles),
        viewer.clearance,
        viewer.project.marks_blind,
    ]
    return hashlib.sha256(orjson.dumps(sight)).hexdigest()[:32]


def marks_of(viewer: Viewer, document: UUID, revision: UUID) -> bytes:
    """The columns as JSON, for a viewer who may read the document."""
    seen = Annotation.objects.filter(
        policy.visible(viewer, Annotation), project_id=viewer.project_id, document_id=document, deleted_at__isnull=True
    ).values("id", "label_id", "author_id", "layer", "version", "note", "attributes")
    sql, values = seen.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS.format(seen=sql), [*values, revision, viewer.project_id])
        found = cursor.fetchone()
    assert found is not None  # aggregates always give one row
    number, names, ids, label_ids, author_ids, layer, version, start, end, more, notes, attributes = found
    labels, label = _places(label_ids)
    authors, author = _places(author_ids)
    known = orjson.loads(names or "{}")
    return orjson.dumps(
        {
            "revision": revision,
            "event": number or 0,
            "labels": labels,
            "authors": [{"id": id_, **known[id_]} for id_ in authors],
            "ids": _items(ids),
            "label": label,
            "author": author,
            "layer": _numbers(layer),
            "version": _numbers(version),
            "start": _numbers(start),
            "end": _numbers(end),
            "more": orjson.Fragment(more or "{}"),
            "notes": orjson.Fragment(notes or "{}"),
            "attributes": orjson.Fragment(attributes or "{}"),
        }
    )


def _items(array: str | None) -> list[str]:
    """The ids in what the database wrote as an array."""
    return array[1:-1].split(",") if array else []


def _numbers(array: str | None) -> orjson.Fragment:
    """A JSON list of what the database wrote as an array of numbers."""
    return orjson.Fragment(f"[{array[1:-1]}]" if array else "[]")


def _places(array: str | None) -> tuple[list[str], list[int]]:
    """Each id once, and for every mark the place of its own among them."""
    known: dict[str, int] = {}
    places = [known.setdefault(id_, len(known)) for id_ in _items(array)]
    return list(known), places
