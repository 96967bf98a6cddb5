"""What every operation of the API has in common, said in its description: how lists are paged, which headers a change
takes, and how it may be refused.

An operation is described by what its code calls: one that pages its answer takes `page_size` and `cursor`, one that
asks for the expected version takes `If-Match`. So the description cannot forget what the code does.
"""

from typing import Any, Literal

from django.utils.translation import gettext_lazy as _
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers
from rest_framework.negotiation import DefaultContentNegotiation

PROBLEM = "application/problem+json"

_PAGED = [
    OpenApiParameter("page_size", {"type": "integer", "minimum": 1, "maximum": 500}, description=_("50 if missing.")),
    OpenApiParameter("cursor", str, description=_("As in the links `next` and `previous`.")),
]
_REPEATABLE = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "maxLength": 100},
    OpenApiParameter.HEADER,
    description=_("A repeat under the same key gets the stored answer, another request under it 422."),
)
_VERSION = {"type": "string", "pattern": '^"[0-9]{1,9}"$'}
_REFUSALS = {
    400: _("Something in the request cannot be used; `errors` names it."),
    401: _("Not signed in, or the token is void."),
    403: _("Visible to this person, but not theirs to do."),
    404: _("Not there for this person."),
    406: _("The client accepts no type that the answer can have."),
    409: _("What is stored stands in the way, or has changed; `current` shows how it is now."),
    410: _("It was here and has been removed."),
    413: _("The body is too large."),
    415: _("The body is of another type than JSON, or than the one named here."),
    422: _("Against a rule of the domain."),
    428: _("The version that the change was made against is missing."),
    429: _("Too many requests; `Retry-After` says how long to wait."),
}


class ProblemShape(serializers.Serializer[Any]):
    """Why a request was refused (RFC 9457), and what to do. `errors` names fields with their sentences.

    `index` says which of a list is meant, counted from 0.
    """

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = serializers.DictField(  # type: ignore[assignment]  # a field's name
        child=serializers.ListField(child=serializers.CharField()), required=False
    )
    index = serializers.IntegerField(required=False)


class Described(AutoSchema):
    """The description of one operation."""

    def get_override_parameters(self) -> list[Any]:
        """The parameters that follow from what the operation does."""
        found = list(super().get_override_parameters())
        calls = self._calls()
        if "paged" in calls:
            found += _PAGED
        if calls & {"expected_version", "stated_version"}:
            found.append(
                OpenApiParameter(
                    "If-Match", _VERSION, OpenApiParameter.HEADER, description=_("The version that was seen.")
                )
            )
        if calls & {"write", "perform_once"}:
            found.append(_REPEATABLE)
        return found

    def _get_response_bodies(self, direction: Literal["request", "response"] = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        for status in sorted(self._refusals() | {int(code) for code in bodies if int(code) >= 400}):
            said = bodies.get(str(status), {}).get("description") or _REFUSALS[status]
            response = OpenApiResponse(ProblemShape, description=str(said))
            bodies[str(status)] = self._get_response_for_code(response, str(status), [PROBLEM], direction)  # type: ignore[no-untyped-call]
        return bodies

    def _calls(self) -> set[str]:
        """The names of what the operation's method calls."""
        handler = getattr(self.view, self.method.lower())
        return set(handler.__code__.co_names)

    def _refusals(self) -> set[int]:
        """The statuses with which the operation may be refused."""
        found = {400, 401, 403}
        if "{" in self.path:
            found.add(404)
        if self.view.content_negotiation_class is DefaultContentNegotiation:
            found.add(406)
        if self.method != "GET":
            found |= {409, 413, 415, 422}
        if "expected_version" in self._calls():
            found.add(428)
        return found | set(getattr(self.view, "refusals", {}).get(self.method, ()))
