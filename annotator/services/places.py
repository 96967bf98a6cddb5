"""The place of work of one mark: a document's current text and the author's reading of it, held while a mark changes.

Both rows are locked in share mode: many marks of one reader may be made at once, while finishing the reading, and
publishing another text, wait for them and they for it. A reading that was handed back is left to `open_reading`, which
locks it for change: two that share a lock and both want more would wait for one another.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from projects.errors import Conflict, NotFound
from projects.viewers import Viewer
from sources.models import Document, Reading
from sources.services.readings import open_reading

_HOLD = """
WITH held AS MATERIALIZED (
    SELECT tlp, current_revision_id FROM sources_document
    WHERE id = %(document)s AND project_id = %(project)s AND tlp <= %(clearance)s AND deleted_at IS NULL FOR SHARE
), mine AS MATERIALIZED (
    SELECT state FROM sources_reading
    WHERE document_id = %(document)s AND participant_id = %(reader)s AND state <> 'released' FOR SHARE
)
SELECT held.tlp, revision.id, revision.number, revision.length, mine.state
FROM held JOIN sources_revision revision ON revision.id = held.current_revision_id LEFT JOIN mine ON true
"""


@dataclass(frozen=True, slots=True)
class Place:
    """The current text of a document that somebody is marking."""

    document: UUID
    tlp: int
    revision: UUID
    revision_number: int
    length: int


def hold_place(*, by: Viewer, document: UUID) -> Place:
    """Hold the document's text and the viewer's open reading of it; open the reading where there is none yet."""
    values: dict[str, UUID | int] = {
        "document": document,
        "project": by.project_id,
        "clearance": by.clearance,
        "reader": by.participant_id,
    }
    # Whoever waited for another text to take its place has the document now, but does not see that text yet: asking
    # again does.
    found = _held(values) or _held(values)
    if found is None:
        raise NotFound()
    tlp, revision, number, length, state = found
    if state != Reading.State.OPEN:
        if state is None:
            state = open_reading(by=by, document=Document.objects.get(id=document)).state
        if state == Reading.State.FINISHED:
            raise Conflict(
                _(
                    "You have finished reading this document. Go on with it first; if you have seen the work of others "
                    "since, ask a manager to reopen your reading."
                )
            )
    return Place(document, tlp, revision, number, length)


def _held(values: dict[str, UUID | int]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, values)
        return cursor.fetchone()
