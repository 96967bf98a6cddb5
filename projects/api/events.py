"""The log of a project, from a number on."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from projects.api.base import ProjectEndpoint
from projects.api.pagination import Pages
from projects.api.queries import number
from projects.errors import Invalid
from projects.events import kinds
from projects.queries.events import events_between, last_number, represent_event

_LARGEST = 2**63 - 1


class ActorShape(serializers.Serializer[Any]):
    """Who did it."""

    id = serializers.UUIDField(allow_null=True)
    name = serializers.CharField()


class EventShape(serializers.Serializer[Any]):
    """One event."""

    number = serializers.IntegerField()
    kind = serializers.CharField()
    sentence = serializers.CharField()
    at = serializers.DateTimeField()
    actor = ActorShape(allow_null=True)
    document = serializers.UUIDField(allow_null=True)
    subject = serializers.UUIDField(allow_null=True)
    before = serializers.JSONField()  # any JSON, null as well
    after = serializers.JSONField()


class EventsShape(serializers.Serializer[Any]):
    """A page of the log. `last` is the number of the project's last event when the page was read."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    last = serializers.IntegerField()
    results = EventShape(many=True)


def number_of(text: str, field: str) -> int:
    """An event number as it stands in an address or header."""
    found = number(text, 0, _LARGEST)
    if found is None:
        raise Invalid({field: _("Write the number of an event.")})
    return found


class EventsEndpoint(ProjectEndpoint):
    """GET /projects/{slug}/events."""

    actions = {"GET": "event.read"}

    @extend_schema(
        parameters=[
            OpenApiParameter("after", int, description="Give events with larger numbers only."),
            OpenApiParameter("page_size", {"type": "integer", "minimum": 1, "maximum": 500}),
            OpenApiParameter("kind", str, description="Only events of this kind."),
            OpenApiParameter("document", str, description="Only events that concern this document."),
            OpenApiParameter("subject", str, description="Only events of this row."),
        ],
        responses={200: EventsShape},
    )
    def get(self, request: Request, slug: str) -> Response:
        """What changed after event N, as far as one may see it, in the order of the changes."""
        after = number_of(request.query_params.get("after", "0") or "0", "after")
        size = Pages().get_page_size(request)
        # The last number first: whatever is committed later is above it, and is found by the next request.
        last = last_number(self.viewer.project_id)
        events = events_between(self.viewer, after, last)
        if kind := request.query_params.get("kind"):
            if kind not in kinds():
                raise Invalid({"kind": _("There is no such kind of event.")})
            events = events.filter(kind=kind)
        for name in ("document", "subject"):
            if text := request.query_params.get(name):
                field = serializers.UUIDField()
                try:
                    events = events.filter(**{f"{name}_id": field.run_validation(text)})
                except serializers.ValidationError as error:
                    raise Invalid({name: [str(part) for part in error.detail]}) from None
        rows = list(events[: size + 1])
        more = len(rows) > size
        rows = rows[:size]
        following = replace_query_param(request.build_absolute_uri(), "after", rows[-1].number) if more else None
        return Response(
            {"next": following, "previous": None, "last": last, "results": [represent_event(row) for row in rows]}
        )
