"""Marks as things that are talked about: what is said about a mark is as blind as a mark of its writer's would be."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from annotator.models import Annotation
from annotator.queries.annotations import visible_annotations
from projects.threads import Place, ThreadKind
from projects.viewers import Viewer
from projects.vocabulary import Secrecy


def _places(viewer: Viewer, rows: QuerySet[Any]) -> Iterable[Place]:
    slug = viewer.project.slug
    for mark in rows.select_related("document").only(
        "id", "thread_id", "author_id", "document__title", "document__tlp"
    ):
        yield Place(
            kind="annotation",
            id=mark.id,
            thread=mark.thread_id,
            title=mark.document.title,
            url=f"{reverse('annotator:workspace_open', args=[slug, mark.document_id])}?panel=comments#mark={mark.id}",
            secrecy=Secrecy.MARK,
            tlp=mark.document.tlp,
            document=mark.document_id,
            maker=mark.author_id,
        )


MARK_THREADS = ThreadKind(name="annotation", model=Annotation, seen=visible_annotations, places=_places)
