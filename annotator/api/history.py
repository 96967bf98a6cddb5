"""What was done to a mark, over the API: by whom, when, and how it stood before and after."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from annotator.api.annotations import AnnotationEndpoint
from annotator.queries.history import history_of, represent_history
from projects.api.events import ActorShape
from projects.api.fields import page_of


class MarkStateShape(serializers.Serializer[Any]):
    """How a mark stood at one version."""

    version = serializers.IntegerField()
    revision = serializers.UUIDField()
    label = serializers.UUIDField()  # type: ignore[assignment]  # not Field.label: DRF takes it out of the class
    label_path = serializers.CharField(help_text=_("As the label was called then."))
    fragments = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()))
    note = serializers.CharField(allow_blank=True)
    attributes = serializers.JSONField()
    deleted = serializers.BooleanField()


class MarkHistoryShape(serializers.Serializer[Any]):
    """One change of a mark. An import says only that it came; a redacted entry no longer says how the mark stood."""

    number = serializers.IntegerField(help_text=_("Of the event."))
    kind = serializers.CharField()
    sentence = serializers.CharField()
    at = serializers.DateTimeField()
    actor = ActorShape(allow_null=True)
    before = MarkStateShape(allow_null=True)
    after = MarkStateShape(allow_null=True)
    changed = serializers.ListField(child=serializers.CharField(), help_text=_("What differs between the two."))


class AnnotationHistory(AnnotationEndpoint):
    """`/annotations/{id}/history`; a deleted mark has one, too."""

    actions: ClassVar[dict[str, str]] = {"GET": "annotation.read"}

    @extend_schema(responses=page_of(MarkHistoryShape))
    def get(self, request: Request, **kwargs: Any) -> Response:
        """What was done to the mark, as far as the person may see it, newest first."""
        return self.paged(history_of(self.viewer, self.row), represent_history, ordering="-number")
