"""Relations between documents and origins over the API."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.base import ProjectEndpoint, RowEndpoint
from projects.api.events import ActorShape
from projects.api.fields import page_of
from projects.errors import Invalid
from sources.api.base import DocumentEndpoint
from sources.api.shapes import JobShape
from sources.models import DocumentRelation
from sources.queries.origins import represent_origin
from sources.queries.relations import (
    relations_of,
    represent_document_relation,
    visible_relations,
    with_titles,
)
from sources.services import relations
from sources.services.comparing import start_comparison
from sources.services.origins import set_origin

_KINDS = DocumentRelation.Kind.values
_STATES = DocumentRelation.State.values


class TitledShape(serializers.Serializer[Any]):
    """A document by its title."""

    id = serializers.UUIDField()
    title = serializers.CharField()


class DocumentRelationShape(serializers.Serializer[Any]):
    """How `source`, the later document, stands to `target`, the earlier."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=DocumentRelation.Kind.choices)
    state = serializers.ChoiceField(choices=DocumentRelation.State.choices)
    source = TitledShape()  # type: ignore[assignment]  # not Field.source: DRF takes it out of the class
    target = TitledShape()
    source_title = serializers.CharField()
    target_title = serializers.CharField()
    source_revision = serializers.UUIDField(allow_null=True)
    target_revision = serializers.UUIDField(allow_null=True)
    source_share = serializers.FloatField(help_text="Part of its words that the target has too")
    target_share = serializers.FloatField(help_text="Part of its words that the source has too")
    reasons = serializers.ListField(child=serializers.DictField(), help_text="Text 0 is the source, 1 the target")
    note = serializers.CharField()
    tlp = serializers.CharField()
    decided_by = ActorShape(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()


class SharedPassageShape(serializers.Serializer[Any]):
    """Words that stand in both texts, in pieces with what differs between them."""

    words = serializers.IntegerField()
    pieces = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField(), min_length=4, max_length=4),
        help_text="[start, end, start in the target, end in the target] in code points of the two revisions",
    )


class WholeDocumentRelationShape(DocumentRelationShape):
    """A relation with the passages that both documents have."""

    passages = SharedPassageShape(many=True)


class NewDocumentRelation(serializers.Serializer[Any]):
    """A relation of this document, the later, to another."""

    target = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=DocumentRelation.Kind.choices)
    note = serializers.CharField(required=False, allow_blank=True)


class DocumentRelationChange(serializers.Serializer[Any]):
    """A decision, and what to put right with it. `turn` makes the earlier document the later one."""

    state = serializers.ChoiceField(choices=["confirmed", "dismissed"], required=False)
    kind = serializers.ChoiceField(choices=DocumentRelation.Kind.choices, required=False)
    turn = serializers.BooleanField(required=False)
    note = serializers.CharField(required=False, allow_blank=True)


class OverrideShape(serializers.Serializer[Any]):
    """What a person has set."""

    origin = TitledShape(allow_null=True)
    words = serializers.CharField()
    reason = serializers.CharField()
    set_by = ActorShape()
    set_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class OriginShape(serializers.Serializer[Any]):
    """What a document finally rests on: a document, or words for what the project does not hold."""

    document = TitledShape(allow_null=True)
    words = serializers.CharField()
    itself = serializers.BooleanField()
    override = OverrideShape(allow_null=True)
    may_set = serializers.BooleanField()
    version = serializers.IntegerField(help_text="0 where none was ever set")


class NewOrigin(serializers.Serializer[Any]):
    """The origin to set; with neither a document nor words it is computed again."""

    origin = serializers.UUIDField(required=False, allow_null=True)
    words = serializers.CharField(required=False, allow_blank=True)
    reason = serializers.CharField()


def _list_of(rows: list[DocumentRelation]) -> list[dict[str, Any]]:
    return [represent_document_relation(row, passages=False) for row in rows]


class DocumentRelationsEndpoint(DocumentEndpoint):
    """GET and POST /documents/{id}/document-relations."""

    actions = {"GET": "document_relation.read", "POST": "document_relation.decide"}

    @extend_schema(responses={200: page_of(DocumentRelationShape)})
    def get(self, request: Request, id: UUID) -> Response:
        """The relations of the document in either direction, newest first."""
        return self.paged(with_titles(relations_of(self.viewer, id)), _list_of)

    @extend_schema(request=NewDocumentRelation, responses={201: WholeDocumentRelationShape})
    def post(self, request: Request, id: UUID) -> Response:
        """Relate the document to one that it comes from."""
        given = self.validated(NewDocumentRelation)

        def perform() -> tuple[int, Any]:
            return 201, represent_document_relation(relations.add_document_relation(by=self.viewer, source=id, **given))

        return self.write(perform)


