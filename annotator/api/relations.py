"""Relations between marks over the API, and the kinds of them."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from annotator.api.annotations import DocumentEndpoint
from annotator.api.serializers import Words
from annotator.models import Relation, RelationKind
from annotator.queries.annotations import visible_annotations
from annotator.queries.relations import (
    kinds_of,
    known_relations,
    represent_kind,
    represent_kinds,
    represent_relation,
    represent_relations,
    visible_relations,
    with_kind,
)
from annotator.services import relation_kinds, relations
from projects.api.base import ProjectEndpoint, RowEndpoint
from projects.api.events import ActorShape
from projects.api.fields import page_of
from projects.errors import Invalid


class RelationShape(serializers.Serializer[Any]):
    """A link from one mark to another."""

    id = serializers.UUIDField()
    document = serializers.UUIDField()
    kind = serializers.UUIDField()
    kind_name = serializers.CharField()
    symmetric = serializers.BooleanField()
    source = serializers.UUIDField()  # type: ignore[assignment]  # not Field.source: DRF takes it out of the class
    target = serializers.UUIDField()
    author = ActorShape()
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    deleted_at = serializers.DateTimeField(allow_null=True)


class NewRelation(serializers.Serializer[Any]):
    """Two marks of the document to relate."""

    id = serializers.UUIDField(required=False, help_text=_("A UUIDv7 of the client's own."))
    kind = Words(max_length=100, help_text=_("Id or name."))
    source = serializers.UUIDField()  # type: ignore[assignment]  # not Field.source: DRF takes it out of the class
    target = serializers.UUIDField()


class RelationKindShape(serializers.Serializer[Any]):
    """One kind of relation; a symmetric one says the same either way round."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    definition = serializers.CharField(allow_blank=True)
    symmetric = serializers.BooleanField()
    position = serializers.IntegerField()
    archived = serializers.BooleanField()
    version = serializers.IntegerField()


class NewRelationKind(serializers.Serializer[Any]):
    """A kind to add."""

    name = Words()
    definition = Words(required=False, allow_blank=True)
    symmetric = serializers.BooleanField(required=False)


class RelationKindChange(serializers.Serializer[Any]):
    """What to change of a kind."""

    name = Words(required=False)
    definition = Words(required=False, allow_blank=True)
    archived = serializers.BooleanField(required=False)


class Relations(DocumentEndpoint):
    """`/documents/{id}/relations`"""

    actions: ClassVar[dict[str, str]] = {"GET": "relation.read", "POST": "relation.create"}

    @extend_schema(
        parameters=[OpenApiParameter("annotation", str, description=_("Only those of this mark."))],
        responses=page_of(RelationShape),
    )
    def get(self, request: Request, **kwargs: Any) -> Response:
        """The relations that the person may see, newest first."""
        rows = visible_relations(self.viewer, document_id=self.row.id)
        given = request.query_params.get("annotation")
        if given is not None:
            try:
                mark = serializers.UUIDField().run_validation(given)
            except serializers.ValidationError:
                raise Invalid({"annotation": _("Write a UUID.")}) from None
            if not visible_annotations(self.viewer, id=mark, document_id=self.row.id).exists():
                raise Invalid({"annotation": _("There is no such mark on this document that you may see.")})
            rows = rows.filter(source_id=mark) | rows.filter(target_id=mark)
        return self.paged(with_kind(rows), represent_relations)

    @extend_schema(request=NewRelation, responses={201: RelationShape})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Relate one mark of one's own to another, or to an adjudicated one."""
        fields = self.validated(NewRelation)

        def perform() -> tuple[int, Any]:
            made = relations.create_relation(by=self.viewer, document=self.row.id, **fields)
            return 201, represent_relation(made)

        return self.write(perform)


class RelationEndpoint(RowEndpoint):
    """An address of one relation."""

    row: Relation

    def rows(self) -> QuerySet[Relation]:
        return with_kind(Relation.objects.filter(document__deleted_at__isnull=True))

    def visible(self, row: Any) -> bool:
        """With both of its marks; whether it is there itself is for the method to say."""
        return known_relations(self.viewer, pk=row.pk).exists()


class OneRelation(RelationEndpoint):
    """`/relations/{id}`"""

    actions: ClassVar[dict[str, str]] = {"GET": "relation.read", "DELETE": "relation.edit"}
    refusals: ClassVar[dict[str, tuple[int, ...]]] = {"DELETE": (410,)}

    def rows(self) -> QuerySet[Relation]:
        """A deleted relation is not found; who deletes one is told that it is deleted."""
        rows = super().rows()
        return rows.filter(deleted_at__isnull=True) if self.request.method == "GET" else rows

    @extend_schema(responses=RelationShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        """One relation."""
        return Response(represent_relation(self.row), headers={"ETag": f'"{self.row.version}"'})

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """Take one's own relation away; `If-Match` names its version. It can be restored."""
        expected = self.expected_version()

        def perform() -> tuple[int, Any]:
            relations.delete_relation(by=self.viewer, relation_id=self.row.id, expected=expected)
            return 204, None

        return self.write(perform)


class RestoredRelation(RelationEndpoint):
    """`/relations/{id}/restore`"""

    actions: ClassVar[dict[str, str]] = {"POST": "relation.edit"}

    @extend_schema(request=None, responses=RelationShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Bring one's own deleted relation back; `If-Match` names the version that the deletion made."""
        expected = self.expected_version()

        def perform() -> tuple[int, Any]:
            row = relations.restore_relation(by=self.viewer, relation_id=self.row.id, expected=expected)
            return 200, represent_relation(row)

        return self.write(perform)


class RelationKinds(ProjectEndpoint):
    """`/projects/{slug}/relation-kinds`"""

    actions: ClassVar[dict[str, str]] = {"GET": "codebook.read", "POST": "codebook.edit"}

    @extend_schema(responses=page_of(RelationKindShape))
    def get(self, request: Request, **kwargs: Any) -> Response:
        """The kinds of relation, archived ones too, in their order."""
        return self.paged(kinds_of(self.viewer.project_id), represent_kinds, ordering=("position", "id"))

    @extend_schema(request=NewRelationKind, responses={201: RelationKindShape})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Add a kind of relation."""
        fields = self.validated(NewRelationKind)
        return self.write(lambda: (201, represent_kind(relation_kinds.create_kind(by=self.viewer, **fields))))


class OneRelationKind(RowEndpoint):
    """`/relation-kinds/{id}`"""

    actions: ClassVar[dict[str, str]] = {"GET": "codebook.read", "PATCH": "codebook.edit"}
    row: RelationKind

    def rows(self) -> QuerySet[RelationKind]:
        return RelationKind.objects.all()

    def visible(self, row: Any) -> bool:
        """Every member of the project reads its codebook."""
        return True

    @extend_schema(responses=RelationKindShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        """One kind of relation."""
        return Response(represent_kind(self.row), headers={"ETag": f'"{self.row.version}"'})

    @extend_schema(request=RelationKindChange, responses=RelationKindShape)
    def patch(self, request: Request, **kwargs: Any) -> Response:
        """Rename, define, archive or restore a kind; `If-Match` names its version."""
        expected = self.expected_version()
        fields = self.validated(RelationKindChange)

        def perform() -> tuple[int, Any]:
            kind = relation_kinds.change_kind(by=self.viewer, kind_id=self.row.id, expected=expected, fields=fields)
            return 200, represent_kind(kind)

        return self.write(perform)
