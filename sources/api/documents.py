"""Documents: the list, one record, its texts."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.base import ProjectEndpoint, RowEndpoint
from projects.api.fields import page_of
from projects.vocabulary import Tlp
from sources import columns
from sources.api.base import AnyAccept, DocumentEndpoint, RevisionEndpoint, unchanging
from sources.api.shapes import DocumentChanges, DocumentShape
from sources.models import Document
from sources.queries.documents import SORTS, filtered, ordering_of, represent_documents, visible_documents, with_record
from sources.queries.revisions import sections_body, text_of
from sources.services.documents import delete_documents, edit_document, restore_documents

_TEXT = "text/plain; charset=utf-8"
_FILTERS = [
    OpenApiParameter("q", str, description="Words in title, publisher, authors or file name"),
    OpenApiParameter("status", str, enum=["unread", "open", "finished"], description="One's own reading"),
    OpenApiParameter(
        "reader", OpenApiTypes.UUID, description="Who has begun a reading of it, as far as one knows of readings"
    ),
    OpenApiParameter("publisher", str, description="An id, a name, or none"),
    OpenApiParameter("tlp", str, enum=[level.label for level in Tlp]),
    OpenApiParameter("sort", str, enum=list(SORTS)),
    *(OpenApiParameter(name, str) for name in columns.filters()),  # what the apps above have registered by now
]


class DocumentsEndpoint(ProjectEndpoint):
    """GET /projects/{slug}/documents."""

    actions = {"GET": "document.read"}

    @extend_schema(parameters=_FILTERS, responses={200: page_of(DocumentShape)})
    def get(self, request: Request, slug: str) -> Response:
        """The documents one may know of, newest first."""
        chosen = request.query_params.dict()
        rows = filtered(self.viewer, visible_documents(self.viewer), chosen)
        ordering = ordering_of(chosen.get("sort", "-created_at"))
        return self.paged(with_record(rows), lambda page: represent_documents(self.viewer, page), ordering)


class DocumentRecordEndpoint(DocumentEndpoint):
    """GET, PATCH and DELETE /documents/{id}."""

    actions = {"GET": "document.read", "PATCH": "document.edit", "DELETE": "document.delete"}

    @extend_schema(responses={200: DocumentShape})
    def get(self, request: Request, id: UUID) -> Response:
        """One document."""
        return self._answer(self.row)

    @extend_schema(request=DocumentChanges, responses={200: DocumentShape})
    def patch(self, request: Request, id: UUID) -> Response:
        """Change the record; If-Match carries its version."""
        version = self.expected_version()
        given = dict(self.validated(DocumentChanges))
        reason = given.pop("reason", "")

        def perform() -> tuple[int, Any]:
            changed = edit_document(by=self.viewer, document_id=id, version=version, changes=given, reason=reason)
            return 200, represent_documents(self.viewer, [changed])[0]

        return self.write(perform)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, id: UUID) -> Response:
        """Take the document out of sight."""

        def perform() -> tuple[int, Any]:
            delete_documents(by=self.viewer, document_ids=[id])
            return 204, None

        return self.write(perform)

    def _answer(self, document: Document) -> Response:
        response = Response(represent_documents(self.viewer, [document])[0])
        response["ETag"] = f'"{document.version}"'
        return response


class DocumentRestorationEndpoint(RowEndpoint):
    """POST /documents/{id}/restore."""

    actions = {"POST": "document.delete"}

    def rows(self) -> Any:
        return with_record(Document.objects.filter(deleted_at__isnull=False))

    @extend_schema(request=None, responses={200: DocumentShape})
    def post(self, request: Request, id: UUID) -> Response:
        """Bring a deleted document back."""

        def perform() -> tuple[int, Any]:
            restore_documents(by=self.viewer, document_ids=[id])
            found = with_record(Document.objects.filter(id=id)).get()
            return 200, represent_documents(self.viewer, [found])[0]

        return self.write(perform)


class DocumentTextEndpoint(DocumentEndpoint):
    """GET /documents/{id}/text."""

    actions = {"GET": "document.read"}
    content_negotiation_class = AnyAccept

    @extend_schema(responses={(200, "text/plain"): OpenApiTypes.STR})
    def get(self, request: Request, id: UUID) -> HttpResponse:
        """The current text, exactly."""
        revision = self.row.current_revision
        response = HttpResponse(text_of(revision.id).encode() if revision else b"", content_type=_TEXT)
        response["Cache-Control"] = "private, no-cache"
        return response


class RevisionTextEndpoint(RevisionEndpoint):
    """GET /revisions/{id}/text."""

    actions = {"GET": "document.read"}
    content_negotiation_class = AnyAccept

    @extend_schema(responses={(200, "text/plain"): OpenApiTypes.STR})
    def get(self, request: Request, id: UUID) -> HttpResponse:
        """The text of one revision, exactly. It never changes."""
        return unchanging(request, lambda: text_of(id).encode(), etag=self.row.sha256, content_type=_TEXT)


class RevisionSectionsEndpoint(RevisionEndpoint):
    """GET /revisions/{id}/sections."""

    actions = {"GET": "document.read"}

    @extend_schema(responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request, id: UUID) -> HttpResponse:
        """The text in sections with their blocks. It never changes."""
        etag = f"{self.row.id.hex}-sections"
        return unchanging(request, lambda: sections_body(self.row), etag=etag, content_type="application/json")
