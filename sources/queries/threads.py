"""Documents as things that are talked about.

What is said about a document is as blind as marks on it are: whoever reads it and does not see others' marks sees
their own words alone, for anybody else's may say what was marked.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from projects.threads import Place, ThreadKind
from projects.viewers import Viewer
from projects.vocabulary import Secrecy
from sources.columns import links_for
from sources.models import Document
from sources.queries.documents import visible_documents


def _url(viewer: Viewer, document: UUID) -> str:
    """Where the comments on a document stand: beside its text, for whoever may open that."""
    for link in links_for(viewer, document):
        if link["primary"]:
            return f"{link['url']}?panel=comments"
    return reverse("sources:document_detail", args=[viewer.project.slug, document])


def _places(viewer: Viewer, rows: QuerySet[Any]) -> Iterable[Place]:
    for document in rows.only("id", "title", "tlp", "thread_id"):
        yield Place(
            kind="document",
            id=document.id,
            thread=document.thread_id,
            title=document.title,
            url=_url(viewer, document.id),
            secrecy=Secrecy.MARK,
            tlp=document.tlp,
            document=document.id,
        )


DOCUMENT_THREADS = ThreadKind(name="document", model=Document, seen=visible_documents, places=_places)
