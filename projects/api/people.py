"""People in the API's answers."""

from typing import Any

from rest_framework import serializers


class PersonShape(serializers.Serializer[Any]):
    """Somebody of the project: a participant."""

    id = serializers.UUIDField()
    name = serializers.CharField()
