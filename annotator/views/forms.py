"""Forms of labels and kinds of relation. What they may be called is the services' business; a form knows its fields."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from annotator.models import Label
from annotator.queries.labels import in_tree_order
from annotator.services.relation_kinds import LONGEST_DEFINITION, LONGEST_NAME
from projects.errors import Invalid


class LabelForm(forms.Form):
    """Fields of a label, for adding one and for changing one."""

    name = forms.CharField(label=_("Name"), max_length=100)
    parent = forms.ChoiceField(label=_("Below"), required=False)
    shortcut = forms.CharField(
        label=_("Key"), required=False, max_length=1, help_text=_("One letter or digit that applies the label.")
    )
    colour = forms.CharField(label=_("Colour"), required=False, widget=forms.TextInput(attrs={"type": "color"}))
    definition = forms.CharField(
        label=_("Definition"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("When the label applies, and when it does not."),
    )
    example = forms.CharField(label=_("Example"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, labels: list[Label], editing: Label | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        hidden = _tree_of(editing, labels) if editing else set()
        choices = [("", str(_("Nothing: at the top")))]
        for depth, label in in_tree_order(labels):
            archived = label.archived_at is not None and (editing is None or editing.parent_id != label.id)
            if label.id not in hidden and not archived:
                choices.append((str(label.id), "\u2003" * depth + label.name))
        field = self.fields["parent"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        return {**self.cleaned_data, "parent": self.cleaned_data["parent"] or None}

    def blame(self, problem: Invalid) -> None:
        """Show what the service refused at the fields it named."""
        for name, sentences in problem.errors.items():
            for sentence in sentences if isinstance(sentences, list) else [sentences]:
                self.add_error(name if name in self.fields else None, str(sentence))

    @staticmethod
    def values_of(label: Label) -> dict[str, Any]:
        """The form's initial values for a label."""
        return {
            "name": label.name,
            "parent": str(label.parent_id) if label.parent_id else "",
            "shortcut": label.shortcut,
            "colour": label.colour,
            "definition": label.definition,
            "example": label.example,
        }


class RelationKindForm(forms.Form):
    """What a kind of relation is called and means."""

    name = forms.CharField(
        label=_("Name"), max_length=LONGEST_NAME, help_text=_("A word that can be read between the two: A supports B.")
    )
    definition = forms.CharField(
        label=_("Definition"),
        required=False,
        max_length=LONGEST_DEFINITION,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("When two marks are related so, and when they are not."),
    )


class NewRelationKindForm(RelationKindForm):
    """A kind that is to be; which way round it is read stays as it is said here."""

    symmetric = forms.BooleanField(
        label=_("Says the same either way round"),
        required=False,
        help_text=_("As “contradicts” does, and “supports” does not. It cannot be changed later."),
    )


def _tree_of(label: Label, labels: list[Label]) -> set[Any]:
    """The label and everything below it: what it cannot be moved under."""
    found = {label.id}
    grown = True
    while grown:
        below = {row.id for row in labels if row.parent_id in found} - found
        grown = bool(below)
        found |= below
    return found
