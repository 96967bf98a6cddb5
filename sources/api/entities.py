"""Entities of a project: their names and identifiers, merging those that are one, and where they are named."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.base import ProjectEndpoint, RowEndpoint
from projects.api.fields import page_of
from projects.api.queries import words
from projects.errors import Invalid
from sources.api.base import DocumentEndpoint
from sources.api.entity_shapes import (
    AliasShape,
    AppearanceShape,
    EntityChanges,
    EntityShape,
    IdentifierShape,
    NewAlias,
    NewAppearance,
    NewEntity,
    NewIdentifier,
    OneEntityShape,
)
from sources.api.publisher_shapes import Merging
from sources.models import DocumentEntity, Entity, EntityAlias, EntityIdentifier
from sources.queries.documents import sees_document
from sources.queries.entities import appearances_of, entities_of, named_in, namesakes, represent_entities
from sources.representations import represent_alias, represent_appearance, represent_identifier
from sources.services.appearances import name_in_document, unname_in_document
from sources.services.entities import add_entity, delete_entity, edit_entity, restore_entity
from sources.services.entity_merging import merge_entities, split_entity
from sources.services.entity_names import add_alias, add_identifier, remove_alias, remove_identifier


class EntitiesEndpoint(ProjectEndpoint):
    """GET and POST /projects/{slug}/entities."""

    actions = {"GET": "entity.read", "POST": "entity.add"}

    @extend_schema(
        parameters=[
            OpenApiParameter("q", str, description="A piece of a name, another name or an identifier"),
            OpenApiParameter("kind", str, enum=Entity.Kind.values),
        ],
        responses={200: page_of(EntityShape)},
    )
    def get(self, request: Request, slug: str) -> Response:
        """The entities that stand for themselves, by name."""
        kind = request.query_params.get("kind", "")
        if kind and kind not in Entity.Kind.values:
            raise Invalid({"kind": _("Choose one of %(known)s.") % {"known": ", ".join(Entity.Kind.values)}})
        rows = entities_of(self.viewer, words(request.query_params), kind).select_related("merged_into")
        return self.paged(rows, lambda page: represent_entities(self.viewer, page), ("name", "id"))

    @extend_schema(request=NewEntity, responses={201: EntityShape})
    def post(self, request: Request, slug: str) -> Response:
        """Add an entity."""
        given = self.validated(NewEntity)
        return self.write(lambda: (201, represent_entities(self.viewer, [add_entity(by=self.viewer, **given)])[0]))


class OneEntity(RowEndpoint):
    """An address of one entity, visible to every member of its project until it is deleted."""

    row: Entity

    def rows(self) -> Any:
        return Entity.objects.filter(deleted_at__isnull=True).select_related("merged_into")

    def visible(self, row: Entity) -> bool:
        return True

    def told(self, entity: Entity) -> dict[str, Any]:
        """The entity with those that share a name with it."""
        return represent_entities(self.viewer, [entity])[0] | {"namesakes": namesakes(entity)}


class EntityEndpoint(OneEntity):
    """GET, PATCH and DELETE /entities/{id}."""

    actions = {"GET": "entity.read", "PATCH": "entity.edit", "DELETE": "entity.merge"}

    @extend_schema(responses={200: OneEntityShape})
    def get(self, request: Request, id: UUID) -> Response:
        """One entity; of one that was merged what is its own, and where it went."""
        response = Response(self.told(self.row))
        response["ETag"] = f'"{self.row.version}"'
        return response

    @extend_schema(request=EntityChanges, responses={200: OneEntityShape})
    def patch(self, request: Request, id: UUID) -> Response:
        """Change the kind, the name or the note; If-Match carries its version."""
        version = self.expected_version()
        given = dict(self.validated(EntityChanges))

        def perform() -> tuple[int, Any]:
            return 200, self.told(edit_entity(by=self.viewer, entity_id=id, version=version, changes=given))

        return self.write(perform)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, id: UUID) -> Response:
        """Take it out of sight; If-Match carries its version."""
        version = self.expected_version()

        def perform() -> tuple[int, Any]:
            delete_entity(by=self.viewer, entity_id=id, version=version)
            return 204, None

        return self.write(perform)


class EntityRestorationEndpoint(OneEntity):
    """POST /entities/{id}/restore."""

    actions = {"POST": "entity.merge"}

    def rows(self) -> Any:
        return Entity.objects.filter(deleted_at__isnull=False).select_related("merged_into")

    @extend_schema(request=None, responses={200: OneEntityShape})
    def post(self, request: Request, id: UUID) -> Response:
        """Bring a deleted entity back."""
        return self.write(lambda: (200, self.told(restore_entity(by=self.viewer, entity_id=id))))


class EntityMergeEndpoint(OneEntity):
    """POST /entities/{id}/merge."""

    actions = {"POST": "entity.merge"}

    @extend_schema(request=Merging, responses={200: OneEntityShape})
    def post(self, request: Request, id: UUID) -> Response:
        """Let another entity of the project stand for it."""
        into = self.validated(Merging)["into"]
        return self.write(lambda: (200, self.told(merge_entities(by=self.viewer, entity_id=id, into_id=into))))


class EntitySplitEndpoint(OneEntity):
    """POST /entities/{id}/split."""

    actions = {"POST": "entity.merge"}

    @extend_schema(request=None, responses={200: OneEntityShape})
    def post(self, request: Request, id: UUID) -> Response:
        """Undo a merge."""
        return self.write(lambda: (200, self.told(split_entity(by=self.viewer, entity_id=id))))


class EntityAliasesEndpoint(OneEntity):
    """POST /entities/{id}/aliases."""

    actions = {"POST": "entity.edit"}

    @extend_schema(request=NewAlias, responses={201: AliasShape})
    def post(self, request: Request, id: UUID) -> Response:
        """Note another name."""
        given = self.validated(NewAlias)
        return self.write(lambda: (201, represent_alias(add_alias(by=self.viewer, entity_id=id, **given))))


class EntityIdentifiersEndpoint(OneEntity):
    """POST /entities/{id}/identifiers."""

    actions = {"POST": "entity.edit"}

    @extend_schema(request=NewIdentifier, responses={201: IdentifierShape})
    def post(self, request: Request, id: UUID) -> Response:
        """Give it an identifier; 409 names the entity that has it."""
        given = self.validated(NewIdentifier)
        return self.write(lambda: (201, represent_identifier(add_identifier(by=self.viewer, entity_id=id, **given))))


class EntityDocumentsEndpoint(OneEntity):
    """GET /entities/{id}/documents."""

    actions = {"GET": "entity.read"}

    @extend_schema(responses={200: page_of(AppearanceShape)})
    def get(self, request: Request, id: UUID) -> Response:
        """Where it speaks or is spoken of, in documents that this person may know of."""
        return self.paged(
            appearances_of(self.viewer, self.row), lambda page: [represent_appearance(row) for row in page]
        )


class EntityAliasEndpoint(RowEndpoint):
    """DELETE /entity-aliases/{id}."""

    actions = {"DELETE": "entity.edit"}

    def rows(self) -> Any:
        return EntityAlias.objects.filter(entity__deleted_at__isnull=True)

    def visible(self, row: EntityAlias) -> bool:
        return True

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, id: UUID) -> Response:
        """Take the name away."""

        def perform() -> tuple[int, Any]:
            remove_alias(by=self.viewer, alias_id=id)
            return 204, None

        return self.write(perform)


class EntityIdentifierEndpoint(RowEndpoint):
    """DELETE /entity-identifiers/{id}."""

    actions = {"DELETE": "entity.edit"}

    def rows(self) -> Any:
        return EntityIdentifier.objects.filter(entity__deleted_at__isnull=True)

    def visible(self, row: EntityIdentifier) -> bool:
        return True

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, id: UUID) -> Response:
        """Take the identifier away."""

        def perform() -> tuple[int, Any]:
            remove_identifier(by=self.viewer, identifier_id=id)
            return 204, None

        return self.write(perform)


class DocumentEntitiesEndpoint(DocumentEndpoint):
    """GET and POST /documents/{id}/entities."""

    actions = {"GET": "document.read", "POST": "entity.edit"}

    @extend_schema(responses={200: AppearanceShape(many=True)})
    def get(self, request: Request, id: UUID) -> Response:
        """Who speaks in it and who is spoken of."""
        return Response([represent_appearance(link) for link in named_in(self.row.id)])

    @extend_schema(request=NewAppearance, responses={201: AppearanceShape})
    def post(self, request: Request, id: UUID) -> Response:
        """Say that an entity speaks in it or is spoken of."""
        given = self.validated(NewAppearance)

        def perform() -> tuple[int, Any]:
            link = name_in_document(by=self.viewer, document_id=id, entity_id=given["entity"], role=given["role"])
            return 201, represent_appearance(link)

        return self.write(perform)


class DocumentEntityEndpoint(RowEndpoint):
    """DELETE /document-entities/{id}."""

    actions = {"DELETE": "entity.edit"}

    def rows(self) -> Any:
        return DocumentEntity.objects.filter(document__deleted_at__isnull=True).select_related("document")

    def visible(self, row: DocumentEntity) -> bool:
        return sees_document(self.viewer, row.document)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, id: UUID) -> Response:
        """Take that back."""

        def perform() -> tuple[int, Any]:
            unname_in_document(by=self.viewer, link_id=id)
            return 204, None

        return self.write(perform)
