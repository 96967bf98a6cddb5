"""Marks as a kind of thing that search finds: their words in the current text, and their notes."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from annotator.models import Annotation
from annotator.queries.annotations import visible_annotations
from projects.viewers import Viewer
from sources.searching import Entries, Found, IndexedEvent, Key, Kind

_OF_DOCUMENTS = {"document.updated", "document.deleted", "document.restored", "document.revised"}
_WORDS = Concat("anchors__quote", Value("\n"), "note", output_field=TextField())


def _changed(project_id: UUID, events: Sequence[IndexedEvent]) -> Collection[UUID]:
    ids = {event.subject for event in events if event.kind.startswith("annotation.") and event.subject}
    documents = {event.document for event in events if event.kind in _OF_DOCUMENTS and event.document}
    imported = {(event.document, event.author) for event in events if event.kind == "annotations.imported"}
    if documents or imported:
        shares = Q(document_id__in=documents)
        if imported:
            shares |= Q(document_id__in={document for document, _author in imported}, author_id__in={
                author for _document, author in imported
            })  # fmt: skip
        ids.update(Annotation.objects.filter(shares, project_id=project_id).values_list("id", flat=True))
    return sorted(ids)


def _current(rows: QuerySet[Annotation]) -> QuerySet[Annotation]:
    return rows.filter(anchors__revision=F("document__current_revision"))


def _entries(project_id: UUID, ids: Sequence[UUID]) -> Entries:
    rows = Annotation.objects.filter(
        project_id=project_id, id__in=ids, deleted_at__isnull=True, document__deleted_at__isnull=True
    )
    return Entries(
        rows=_current(rows),
        subject="id",
        document="document_id",
        author="author_id",
        secrecy="secrecy",
        tlp="tlp",
        language="document__language",
        words=_WORDS,
    )


def _subjects(project_id: UUID, after: UUID | None, limit: int) -> Sequence[UUID]:
    rows = Annotation.objects.filter(project_id=project_id, deleted_at__isnull=True)
    rows = rows.filter(id__gt=after) if after else rows
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])


def _visible(viewer: Viewer, ids: Sequence[UUID]) -> Collection[UUID]:
    return set(visible_annotations(viewer, id__in=ids).values_list("id", flat=True))


def _load(viewer: Viewer, keys: Sequence[Key]) -> Mapping[Key, Found]:
    rows = _current(Annotation.objects.filter(project_id=viewer.project_id, id__in=[key[0] for key in keys]))
    slug = viewer.project.slug
    return {
        (id_, 0): Found(
            title=path,
            words=words,
            url=f"{reverse('annotator:workspace_open', args=[slug, document])}#mark={id_}",
            document_id=document,
            document_title=title,
        )
        for id_, path, words, document, title in rows.annotate(words=_WORDS).values_list(
            "id", "label__path", "words", "document_id", "document__title"
        )
    }


ANNOTATIONS = Kind(
    name="annotation",
    plural="annotations",
    label=_("Marks"),
    one=_("Mark"),
    icon="highlighter",
    changed=_changed,
    entries=_entries,
    subjects=_subjects,
    visible=_visible,
    load=_load,
)
