"""Forms of this app's pages. What they take is checked by the services; here is how it is asked for."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.vocabulary import Tlp
from sources.models import Document, Publisher
from sources.queries.documents import STATUSES

_MARKINGS = [(level.label, level.label) for level in Tlp]
_RATINGS = [
    ("", _("Not rated (counts as F)")),
    ("A", _("A · completely reliable")),
    ("B", _("B · usually reliable")),
    ("C", _("C · fairly reliable")),
    ("D", _("D · not usually reliable")),
    ("E", _("E · unreliable")),
    ("F", _("F · reliability cannot be judged")),
]


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


class RecordForm(forms.Form):
    """The bibliographic record of a document."""

    title = forms.CharField(label=_("Title"), max_length=1000)
    authors = forms.CharField(
        label=_("Authors"), required=False, help_text=_("One a line."), widget=forms.Textarea(attrs={"rows": 2})
    )
    publisher = forms.CharField(
        label=_("Publisher"), required=False, max_length=300, help_text=_("A new name is added to the publishers.")
    )
    published = forms.CharField(
        label=_("Published"), required=False, max_length=10, help_text=_("As 2024, 2024-04 or 2024-04-18.")
    )
    language = forms.CharField(
        label=_("Language"), required=False, max_length=20, help_text=_("A code such as en or de; search uses it.")
    )
    url = forms.CharField(label=_("Address"), required=False, max_length=2000)
    tlp = forms.ChoiceField(label=_("Marking"), choices=_MARKINGS)
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=2000, help_text=_("Needed where the marking is lowered.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, document: Document) -> "RecordForm":
        """The form as the record is now."""
        return cls(
            initial={
                "title": document.title,
                "authors": "\n".join(document.authors),
                "publisher": document.publisher.name if document.publisher else "",
                "published": document.published,
                "language": document.language,
                "url": document.url,
                "tlp": Tlp(document.tlp).label,
                "version": document.version,
            }
        )

    def changes(self) -> dict[str, Any]:
        """What the form says, as the service takes it."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in {"version", "reason"}}
        given["authors"] = [line.strip() for line in given["authors"].splitlines() if line.strip()]
        return given


class PublisherForm(forms.Form):
    """A publisher and its rating."""

    name = forms.CharField(label=_("Name"), max_length=300)
    reliability = forms.ChoiceField(label=_("Reliability"), choices=_RATINGS, required=False)
    note = forms.CharField(label=_("Why"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def of(cls, publisher: Publisher) -> "PublisherForm":
        """The form as the publisher is now."""
        return cls(
            initial={
                "name": publisher.name,
                "reliability": publisher.reliability,
                "note": publisher.note,
                "version": publisher.version,
            }
        )

    def changes(self) -> dict[str, Any]:
        """What the form says, as the service takes it."""
        return {name: self.cleaned_data[name] for name in ("name", "reliability", "note")}


class ReasonForm(forms.Form):
    """A reason that is kept."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
