"""Imports over the API: upload, follow, cancel."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.base import ProjectEndpoint, RowEndpoint
from projects.api.fields import page_of
from projects.operations import perform_once, request_digest
from sources.api.shapes import ImportShape, Upload
from sources.models import Import
from sources.queries.imports import find_import, imports_of, represent_import, with_files
from sources.services.imports import cancel_import, start_import
from sources.uploads import hash_uploads, uploaded_files


class ImportsEndpoint(ProjectEndpoint):
    """GET and POST /projects/{slug}/imports."""

    actions = {"GET": "import.read", "POST": "document.import"}
    parser_classes = (MultiPartParser,)

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        hash_uploads(request)
        return super().initialize_request(request, *args, **kwargs)

    @extend_schema(responses={200: page_of(ImportShape)})
    def get(self, request: Request, slug: str) -> Response:
        """The imports of the project, newest first."""
        return self.paged(imports_of(self.viewer), lambda page: [represent_import(row) for row in page])

    @extend_schema(request={"multipart/form-data": Upload}, responses={202: ImportShape})
    def post(self, request: Request, slug: str) -> Response:
        """Upload files; a job reads them. A file that cannot be read is refused with its reason, the others go on."""
        wanted = str(request.POST.get("format", "") or "auto")
        files = uploaded_files(request.FILES)
        key = request.headers.get("Idempotency-Key", "").strip()
        asked = [wanted, *([file.name, file.sha256] for file in files)]
        digest = request_digest("POST", request.path, asked) if key else b""

        def perform() -> tuple[int, Any]:
            record = start_import(by=self.viewer, files=files, read_as=wanted)
            return 202, represent_import(with_files(Import.objects.filter(id=record.id)).get())

        status, body = perform_once(by=self.viewer, key=key, digest=digest, perform=perform)
        return Response(body, status=status)


class ImportRowEndpoint(RowEndpoint):
    """What the addresses of one import share."""

    row: Import

    def rows(self) -> Any:
        return with_files(Import.objects.all())

    def visible(self, row: Import) -> bool:
        return True  # whoever is a member of its project knows that managers import


class ImportEndpoint(ImportRowEndpoint):
    """GET /imports/{id}."""

    actions = {"GET": "import.read"}

    @extend_schema(responses={200: ImportShape})
    def get(self, request: Request, id: UUID) -> Response:
        """How far it is, and what was refused."""
        return Response(represent_import(self.row))


class ImportCancelEndpoint(ImportRowEndpoint):
    """POST /imports/{id}/cancel."""

    actions = {"POST": "document.import"}

    @extend_schema(request=None, responses={200: ImportShape})
    def post(self, request: Request, id: UUID) -> Response:
        """Stop it; what is imported stays."""

        def perform() -> tuple[int, Any]:
            cancel_import(by=self.viewer, record=self.row)
            found = find_import(self.row.project_id, id)
            assert found is not None
            return 200, represent_import(found)

        return self.write(perform)
