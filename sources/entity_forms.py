"""Forms of the pages of entities. What they take is checked by the services; here is how it is asked for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sources.identifiers import SCHEMES
from sources.models import DocumentEntity, Entity


class EntityFilter(forms.Form):
    """The filters of the list of entities."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Any kind")), *Entity.Kind.choices])
    sort = forms.CharField(required=False, widget=forms.HiddenInput)


class EntityForm(forms.Form):
    """What is known of an entity."""

    name = forms.CharField(label=_("Name"), max_length=300)
    kind = forms.ChoiceField(label=_("Kind"), choices=Entity.Kind.choices)
    note = forms.CharField(label=_("Note"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def of(cls, entity: Entity) -> "EntityForm":
        """The form as the entity is now."""
        return cls(initial={"name": entity.name, "kind": entity.kind, "note": entity.note, "version": entity.version})

    def changes(self) -> dict[str, Any]:
        """What the form says, as the service takes it."""
        return {name: self.cleaned_data[name] for name in ("name", "kind", "note")}


class AliasForm(forms.Form):
    """Another name."""

    name = forms.CharField(label=_("Other name"), max_length=300)
    language = forms.CharField(
        label=_("Language"), required=False, max_length=20, help_text=_("A code such as en or tr.")
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=500)
    prefix = "alias"


class IdentifierForm(forms.Form):
    """What a register or a list calls it."""

    scheme = forms.ChoiceField(label=_("Register or list"))
    value = forms.CharField(
        label=_("Number"), max_length=100, help_text=_("As it is printed; spaces and small letters do no harm.")
    )
    prefix = "identifier"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["scheme"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (scheme.name, _("%(label)s, such as %(example)s") % {"label": _(scheme.label), "example": scheme.example})
            for scheme in SCHEMES.values()
        ]


class IntoForm(forms.Form):
    """The entity that is to stand for both, by name or id."""

    into = forms.CharField(
        label=_("Merge into"),
        max_length=300,
        help_text=_("Any name of the other entity."),
        widget=forms.TextInput(attrs={"list": "known-entities", "autocomplete": "off"}),
    )


class NamingForm(forms.Form):
    """Who speaks in a document or is spoken of."""

    entity = forms.CharField(
        label=_("Name"),
        max_length=300,
        help_text=_("Any name of an entity of the project."),
        widget=forms.TextInput(attrs={"list": "known-entities", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("How"), choices=DocumentEntity.Role.choices)
    kind = forms.ChoiceField(
        label=_("If it is new"),
        required=False,
        choices=[("", _("It is known")), *Entity.Kind.choices],
        help_text=_("Choose its kind to add it."),
    )
    prefix = "naming"
