"""Imported names, and the members for whom a manager lets them speak."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api import queries
from projects.api.base import ProjectEndpoint, RowEndpoint
from projects.api.fields import page_of
from projects.api.people import PersonShape
from projects.errors import Invalid
from projects.models import Participant
from projects.queries.names import names_of, represent_name, represent_names, with_mapping
from projects.services.names import map_name, unmap_name


class NameChange(serializers.Serializer[Any]):
    """The membership for whose participant the name is to speak; null takes that back."""

    member = serializers.UUIDField(allow_null=True)


class ImportedNameShape(serializers.Serializer[Any]):
    """One imported name. `marks` and `documents` count what the viewer may see; `member` is empty for who has left."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    marks = serializers.IntegerField()
    documents = serializers.IntegerField()
    speaks_for = PersonShape(allow_null=True)
    member = serializers.UUIDField(allow_null=True)
    mapped_by = PersonShape(allow_null=True)
    mapped_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()


class NamesEndpoint(ProjectEndpoint):
    """GET /projects/{slug}/imported-names."""

    actions = {"GET": "name.map"}

    @extend_schema(
        parameters=[
            OpenApiParameter("q", str, description="Only names with this in them."),
            OpenApiParameter("mapped", bool, description="Only those that speak for a member, or only the others."),
        ],
        responses={200: page_of(ImportedNameShape)},
    )
    def get(self, request: Request, slug: str) -> Response:
        """The names that came with imports."""
        given = request.query_params.get("mapped")
        if given not in {None, "true", "false"}:
            raise Invalid({"mapped": _("Write true or false.")})
        q = queries.words(request.query_params)
        rows = names_of(self.viewer, q=q, mapped=None if given is None else given == "true")
        return self.paged(rows, lambda page: represent_names(page, self.viewer), ordering="id")


class OneNameEndpoint(RowEndpoint):
    """GET and PATCH /imported-names/{id}."""

    actions = {"GET": "name.map", "PATCH": "name.map"}
    row: Participant

    def rows(self) -> QuerySet[Any]:
        return with_mapping(Participant.objects.all())

    def visible(self, row: Any) -> bool:
        return True  # whoever sees a mark sees its author; what the name stands for is for managers

    @extend_schema(responses={200: ImportedNameShape})
    def get(self, request: Request, id: UUID) -> Response:
        """One imported name."""
        return Response(represent_name(self.row, self.viewer), headers={"ETag": f'"{self.row.version}"'})

    @extend_schema(request=NameChange, responses={200: ImportedNameShape})
    def patch(self, request: Request, id: UUID) -> Response:
        """Let the name speak for a member, or take that back."""
        version = self.expected_version()
        given = self.validated(NameChange)

        def perform() -> tuple[int, Any]:
            if given["member"] is None:
                name = unmap_name(by=self.viewer, name_id=self.row.id, expected_version=version)
            else:
                name = map_name(
                    by=self.viewer, name_id=self.row.id, membership_id=given["member"], expected_version=version
                )
            return 200, represent_name(name, self.viewer)

        return self.write(perform)
