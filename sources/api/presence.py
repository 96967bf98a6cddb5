"""Who reads a document just now, as far as one may know it."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from projects import presence
from projects.api.people import PersonShape
from projects.errors import Invalid
from sources.api.base import DocumentEndpoint


class PresenceShape(serializers.Serializer[Any]):
    """Somebody at a place of the document."""

    document = serializers.UUIDField()
    participant = PersonShape()
    start = serializers.IntegerField(help_text="Code point at the top of what they read")


class PresencesShape(serializers.Serializer[Any]):
    """Whoever else is there."""

    results = PresenceShape(many=True)


class Place(serializers.Serializer[Any]):
    """Where one reads oneself."""

    start = serializers.IntegerField(min_value=0, help_text="Code point at the top of what is read")


class PresenceEndpoint(DocumentEndpoint):
    """`/documents/{id}/presence`."""

    actions = {"GET": "document.read", "PUT": "document.read", "DELETE": "document.read"}

    @extend_schema(responses={200: PresencesShape})
    def get(self, request: Request, id: UUID) -> Response:
        """Whoever else reads here, where one would see their marks."""
        return self._others()

    @extend_schema(request=Place, responses={200: PresencesShape})
    def put(self, request: Request, id: UUID) -> Response:
        """Say where one reads, at least every half minute; the answer says who else is there."""
        start = self.validated(Place)["start"]
        revision = self.row.current_revision
        if revision is None or start > revision.length:
            raise Invalid({"start": _("This is past the end of the text.")})
        presence.appear(self.viewer, self.row.id, tlp=self.row.tlp, start=start)
        return self._others()

    @extend_schema(responses={204: None})
    def delete(self, request: Request, id: UUID) -> Response:
        """Say that one has left."""
        presence.leave(self.viewer, self.row.id, tlp=self.row.tlp)
        return Response(status=204)

    def _others(self) -> Response:
        found = presence.others(self.viewer, self.row.id, tlp=self.row.tlp)
        return Response({"results": [one.represent() for one in found]})
