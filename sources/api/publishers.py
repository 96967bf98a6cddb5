"""Publishers of a project, their ratings, and merging those that are one."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.base import ProjectEndpoint, RowEndpoint
from projects.api.fields import page_of
from projects.api.queries import words
from sources.api.publisher_shapes import (
    Merging,
    NewPublisher,
    NewRating,
    PublisherChanges,
    PublisherShape,
    RatingShape,
)
from sources.models import Publisher
from sources.queries.publishers import LATEST, publishers_of, ratings_held
from sources.representations import represent_publisher, represent_rating
from sources.services.merging import merge_publishers, split_publisher
from sources.services.publishers import add_publisher, edit_publisher
from sources.services.ratings import rate_publisher


class PublishersEndpoint(ProjectEndpoint):
    """GET and POST /projects/{slug}/publishers."""

    actions = {"GET": "publisher.read", "POST": "publisher.edit"}

    @extend_schema(parameters=[OpenApiParameter("q", str)], responses={200: page_of(PublisherShape)})
    def get(self, request: Request, slug: str) -> Response:
        """The publishers, by name."""
        rows = publishers_of(self.viewer, words(request.query_params)).select_related("merged_into")
        return self.paged(rows, lambda page: [represent_publisher(row) for row in page], ("name", "id"))

    @extend_schema(request=NewPublisher, responses={201: PublisherShape})
    def post(self, request: Request, slug: str) -> Response:
        """Add a publisher."""
        given = self.validated(NewPublisher)
        return self.write(lambda: (201, represent_publisher(add_publisher(by=self.viewer, **given))))


class OnePublisher(RowEndpoint):
    """An address of one publisher, visible to every member of its project."""

    row: Publisher

    def rows(self) -> Any:
        return Publisher.objects.select_related("merged_into")

    def visible(self, row: Publisher) -> bool:
        return True


class PublisherEndpoint(OnePublisher):
    """GET and PATCH /publishers/{id}."""

    actions = {"GET": "publisher.read", "PATCH": "publisher.edit"}

    @extend_schema(responses={200: PublisherShape})
    def get(self, request: Request, id: UUID) -> Response:
        """One publisher."""
        response = Response(represent_publisher(self.row))
        response["ETag"] = f'"{self.row.version}"'
        return response

    @extend_schema(request=PublisherChanges, responses={200: PublisherShape})
    def patch(self, request: Request, id: UUID) -> Response:
        """Change or rate it; If-Match carries its version. Another letter needs a `reason`."""
        version = self.expected_version()
        given = dict(self.validated(PublisherChanges))
        reason = given.pop("reason", "")

        def perform() -> tuple[int, Any]:
            changed = edit_publisher(by=self.viewer, publisher_id=id, version=version, changes=given, reason=reason)
            return 200, represent_publisher(changed)

        return self.write(perform)


class RatingsEndpoint(OnePublisher):
    """GET and POST /publishers/{id}/ratings."""

    actions = {"GET": "publisher.read", "POST": "publisher.edit"}

    @extend_schema(
        parameters=[OpenApiParameter("at", str, description="Only the rating that held on this date")],
        responses={200: page_of(RatingShape)},
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Every rating, the one that holds last first."""
        rows = ratings_held(self.row, words(request.query_params, "at"))
        return self.paged(rows, lambda page: [represent_rating(row) for row in page], LATEST)

    @extend_schema(request=NewRating, responses={201: PublisherShape})
    def post(self, request: Request, id: UUID) -> Response:
        """Give it a letter, with a reason; If-Match carries its version."""
        version = self.expected_version()
        given = self.validated(NewRating)
        rating = {
            "reliability": given["reliability"],
            "reason": given.get("reason", ""),
            "valid_from": given.get("valid_from", ""),
        }

        def perform() -> tuple[int, Any]:
            rated = rate_publisher(by=self.viewer, publisher_id=id, version=version, **rating)
            return 201, represent_publisher(rated)

        return self.write(perform)


class PublisherMergeEndpoint(OnePublisher):
    """POST /publishers/{id}/merge."""

    actions = {"POST": "publisher.edit"}

    @extend_schema(request=Merging, responses={200: PublisherShape})
    def post(self, request: Request, id: UUID) -> Response:
        """Merge it into another publisher of the project, which takes its documents."""
        into = self.validated(Merging)["into"]

        def perform() -> tuple[int, Any]:
            return 200, represent_publisher(merge_publishers(by=self.viewer, publisher_id=id, into_id=into))

        return self.write(perform)


class PublisherSplitEndpoint(OnePublisher):
    """POST /publishers/{id}/split."""

    actions = {"POST": "publisher.edit"}

    @extend_schema(request=None, responses={200: PublisherShape})
    def post(self, request: Request, id: UUID) -> Response:
        """Undo a merge: its documents go back to it."""
        return self.write(lambda: (200, represent_publisher(split_publisher(by=self.viewer, publisher_id=id))))