class ProjectRelationsEndpoint(ProjectEndpoint):
    """GET /projects/{slug}/document-relations."""

    actions = {"GET": "document_relation.read"}

    @extend_schema(
        parameters=[OpenApiParameter("state", str, enum=_STATES), OpenApiParameter("kind", str, enum=_KINDS)],
        responses={200: page_of(DocumentRelationShape)},
    )
    def get(self, request: Request, slug: str) -> Response:
        """The relations of the project's documents that the person may see, newest first."""
        rows = visible_relations(self.viewer)
        for name, known in (("state", _STATES), ("kind", _KINDS)):
            chosen = request.query_params.get(name, "")
            if chosen and chosen not in known:
                raise Invalid({name: _("Choose one of %(known)s.") % {"known": ", ".join(known)}})
            if chosen:
                rows = rows.filter(**{name: chosen})
        return self.paged(with_titles(rows), _list_of)


class DocumentRelationEndpoint(RowEndpoint):
    """GET, PATCH and DELETE /document-relations/{id}."""

    actions = {
        "GET": "document_relation.read",
        "PATCH": "document_relation.decide",
        "DELETE": "document_relation.decide",
    }
    row: DocumentRelation

    def rows(self) -> QuerySet[DocumentRelation]:
        return with_titles(DocumentRelation.objects.filter(deleted_at__isnull=True))

    def visible(self, row: DocumentRelation) -> bool:
        return visible_relations(self.viewer, pk=row.pk).exists()

    @extend_schema(responses={200: WholeDocumentRelationShape})
    def get(self, request: Request, id: UUID) -> Response:
        """One relation, with the passages that both documents have."""
        return Response(represent_document_relation(self.row), headers={"ETag": f'"{self.row.version}"'})

    @extend_schema(request=DocumentRelationChange, responses={200: WholeDocumentRelationShape})
    def patch(self, request: Request, id: UUID) -> Response:
        """Confirm it, dismiss it, or put its kind, direction or note right; `If-Match` names its version."""
        version = self.expected_version()
        given = dict(self.validated(DocumentRelationChange))
        state, turned = given.pop("state", ""), given.pop("turn", False)
        if state == DocumentRelation.State.DISMISSED and (turned or "kind" in given):
            raise Invalid({"state": _("What is dismissed has no kind or direction to put right.")})

        def perform() -> tuple[int, Any]:
            held: dict[str, Any] = {"by": self.viewer, "relation_id": id, "version": version}
            if state == DocumentRelation.State.DISMISSED:
                row = relations.dismiss_document_relation(**held, **given)
            elif state == DocumentRelation.State.CONFIRMED:
                row = relations.confirm_document_relation(**held, turned=turned, **given)
            else:
                row = relations.change_document_relation(**held, turned=turned, **given)
            return 200, represent_document_relation(row)

        return self.write(perform)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, id: UUID) -> Response:
        """Take it away; `If-Match` names its version. The two documents are not suggested again."""
        version = self.expected_version()

        def perform() -> tuple[int, Any]:
            relations.delete_document_relation(by=self.viewer, relation_id=id, version=version)
            return 204, None

        return self.write(perform)


class ComparisonsEndpoint(ProjectEndpoint):
    """POST /projects/{slug}/comparisons."""

    actions = {"POST": "document_relation.decide"}

    @extend_schema(request=None, responses={202: JobShape})
    def post(self, request: Request, slug: str) -> Response:
        """Compare new texts with all others in a job, and suggest relations."""

        def perform() -> tuple[int, Any]:
            job = start_comparison(by=self.viewer)
            return 202, {"id": str(job.id), "status": job.status}

        return self.write(perform)


class OriginEndpoint(DocumentEndpoint):
    """GET and PUT /documents/{id}/origin."""

    actions = {"GET": "origin.read", "PUT": "origin.set"}

    @extend_schema(responses={200: OriginShape})
    def get(self, request: Request, id: UUID) -> Response:
        """What the document finally rests on, as far as the person may see it."""
        origin = represent_origin(self.row, self.viewer)
        return Response(origin, headers={"ETag": f'"{origin["version"]}"'})

    @extend_schema(request=NewOrigin, responses={200: OriginShape})
    def put(self, request: Request, id: UUID) -> Response:
        """Set the origin with a reason, or leave it to be computed; `If-Match` names the version, 0 at first."""
        version = self.expected_version()
        given = self.validated(NewOrigin)

        def perform() -> tuple[int, Any]:
            document = set_origin(by=self.viewer, document_id=id, version=version, **given)
            return 200, represent_origin(document, self.viewer)

        return self.write(perform)
