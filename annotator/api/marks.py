"""The marks of a document as columns, for the workspace; kept by the browser until something changes."""

from typing import Any, ClassVar

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from annotator.api import serializers
from annotator.api.annotations import DocumentEndpoint
from annotator.queries.marks import marks_of, marks_tag


class Marks(DocumentEndpoint):
    """`/documents/{id}/marks`"""

    actions: ClassVar[dict[str, str]] = {"GET": "annotation.read"}

    @extend_schema(responses=serializers.Marks)
    def get(self, request: Request, **kwargs: Any) -> HttpResponse:
        """Every mark that the person may see, one list a column."""
        revision = self.row.current_revision_id
        assert revision is not None
        tag = f'"{marks_tag(self.viewer, self.row.id, revision)}"'
        if tag in request.headers.get("If-None-Match", ""):
            response = HttpResponse(status=304)
        else:
            response = HttpResponse(marks_of(self.viewer, self.row.id, revision), content_type="application/json")
        response["ETag"] = tag
        response["Cache-Control"] = "private, no-cache"
        response["Vary"] = "Authorization, Cookie"
        return response
