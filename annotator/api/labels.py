"""The codebook over the API: labels listed, added, changed and archived."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotator.api import serializers
from annotator.models import Label
from annotator.queries.labels import labels_of, represent_label, represent_labels
from annotator.services import codebook
from projects.api.base import ProjectEndpoint, RowEndpoint
from projects.errors import Invalid


class Labels(ProjectEndpoint):
    """`/projects/{slug}/labels`"""

    actions: ClassVar[dict[str, str]] = {"GET": "codebook.read", "POST": "codebook.edit"}

    @extend_schema(
        parameters=[OpenApiParameter("archived", bool, description=_("Only archived labels, or only those in use."))],
        responses=serializers.LabelPage,
    )
    def get(self, request: Request, **kwargs: Any) -> Response:
        """Labels by path."""
        labels = labels_of(self.viewer.project_id)
        archived = request.query_params.get("archived")
        if archived is not None:
            if archived not in {"true", "false"}:
                raise Invalid({"archived": _("Write true or false.")})
            labels = labels.filter(archived_at__isnull=archived == "false")
        return self.paged(labels, represent_labels, ordering="path")

    @extend_schema(request=serializers.NewLabel, responses={201: serializers.Label})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Add a label."""
        fields = self.validated(serializers.NewLabel)

        def perform() -> tuple[int, Any]:
            return 201, represent_label(codebook.create_label(by=self.viewer, **fields))

        return self.write(perform)


class OneLabel(RowEndpoint):
    """`/labels/{id}`"""

    actions: ClassVar[dict[str, str]] = {"GET": "codebook.read", "PATCH": "codebook.edit", "DELETE": "codebook.edit"}
    row: Label

    def rows(self) -> QuerySet[Label]:
        return Label.objects.all()

    def visible(self, row: Any) -> bool:
        """Every member of the project reads its codebook."""
        return True

    @extend_schema(responses=serializers.Label)
    def get(self, request: Request, **kwargs: Any) -> Response:
        """One label."""
        return Response(represent_label(self.row), headers={"ETag": f'"{self.row.version}"'})

    @extend_schema(request=serializers.LabelChange, responses=serializers.Label)
    def patch(self, request: Request, **kwargs: Any) -> Response:
        """Change, move, archive or restore a label; `If-Match` names its version."""
        expected = self.expected_version()
        fields = self.validated(serializers.LabelChange)

        def perform() -> tuple[int, Any]:
            label = codebook.change_label(by=self.viewer, label_id=self.row.id, expected=expected, fields=fields)
            return 200, represent_label(label)

        return self.write(perform)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """Archive a label and those below it; nothing is deleted, because marks may carry it."""
        expected = self.expected_version()

        def perform() -> tuple[int, Any]:
            codebook.archive_label(by=self.viewer, label_id=self.row.id, expected=expected)
            return 204, None

        return self.write(perform)
