"""Tags that render forms: a field with its label, help and errors tied together, and a summary of what is wrong."""

from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect

register = template.Library()


def _kind(bound: BoundField, layout: str) -> str:
    widget = bound.field.widget
    if layout == "scale" and isinstance(widget, RadioSelect):
        return "scale"
    if isinstance(widget, (RadioSelect, CheckboxSelectMultiple)):
        return "choices"
    return "checkbox" if isinstance(widget, CheckboxInput) else "control"


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, layout: str = "", hide_label: bool = False) -> dict[str, Any]:
    """One form field with its label, help and errors, tied together for screen readers."""
    described = [f"{bound.auto_id}_help"] if bound.help_text else []
    described += [f"{bound.auto_id}_error"] if bound.errors else []
    attrs: dict[str, Any] = {"aria-describedby": " ".join(described)} if described else {}
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return {
        "field": bound,
        "kind": _kind(bound, layout),
        "inline": layout == "inline",
        "hide_label": hide_label,
        "control": bound.as_widget(attrs=attrs),
        "described": " ".join(described),
    }


@register.filter
def fields_in_error(form: Any) -> list[BoundField]:
    """The visible fields of a form that have something wrong."""
    return [bound for bound in form.visible_fields() if bound.errors]


@register.filter
def scale_code(label: object) -> str:
    """The code of a choice written `2 · probably true`."""
    code, dot, _words = str(label).partition(" · ")
    return code if dot else ""


@register.filter
def scale_word(label: object) -> str:
    """The words of a choice written `2 · probably true`."""
    return str(label).partition(" · ")[2] or str(label)


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: Any) -> dict[str, Any]:
    """What is wrong with a form, in one place, with links to the fields."""
    return {"form": form}


@register.inclusion_tag("components/form_fields.html")
def form_fields(form: Any) -> dict[str, Any]:
    """Errors, every visible field, and the hidden ones."""
    return {"form": form}
