"""Fields of request bodies that several endpoints share."""

from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field, inline_serializer
from rest_framework import serializers

from projects.vocabulary import Role, Tlp


@extend_schema_field({"type": "string", "enum": [level.label for level in Tlp]})
class TlpField(serializers.Field[Tlp, Any, str, Any]):
    """A marking by its TLP 2.0 name."""

    default_error_messages = {"invalid": _("Write CLEAR, GREEN, AMBER, AMBER+STRICT or RED.")}

    def to_internal_value(self, data: Any) -> Tlp:
        try:
            return Tlp.parse(data if isinstance(data, str) else "")
        except ValueError:
            self.fail("invalid")

    def to_representation(self, value: Any) -> str:
        return str(Tlp(value).label)


class RolesMixin(serializers.Serializer[Any]):
    """`role` or `roles`, whichever reads better."""

    role = serializers.ChoiceField(choices=Role.choices, required=False)
    roles = serializers.ListField(
        child=serializers.ChoiceField(choices=Role.choices), required=False, min_length=1, max_length=len(Role)
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs = super().validate(attrs)
        if "role" in attrs and "roles" in attrs:
            raise serializers.ValidationError({"roles": _("Send role or roles, not both.")})
        if "role" in attrs:
            attrs["roles"] = [attrs.pop("role")]
        return attrs


@cache
def page_of(shape: type[serializers.Serializer[Any]]) -> Any:
    """The description of a page of such rows: `{next, previous, results}`."""
    return inline_serializer(
        name=f"{shape.__name__.removesuffix('Shape')}Page",
        fields={
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
            "results": shape(many=True),
        },
    )
