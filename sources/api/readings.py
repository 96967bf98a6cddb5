"""Readings: finishing one's own, and what managers do with those of others."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from sources.api.base import DocumentEndpoint
from sources.api.shapes import Finishing, ReadingShape, ReadingsShape, Release, Reopening, Unblind
from sources.queries.documents import readings_of
from sources.representations import represent_reading
from sources.services.oversight import release_reading, reopen_reading, unblind_document
from sources.services.readings import finish_reading, resume_reading, reveal_others


class ReadingsEndpoint(DocumentEndpoint):
    """GET /documents/{id}/readings."""

    actions = {"GET": "document.read"}

    @extend_schema(responses={200: ReadingsShape})
    def get(self, request: Request, id: UUID) -> Response:
        """One's own reading; those who oversee see everybody's."""
        return Response({"results": [represent_reading(row) for row in readings_of(self.viewer, self.row)]})


class FinishEndpoint(DocumentEndpoint):
    """POST /documents/{id}/finish."""

    actions = {"POST": "reading.own"}

    @extend_schema(request=Finishing, responses={200: ReadingShape})
    def post(self, request: Request, id: UUID) -> Response:
        """Finish one's own reading, with marks or without; `look: false` leaves the work of others hidden."""
        given = self.validated(Finishing)
        return self.write(lambda: (200, represent_reading(finish_reading(by=self.viewer, document=self.row, **given))))


class RevealEndpoint(DocumentEndpoint):
    """POST /documents/{id}/reveal."""

    actions = {"POST": "reading.own"}

    @extend_schema(request=None, responses={200: ReadingShape})
    def post(self, request: Request, id: UUID) -> Response:
        """See the work of others on a document whose reading one has finished; one cannot go on with it then."""
        return self.write(lambda: (200, represent_reading(reveal_others(by=self.viewer, document=self.row))))


class ResumeEndpoint(DocumentEndpoint):
    """POST /documents/{id}/resume."""

    actions = {"POST": "reading.own"}

    @extend_schema(request=None, responses={200: ReadingShape})
    def post(self, request: Request, id: UUID) -> Response:
        """Go on with a reading one had finished, as long as one has not seen the work of others."""
        return self.write(lambda: (200, represent_reading(resume_reading(by=self.viewer, document=self.row))))


class ReopenEndpoint(DocumentEndpoint):
    """POST /documents/{id}/reopen."""

    actions = {"POST": "reading.manage"}

    @extend_schema(request=Reopening, responses={200: ReadingShape})
    def post(self, request: Request, id: UUID) -> Response:
        """Reopen somebody else's finished reading, with a reason."""
        given = self.validated(Reopening)
        return self.write(lambda: (200, represent_reading(reopen_reading(by=self.viewer, document=self.row, **given))))


class ReleaseEndpoint(DocumentEndpoint):
    """POST /documents/{id}/release."""

    actions = {"POST": "reading.manage"}

    @extend_schema(request=Release, responses={200: ReadingShape})
    def post(self, request: Request, id: UUID) -> Response:
        """Take back an open reading that will not be finished."""
        given = self.validated(Release)
        return self.write(lambda: (200, represent_reading(release_reading(by=self.viewer, document=self.row, **given))))


class UnblindEndpoint(DocumentEndpoint):
    """POST /documents/{id}/unblind."""

    actions = {"POST": "document.unblind"}

    @extend_schema(request=Unblind, responses={200: Unblind})
    def post(self, request: Request, id: UUID) -> Response:
        """Look at blind marks before all that is due is in, with a reason."""
        given = self.validated(Unblind)

        def perform() -> tuple[int, Any]:
            row = unblind_document(by=self.viewer, document=self.row, reason=given["reason"])
            return 200, {"document": str(id), "reason": row.reason}

        return self.write(perform)
