"""Types of JSON, taken as they are: a number is no text, a text is no number, and neither says yes or no.

The serializers' own fields would rather convert: 7 to "7", "7" to 7, "off" to false. What somebody meant by a value of
another type is a guess, and a wrong one is stored for ever.
"""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

_TEXT = (serializers.CharField, serializers.UUIDField, serializers.ChoiceField, serializers.DateField)


def wrong_types(field: Any, value: Any, path: str = "") -> dict[str, list[str]]:
    """{"field.path": [sentence]} for every value whose type is not the field's. Null is for the field to judge."""
    if value is None:
        return {}
    sentence = ""
    if isinstance(field, serializers.BooleanField) and not isinstance(value, bool):
        sentence = _("Write true or false.")
    elif isinstance(field, serializers.IntegerField) and type(value) is not int:
        sentence = _("Write a whole number, without quotes.")
    elif isinstance(field, _TEXT) and not isinstance(value, str):
        sentence = _("Write text, in quotes.")
    if sentence:
        return {path: [sentence]}
    found: dict[str, list[str]] = {}
    for name, inner, part in _parts(field, value):
        found |= wrong_types(inner, part, f"{path}.{name}" if path and not name.startswith("[") else f"{path}{name}")
    return found


def _parts(field: Any, value: Any) -> list[tuple[str, Any, Any]]:
    """What stands inside: name, field and value of each."""
    if isinstance(field, serializers.ListSerializer | serializers.ListField) and isinstance(value, list):
        return [(f"[{number}]", field.child, part) for number, part in enumerate(value)]
    if isinstance(field, serializers.Serializer) and isinstance(value, dict):
        return [(name, field.fields[name], part) for name, part in value.items() if name in field.fields]
    if isinstance(field, serializers.DictField) and isinstance(value, dict):
        return [(name, field.child, part) for name, part in value.items()]
    return []
