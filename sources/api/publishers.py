"""Publishers of a project."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.base import ProjectEndpoint, RowEndpoint
from projects.api.fields import page_of
from projects.api.queries import words
from sources.api.shapes import NewPublisher, PublisherChanges, PublisherShape
from sources.models import Publisher
from sources.queries.publishers import publishers_of
from sources.representations import represent_publisher
from sources.services.publishers import add_publisher, edit_publisher


class PublishersEndpoint(ProjectEndpoint):
    """GET and POST /projects/{slug}/publishers."""

    actions = {"GET": "publisher.read", "POST": "publisher.edit"}

    @extend_schema(parameters=[OpenApiParameter("q", str)], responses={200: page_of(PublisherShape)})
    def get(self, request: Request, slug: str) -> Response:
        """The publishers, by name."""
        rows = publishers_of(self.viewer, words(request.query_params))
        return self.paged(rows, lambda page: [represent_publisher(row) for row in page], ("name", "id"))

    @extend_schema(request=NewPublisher, responses={201: PublisherShape})
    def post(self, request: Request, slug: str) -> Response:
        """Add a publisher."""
        given = self.validated(NewPublisher)
        return self.write(lambda: (201, represent_publisher(add_publisher(by=self.viewer, **given))))


class PublisherEndpoint(RowEndpoint):
    """GET and PATCH /publishers/{id}."""

    actions = {"GET": "publisher.read", "PATCH": "publisher.edit"}
    row: Publisher

    def rows(self) -> Any:
        return Publisher.objects.all()

    def visible(self, row: Publisher) -> bool:
        return True  # whoever is a member of its project

    @extend_schema(responses={200: PublisherShape})
    def get(self, request: Request, id: UUID) -> Response:
        """One publisher."""
        response = Response(represent_publisher(self.row))
        response["ETag"] = f'"{self.row.version}"'
        return response

    @extend_schema(request=PublisherChanges, responses={200: PublisherShape})
    def patch(self, request: Request, id: UUID) -> Response:
        """Rename or rate it; If-Match carries its version."""
        version = self.expected_version()
        given = self.validated(PublisherChanges)

        def perform() -> tuple[int, Any]:
            changed = edit_publisher(by=self.viewer, publisher_id=id, version=version, changes=dict(given))
            return 200, represent_publisher(changed)

        return self.write(perform)
