"""Forms of the pages of publishers. What they take is checked by the services; here is how it is asked for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sources.models import Publisher

_LETTERS = [
    ("A", _("A · completely reliable")),
    ("B", _("B · usually reliable")),
    ("C", _("C · fairly reliable")),
    ("D", _("D · not usually reliable")),
    ("E", _("E · unreliable")),
    ("F", _("F · reliability cannot be judged")),
]


class PublisherForm(forms.Form):
    """What is known of a publisher."""

    name = forms.CharField(label=_("Name"), max_length=300)
    aliases = forms.CharField(
        label=_("Other names"),
        required=False,
        help_text=_("One a line. Imports that name one of them mean this publisher."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    country = forms.CharField(
        label=_("Country"), required=False, max_length=2, help_text=_("Its two letters, such as DE.")
    )
    url = forms.CharField(label=_("Address"), required=False, max_length=2000)
    note = forms.CharField(label=_("Note"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def of(cls, publisher: Publisher) -> "PublisherForm":
        """The form as the publisher is now."""
        return cls(
            initial={
                "name": publisher.name,
                "aliases": "\n".join(publisher.aliases),
                "country": publisher.country,
                "url": publisher.url,
                "note": publisher.note,
                "version": publisher.version,
            }
        )

    def changes(self) -> dict[str, Any]:
        """What the form says, as the service takes it."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        given["aliases"] = [line.strip() for line in given["aliases"].splitlines() if line.strip()]
        return given


class NewPublisherForm(PublisherForm):
    """A publisher to be, perhaps with its first rating."""

    reliability = forms.ChoiceField(
        label=_("Reliability"), choices=[("", _("Not rated (counts as F)")), *_LETTERS], required=False
    )
    reason = forms.CharField(
        label=_("Reason of the rating"),
        required=False,
        max_length=2000,
        help_text=_("Where it is left empty, the note is the reason."),
    )
    field_order = ("name", "reliability", "reason", "note", "aliases", "country", "url")


class RatingForm(forms.Form):
    """A rating: the letter, since when, and why."""

    reliability = forms.ChoiceField(label=_("Reliability"), choices=_LETTERS)
    valid_from = forms.CharField(
        label=_("Holds from"),
        required=False,
        max_length=10,
        help_text=_("As 2024, 2024-04 or 2024-04-18; today where it is left empty."),
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, help_text=_("Kept for ever."), widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class MergeForm(forms.Form):
    """What is to stand for both."""

    into = forms.ChoiceField(label=_("Merge into"))

    def __init__(self, *args: Any, others: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["into"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = others
