"""Forms of this app's pages. What they take is checked by the services; here is how it is asked for."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.vocabulary import Tlp
from sources.models import DocumentRelation
from sources.queries.documents import STATUSES

_MARKINGS = [(level.label, level.label) for level in Tlp]


class DocumentFilter(forms.Form):
    """The filters of the list of documents."""

    status = forms.ChoiceField(label=_("My reading"), required=False)
    publisher = forms.ChoiceField(label=_("Publisher"), required=False)
    tlp = forms.ChoiceField(label=_("Marking"), required=False)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)
    reader = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, publishers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[tuple[str, Any]]] = {
            "status": [("", _("Any reading")), *STATUSES.items()],
            "publisher": [("", _("Any publisher")), ("none", _("No publisher")), *publishers],
            "tlp": [("", _("Any marking")), *_MARKINGS],
        }
        for name, listed in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = listed


class SearchScope(forms.Form):
    """What a search goes through, kept while other words are typed."""

    def __init__(self, chosen: Mapping[str, str]) -> None:
        super().__init__()
        for name, value in chosen.items():
            self.fields[name] = forms.CharField(required=False, widget=forms.HiddenInput, initial=value)


class SaveSearchForm(forms.Form):
    """The name under which a search is kept."""

    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("Everybody in the project sees it."))


class ReasonForm(forms.Form):
    """A reason that is kept."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class RelationForm(forms.Form):
    """The decision about a relation of two documents."""

    kind = forms.ChoiceField(label=_("Kind"), choices=DocumentRelation.Kind.choices)
    turn = forms.BooleanField(label=_("The other way round: the second is the later"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    @classmethod
    def of(cls, relation: DocumentRelation) -> "RelationForm":
        """The form with the relation as it is."""
        return cls(initial={"kind": relation.kind, "note": relation.note, "version": relation.version})
