"""The form with which a person asks for an export."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from annotator.models import Label
from exchange.filters import status_choices
from exchange.formats import formats
from exchange.services.exports import default_level
from projects.models import Participant
from projects.viewers import Viewer
from projects.vocabulary import Tlp
from reviews.models import Claim


class ExportForm(forms.Form):
    """A format, a level within one's clearance, and what to narrow it to."""

    format = forms.ChoiceField(label=_("Format"), widget=forms.RadioSelect)
    tlp = forms.ChoiceField(label=_("Made for"), help_text=_("Nothing marked above this level is carried."))
    status = forms.MultipleChoiceField(label=_("Documents"), required=False, widget=forms.CheckboxSelectMultiple)
    states = forms.MultipleChoiceField(
        label=_("Claims"), choices=Claim.State.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    labels = forms.MultipleChoiceField(label=_("Labels"), required=False, help_text=_("With those below them."))
    annotators = forms.MultipleChoiceField(label=_("Marks by"), required=False)

    def __init__(self, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whole_first = sorted(formats().values(), key=lambda entry: (not entry.carries_claims, entry.name))
        shown = {entry.name: entry.title for entry in whole_first}
        levels = [level for level in Tlp if level <= viewer.clearance]
        labels = Label.objects.filter(project_id=viewer.project_id).order_by("path")
        people = Participant.objects.filter(project_id=viewer.project_id).order_by("name")
        self._choose("format", list(shown.items()), next(iter(shown)))
        self._choose("tlp", [(level.label, f"TLP:{level.label}") for level in levels], Tlp(default_level(viewer)).label)
        self._choose("status", status_choices(viewer))
        self._choose("labels", list(labels.values_list("path", "path")))
        self._choose("annotators", [(str(row.id), row.name) for row in people])

    def _choose(self, name: str, choices: list[tuple[str, str]], initial: str | None = None) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        field.initial = initial

    def filters(self) -> dict[str, list[str]]:
        """The filters as the API takes them."""
        return {name: self.cleaned_data[name] for name in ("status", "states", "labels", "annotators")}
