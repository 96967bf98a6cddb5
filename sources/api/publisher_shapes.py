"""What the endpoints of publishers take and give."""

from typing import Any

from rest_framework import serializers

from sources.api.shapes import ParticipantShape, PublisherRefShape
from sources.ratings import LETTERS


class PublisherShape(serializers.Serializer[Any]):
    """One publisher."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    country = serializers.CharField(help_text="Two letters (ISO 3166-1), or empty")
    url = serializers.CharField()
    aliases = serializers.ListField(child=serializers.CharField())
    reliability = serializers.CharField(help_text="A to F, or empty: unrated counts as F")
    note = serializers.CharField()
    merged_into = PublisherRefShape(allow_null=True)
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()


class NewPublisher(serializers.Serializer[Any]):
    """A publisher to be. A letter is its first rating, from today on; `note` is the reason where none is given."""

    name = serializers.CharField(max_length=300)
    country = serializers.CharField(required=False, allow_blank=True, max_length=2)
    url = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    aliases = serializers.ListField(child=serializers.CharField(max_length=300), required=False, max_length=50)
    reliability = serializers.ChoiceField(choices=list(LETTERS), required=False, allow_blank=True)
    note = serializers.CharField(required=False, allow_blank=True, max_length=5000)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class PublisherChanges(NewPublisher):
    """What may change of a publisher. Another letter is a new rating and needs a reason."""

    name = serializers.CharField(max_length=300, required=False)


class RatingShape(serializers.Serializer[Any]):
    """One rating: added once, never changed. `by` is null where it stood before ratings had reasons."""

    id = serializers.UUIDField()
    publisher = serializers.UUIDField()
    reliability = serializers.ChoiceField(choices=list(LETTERS))
    valid_from = serializers.CharField(help_text="2024, 2024-04 or 2024-04-18; empty where nobody knows")
    reason = serializers.CharField()
    by = ParticipantShape(allow_null=True)
    created_at = serializers.DateTimeField()


class NewRating(serializers.Serializer[Any]):
    """A letter, from when on it holds (today where nothing is said), and why."""

    reliability = serializers.ChoiceField(choices=list(LETTERS))
    reason = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    valid_from = serializers.CharField(required=False, allow_blank=True, max_length=10)


class Merging(serializers.Serializer[Any]):
    """What is to stand for both."""

    into = serializers.UUIDField()
