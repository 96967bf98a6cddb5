"""What the endpoints of this app share: documents found by id, bodies that are no JSON, answers that never change."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request

from projects.api.base import RowEndpoint
from sources.models import Document, Revision
from sources.queries.documents import sees_document, with_record

_FOR_EVER = "private, max-age=31536000, immutable"


class DocumentEndpoint(RowEndpoint):
    """An address of one document; deleted ones are not found."""

    row: Document

    def rows(self) -> QuerySet[Document]:
        return with_record(Document.objects.filter(deleted_at__isnull=True))

    def visible(self, row: Document) -> bool:
        return sees_document(self.viewer, row)


class RevisionEndpoint(RowEndpoint):
    """An address of one revision, visible as its document is."""

    row: Revision

    def rows(self) -> QuerySet[Revision]:
        return Revision.objects.select_related("document").filter(document__deleted_at__isnull=True)

    def visible(self, row: Revision) -> bool:
        return sees_document(self.viewer, row.document)


class AnyAccept(BaseContentNegotiation):
    """For answers that are no JSON: errors still are, whatever the client asked for."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


def unchanging(request: Request, body: Callable[[], bytes], *, etag: str, content_type: str) -> HttpResponse:
    """An answer that will always be the same: kept by the client, and not sent again to one that has it."""
    tag = f'"{etag}"'
    known = [part.strip().removeprefix("W/") for part in request.headers.get("If-None-Match", "").split(",")]
    response = HttpResponse(status=304) if tag in known else HttpResponse(body(), content_type=content_type)
    response["ETag"] = tag
    response["Cache-Control"] = _FOR_EVER
    response["Vary"] = "Authorization, Cookie"
    return response
