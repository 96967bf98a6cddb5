"""Documents as a kind of thing that search finds: one entry for each section of the current text."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.db import connection
from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.viewers import Viewer
from sources.models import Document, Section
from sources.queries.documents import visible_documents
from sources.searching import Entries, Found, IndexedEvent, Key, Kind


def _changed(project_id: UUID, events: Sequence[IndexedEvent]) -> Collection[UUID]:
    return sorted({event.subject for event in events if event.kind.startswith("document.") and event.subject})


def _current_sections(project_id: UUID) -> QuerySet[Section]:
    return Section.objects.filter(
        project_id=project_id,
        revision__document__deleted_at__isnull=True,
        revision=F("revision__document__current_revision"),
    )


def _entries(project_id: UUID, ids: Sequence[UUID]) -> Entries:
    first = When(number=0, then=F("revision__document__title"))
    return Entries(
        rows=_current_sections(project_id).filter(revision__document__in=ids),
        subject="revision__document_id",
        document="revision__document_id",
        part="number",
        tlp="revision__document__tlp",
        language="language",
        heading=Case(first, default=Value(""), output_field=CharField()),
        words="text",
    )


def _subjects(project_id: UUID, after: UUID | None, limit: int) -> Sequence[UUID]:
    rows = Document.objects.filter(project_id=project_id, deleted_at__isnull=True)
    rows = rows.filter(id__gt=after) if after else rows
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])


def _visible(viewer: Viewer, ids: Sequence[UUID]) -> Collection[UUID]:
    return set(visible_documents(viewer).filter(id__in=ids).values_list("id", flat=True))


def _load(viewer: Viewer, keys: Sequence[Key]) -> Mapping[Key, Found]:
    slug = viewer.project.slug
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT d.id, s.number, d.title, s.text
            FROM unnest(%s::uuid[], %s::int[]) AS k (document, part)
            JOIN sources_document d ON d.id = k.document AND d.project_id = %s AND d.deleted_at IS NULL
            JOIN sources_section s ON s.revision_id = d.current_revision_id AND s.number = k.part
            """,
            [[document for document, _part in keys], [part for _document, part in keys], viewer.project_id],
        )
        rows = cursor.fetchall()
    return {
        (document, part): Found(
            title=title,
            words=text,
            url=reverse("sources:document_detail", args=[slug, document]),
            document_id=document,
            document_title=title,
        )
        for document, part, title, text in rows
    }


DOCUMENTS = Kind(
    name="document",
    plural="documents",
    label=_("Documents"),
    one=_("Document"),
    icon="file-text",
    changed=_changed,
    entries=_entries,
    subjects=_subjects,
    visible=_visible,
    load=_load,
)
