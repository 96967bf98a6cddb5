"""The document that marks are made on, found with what asking for it needs and no more."""

from uuid import UUID

from django.db import connection

from sources.models import Document

_FIELDS = ("id", "project_id", "tlp", "current_revision_id")
_STATEMENT = f"""
SELECT {", ".join(_FIELDS)} FROM sources_document
WHERE id = %s AND deleted_at IS NULL AND current_revision_id IS NOT NULL
"""  # noqa: S608 (the names of the columns stand above)


def document_to_mark(document: UUID) -> Document | None:
    """A document that has a text, with its other fields left for later. Written out, because every mark asks for it."""
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, [document])
        found = cursor.fetchone()
    return Document.from_db(connection.alias, _FIELDS, found) if found else None
