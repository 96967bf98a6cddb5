"""What the endpoints of entities take and give."""

from typing import Any

from rest_framework import serializers

from sources.api.shapes import ParticipantShape, PublisherRefShape
from sources.api.shapes_of_search import HitDocumentShape
from sources.identifiers import SCHEMES
from sources.models import DocumentEntity, Entity

_KINDS = list(Entity.Kind.values)
_ROLES = list(DocumentEntity.Role.values)


class AliasShape(serializers.Serializer[Any]):
    """Another name. `entity` is whose it is: the entity itself, or one that was merged into it."""

    id = serializers.UUIDField()
    entity = serializers.UUIDField()
    name = serializers.CharField()
    language = serializers.CharField()
    note = serializers.CharField()


class IdentifierShape(serializers.Serializer[Any]):
    """What a register or a list calls an entity; `url` is where it can be looked up, empty where nobody knows."""

    id = serializers.UUIDField()
    entity = serializers.UUIDField()
    scheme = serializers.ChoiceField(choices=list(SCHEMES))
    value = serializers.CharField()
    url = serializers.CharField()


class NamesakeShape(serializers.Serializer[Any]):
    """Another entity that has one of the names."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    shared = serializers.CharField()


class EntityShape(serializers.Serializer[Any]):
    """One entity, with what was merged into it. `documents` counts those that this person may know of."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=_KINDS)
    name = serializers.CharField()
    note = serializers.CharField()
    merged_into = PublisherRefShape(allow_null=True)
    version = serializers.IntegerField()
    deleted = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    aliases = AliasShape(many=True)
    identifiers = IdentifierShape(many=True)
    documents = serializers.IntegerField()


class OneEntityShape(EntityShape):
    """One entity with those that share a name with it: whether they are one is for a person to say."""

    namesakes = NamesakeShape(many=True)


class NewEntity(serializers.Serializer[Any]):
    """An entity to be."""

    kind = serializers.ChoiceField(choices=_KINDS)
    name = serializers.CharField(max_length=300)
    note = serializers.CharField(required=False, allow_blank=True, max_length=5000)


class EntityChanges(serializers.Serializer[Any]):
    """What may change of an entity."""

    kind = serializers.ChoiceField(choices=_KINDS, required=False)
    name = serializers.CharField(max_length=300, required=False)
    note = serializers.CharField(required=False, allow_blank=True, max_length=5000)


class NewAlias(serializers.Serializer[Any]):
    """Another name."""

    name = serializers.CharField(max_length=300)
    language = serializers.CharField(required=False, allow_blank=True, max_length=20)
    note = serializers.CharField(required=False, allow_blank=True, max_length=500)


class NewIdentifier(serializers.Serializer[Any]):
    """An identifier, as it was pasted."""

    scheme = serializers.ChoiceField(choices=list(SCHEMES))
    value = serializers.CharField(max_length=100)


class AppearanceShape(serializers.Serializer[Any]):
    """That an entity speaks in a document or is spoken of there."""

    id = serializers.UUIDField()
    document = HitDocumentShape()
    entity = PublisherRefShape()
    role = serializers.ChoiceField(choices=_ROLES)
    by = ParticipantShape()
    created_at = serializers.DateTimeField()


class NewAppearance(serializers.Serializer[Any]):
    """Who, and how."""

    entity = serializers.UUIDField()
    role = serializers.ChoiceField(choices=_ROLES)
