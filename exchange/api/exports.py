"""Exports in the API: asked for, followed, fetched, cancelled, removed."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from exchange import downloads
from exchange.formats import formats
from exchange.models import Export
from exchange.queries.exports import exports_of, represent
from exchange.services import exports as services
from projects import policy
from projects.api.base import ProjectEndpoint, RowEndpoint
from projects.models import Job


class ExportRequest(serializers.Serializer[Any]):
    """What to export: a format, a level (default: the project's, within one's clearance), and filters."""

    format = serializers.CharField(max_length=40, help_text=f"One of {', '.join(formats())}")
    tlp = serializers.CharField(max_length=20, required=False, allow_blank=True)
    filters = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        required=False,
        help_text="documents (ids), status (new, open, finished), labels (paths or ids), annotators (names or ids), "
        "states (of claims); each a list",
    )


class ExportBody(serializers.Serializer[Any]):
    """One export. `file` is its address while it can be fetched."""

    id = serializers.UUIDField()
    format = serializers.CharField()
    filters = serializers.DictField()
    tlp = serializers.CharField()
    status = serializers.ChoiceField(Job.Status.choices)
    progress = serializers.IntegerField()
    total = serializers.IntegerField(allow_null=True)
    errors = serializers.ListField()  # type: ignore[assignment]
    manifest = serializers.DictField(allow_null=True)
    size = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True)
    removed_at = serializers.DateTimeField(allow_null=True)
    file = serializers.CharField(allow_null=True)


class ExportPage(serializers.Serializer[Any]):
    """A page of exports."""

    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = ExportBody(many=True)


class AsIs(BaseContentNegotiation):
    """A file is what it is, whatever the client would rather accept."""

    def select_parser(self, request: Any, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class ProjectExports(ProjectEndpoint):
    """`/projects/{slug}/exports`"""

    actions = {"GET": "export.read", "POST": "export.create"}

    @extend_schema(operation_id="exports_list", responses=ExportPage)
    def get(self, request: Request, slug: str) -> Response:
        """One's own exports, newest first."""
        return self.paged(exports_of(self.viewer), lambda rows: [represent(row) for row in rows])

    @extend_schema(operation_id="exports_create", request=ExportRequest, responses={202: ExportBody})
    def post(self, request: Request, slug: str) -> Response:
        """Ask for an export; a job makes it."""
        data = self.validated(ExportRequest)
        body: Any = request.data

        def perform() -> tuple[int, Any]:
            export = services.request_export(
                by=self.viewer,
                format=data["format"],
                tlp=data.get("tlp", ""),
                filters=body.get("filters"),
                base_url=request.build_absolute_uri("/"),
            )
            return 202, represent(export)

        return self.write(perform)


class ExportEndpoint(RowEndpoint):
    """Base of addresses of one export; another person's is not found."""

    row: Export

    def rows(self) -> QuerySet[Export]:
        return Export.objects.select_related("job", "project")

    def visible(self, row: Export) -> bool:
        return policy.may(self.viewer, "export.read", row)


class ExportDetail(ExportEndpoint):
    """`/exports/{id}`"""

    actions = {"GET": "export.read", "DELETE": "export.read"}

    @extend_schema(operation_id="exports_read", responses=ExportBody)
    def get(self, request: Request, id: Any) -> Response:
        """How far an export is, and its manifest once it is done."""
        return Response(represent(self.row))

    @extend_schema(operation_id="exports_remove", responses={204: None})
    def delete(self, request: Request, id: Any) -> Response:
        """Remove the files before their time; the manifest stays."""

        def perform() -> tuple[int, Any]:
            services.remove_export(by=self.viewer, export=self.row)
            return 204, None

        return self.write(perform)


class ExportCancel(ExportEndpoint):
    """`/exports/{id}/cancel`"""

    actions = {"POST": "export.read"}

    @extend_schema(operation_id="exports_cancel", request=None, responses={202: ExportBody})
    def post(self, request: Request, id: Any) -> Response:
        """Stop an export that is being made."""
        return self.write(lambda: (202, represent(services.cancel_export(by=self.viewer, export=self.row))))


class ExportFile(ExportEndpoint):
    """`/exports/{id}/file`"""

    actions = {"GET": "export.read"}
    content_negotiation_class = AsIs

    @extend_schema(
        operation_id="exports_file",
        parameters=[OpenApiParameter("part", str, description="A part named in the manifest; the first if missing")],
        responses={
            (200, "application/x-ndjson"): OpenApiTypes.BINARY,
            (206, "application/x-ndjson"): OpenApiTypes.BINARY,
            403: OpenApiResponse(description="One may see less now than when the file was made"),
            409: OpenApiResponse(description="Not made yet, failed or cancelled"),
            410: OpenApiResponse(description="Expired or removed"),
            416: OpenApiResponse(description="Nothing of the file is in the range"),
        },
    )
    def get(self, request: Request, id: Any) -> HttpResponseBase:
        """The file, whole or a range of it."""
        return downloads.answer(request, by=self.viewer, export=self.row)
