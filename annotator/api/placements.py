"""What is to be settled of marks after their document got another text, over the API."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from annotator.api.annotations import DocumentEndpoint
from annotator.api.serializers import Fragments, Words
from annotator.models import Placement
from annotator.queries.placements import current_placements, represent_placements, visible_placements, with_marks
from annotator.services import settling
from projects.api.base import RowEndpoint
from projects.api.events import ActorShape
from projects.api.fields import page_of
from projects.errors import Invalid

_STATES = ("open", "accepted", "moved", "dropped")


class PassageShape(serializers.Serializer[Any]):
    """Words of a text with what stands around them."""

    fragments = Fragments()
    exact = serializers.CharField()
    prefix = serializers.CharField()
    suffix = serializers.CharField()


class StandingShape(PassageShape):
    """Where the mark stood or stands."""

    revision = serializers.UUIDField()


class PlacementShape(serializers.Serializer[Any]):
    """A mark on a new text: where it stood, where it stands now if it does, and where it may be meant to stand."""

    id = serializers.UUIDField()
    document = serializers.UUIDField()
    annotation = serializers.UUIDField()
    label = serializers.UUIDField()  # type: ignore[assignment]  # not Field.label: DRF takes it out of the class
    label_path = serializers.CharField()
    author = ActorShape()
    revision = serializers.UUIDField()
    grade = serializers.ChoiceField(choices=Placement.Grade.choices)
    state = serializers.ChoiceField(choices=Placement.State.choices)
    similarity = serializers.FloatField()
    why = serializers.CharField()
    before = StandingShape(allow_null=True)
    now = StandingShape(allow_null=True)
    candidates = PassageShape(many=True)
    reason = serializers.CharField()
    settled_by = ActorShape(allow_null=True)
    version = serializers.IntegerField()


class Settlement(serializers.Serializer[Any]):
    """How it is settled: accepted as it stands, moved to fragments of the current text, dropped with a reason, or
    opened again."""

    state = serializers.ChoiceField(choices=_STATES)
    fragments = Fragments(required=False, help_text=gettext_lazy("Needed where the mark is moved."))
    reason = Words(required=False, help_text=gettext_lazy("Needed where the mark is dropped."))


class DocumentPlacements(DocumentEndpoint):
    """`/documents/{id}/placements`"""

    actions: ClassVar[dict[str, str]] = {"GET": "placement.read"}

    @extend_schema(
        parameters=[OpenApiParameter("state", str, enum=_STATES, description=_("open if missing."))],
        responses=page_of(PlacementShape),
    )
    def get(self, request: Request, **kwargs: Any) -> Response:
        """The marks one may see that came onto the current text with doubt, or not at all."""
        state = request.query_params.get("state", "open")
        if state not in _STATES:
            raise Invalid({"state": _("Choose one of %(known)s.") % {"known": ", ".join(_STATES)}})
        rows = current_placements(self.viewer, self.row.id).filter(state=state)
        return self.paged(with_marks(rows), represent_placements)


class OnePlacement(RowEndpoint):
    """`/placements/{id}`"""

    actions: ClassVar[dict[str, str]] = {"GET": "placement.read", "PATCH": "placement.settle"}
    refusals: ClassVar[dict[str, tuple[int, ...]]] = {"PATCH": (422,)}
    row: Placement

    def rows(self) -> QuerySet[Placement]:
        return with_marks(Placement.objects.all())

    def visible(self, row: Placement) -> bool:
        return visible_placements(self.viewer).filter(pk=row.pk).exists()

    @extend_schema(responses=PlacementShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        """One mark on a new text."""
        return Response(represent_placements([self.row])[0], headers={"ETag": f'"{self.row.version}"'})

    @extend_schema(request=Settlement, responses=PlacementShape)
    def patch(self, request: Request, **kwargs: Any) -> Response:
        """Settle it; `If-Match` names its version."""
        expected = self.expected_version()
        given = self.validated(Settlement)

        def perform() -> tuple[int, Any]:
            settled = self._settle(expected, **given)
            return 200, represent_placements([self.rows().get(pk=settled.pk)])[0]

        return self.write(perform)

    def _settle(self, expected: int, *, state: str, fragments: Any = None, reason: str = "") -> Placement:
        held: dict[str, Any] = {"by": self.viewer, "placement_id": self.row.id, "expected": expected}
        if (fragments is not None) != (state == "moved"):
            raise Invalid({"fragments": _("Give fragments where a mark is moved, and only there.")})
        if reason and state != "dropped":
            raise Invalid({"reason": _("A reason is kept where a mark is dropped, and only there.")})
        if state == "accepted":
            return settling.accept_placement(**held)
        if state == "moved":
            return settling.move_placement(**held, fragments=[(start, end) for start, end in fragments])
        if state == "dropped":
            return settling.drop_placement(**held, reason=reason)
        return settling.reopen_placement(**held)
