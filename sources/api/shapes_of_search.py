"""What the API answers about searches, for its description and for checking what comes in."""

from typing import Any

from rest_framework import serializers

from sources.api.shapes import ParticipantShape


class HitDocumentShape(serializers.Serializer[Any]):
    """The document a hit belongs to."""

    id = serializers.UUIDField()
    title = serializers.CharField()


class SnippetShape(serializers.Serializer[Any]):
    """Words around a hit; `hits` are [start, end] in these words."""

    text = serializers.CharField()
    hits = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()))


class HitShape(serializers.Serializer[Any]):
    """One thing that was found."""

    kind = serializers.CharField()
    id = serializers.UUIDField()
    document = HitDocumentShape(allow_null=True)
    title = serializers.CharField()
    snippet = SnippetShape()
    url = serializers.CharField()


class ChoiceShape(serializers.Serializer[Any]):
    """One part of a facet: give `value` back to narrow the search to it."""

    value = serializers.CharField()
    name = serializers.CharField()
    count = serializers.IntegerField()


class FoundShape(serializers.Serializer[Any]):
    """What was found. `counts` are exact up to a cap; `more` names the kinds of which there are more.

    `facets` say how what was found divides by publisher, language and year of its documents.
    """

    results = HitShape(many=True)
    counts = serializers.DictField(child=serializers.IntegerField())
    more = serializers.ListField(child=serializers.CharField())
    facets = serializers.DictField(child=ChoiceShape(many=True))
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class LineShape(serializers.Serializer[Any]):
    """One place: code points of the document's current text, and the words to the left and right of it."""

    document = HitDocumentShape()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    left = serializers.CharField()
    hit = serializers.CharField()
    right = serializers.CharField()


class ConcordanceShape(serializers.Serializer[Any]):
    """Places in the order asked for. `total` counts those that were looked at; `more` says that there are others."""

    results = LineShape(many=True)
    total = serializers.IntegerField()
    more = serializers.BooleanField()
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class NewSavedSearch(serializers.Serializer[Any]):
    """A search to keep: `query` has `q`, and `in`, `publisher`, `language` and `year` where they were chosen."""

    name = serializers.CharField(max_length=100)
    query = serializers.DictField(child=serializers.CharField(max_length=2000, allow_blank=True))


class SavedSearchShape(serializers.Serializer[Any]):
    """A search kept under a name."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    query = serializers.DictField(child=serializers.CharField())
    author = ParticipantShape()
    created_at = serializers.DateTimeField()
