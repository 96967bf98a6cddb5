"""The bibliographic record of a document as a form, and a citation to fill it from."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from projects.vocabulary import Tlp
from sources.citations import READ_AT_MOST
from sources.citations.base import FURTHER, Citation
from sources.citations.records import further_in, record_of, with_further
from sources.models import Document
from sources.records import NOTES_AT_MOST
from sources.vocabulary import BASIS_NAMES, TYPE_NAMES


@dataclass
class Filled:
    """What a citation would change, each as {label, now, then}, and the names of what it says and no field takes."""

    changes: list[dict[str, Any]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


class RecordForm(forms.Form):
    """Every field of the record."""

    title = forms.CharField(label=_("Title"), max_length=1000)
    type = forms.ChoiceField(label=_("Type"), required=False, choices=[("", _("Not said")), *TYPE_NAMES.items()])
    authors = forms.CharField(
        label=_("Authors"),
        required=False,
        help_text=_("One a line. “Family, Given” is a person; any other name stays as it stands."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    publisher = forms.CharField(
        label=_("Publisher"), required=False, max_length=300, help_text=_("A new name is added to the publishers.")
    )
    container = forms.CharField(
        label=_("Part of"), required=False, max_length=300, help_text=_("The newspaper, journal, book or site.")
    )
    published = forms.CharField(
        label=_("Published"),
        required=False,
        max_length=40,
        help_text=_("As 2024, 2024-04 or 2024-04-18, or 2024-04/2024-06; ~ after it means about, ? uncertain."),
    )
    published_basis = forms.ChoiceField(
        label=_("How the date is known"), required=False, choices=[("", _("Not said")), *BASIS_NAMES.items()]
    )
    language = forms.CharField(
        label=_("Language"), required=False, max_length=20, help_text=_("A code such as en or de; search uses it.")
    )
    url = forms.CharField(label=_("Address"), required=False, max_length=2000)
    archive_url = forms.CharField(label=_("Archived copy"), required=False, max_length=2000)
    retrieved = forms.CharField(label=_("Retrieved on"), required=False, max_length=10, help_text=_("As 2024-04-18."))
    licence = forms.CharField(label=_("Licence"), required=False, max_length=300)
    further = forms.CharField(
        label=_("Numbers"),
        required=False,
        max_length=5000,
        help_text=format_lazy(_("One a line, as “DOI: 10.1000/182”: {names}."), names=", ".join(FURTHER)),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    notes = forms.CharField(
        label=_("Notes"), required=False, max_length=NOTES_AT_MOST, widget=forms.Textarea(attrs={"rows": 3})
    )
    tlp = forms.ChoiceField(label=_("Marking"), choices=[(level.label, level.label) for level in Tlp])
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=2000, help_text=_("Needed where the marking is lowered.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, document: Document) -> "RecordForm":
        """The form as the record is now."""
        plain = (
            "title", "type", "container", "published", "published_basis", "language", "url", "archive_url", "retrieved",
            "licence", "notes", "version",
        )  # fmt: skip
        return cls(
            initial={
                **{name: getattr(document, name) for name in plain},
                "authors": "\n".join(document.authors),
                "publisher": document.publisher.name if document.publisher else "",
                "further": _lines(further_in(document.metadata)),
                "tlp": Tlp(document.tlp).label,
            }
        )

    def clean_further(self) -> dict[str, str]:
        """Name and value of each line."""
        known = {name.casefold(): name for name in FURTHER}
        found: dict[str, str] = {}
        for line in self.cleaned_data["further"].splitlines():
            name, colon, value = (part.strip() for part in line.partition(":"))
            if not (name or value):
                continue
            if not colon or name.casefold() not in known:
                raise forms.ValidationError(
                    _("“%(line)s” begins with none of these: %(names)s."),
                    params={"line": line.strip()[:60], "names": ", ".join(FURTHER)},
                )
            found[known[name.casefold()]] = value
        return found

    def changes(self, metadata: dict[str, Any]) -> dict[str, Any]:
        """What the form says, as the service takes it; the further fields stand in the metadata."""
        apart = {"version", "reason", "further"}
        given = {name: value for name, value in self.cleaned_data.items() if name not in apart}
        given["authors"] = [line.strip() for line in given["authors"].splitlines() if line.strip()]
        given["metadata"] = with_further(metadata, self.cleaned_data["further"])
        return given

    def fill(self, citation: Citation) -> Filled:
        """Put what a citation says into the fields of a form that nobody has sent yet."""
        given, further, left_out = record_of(citation)
        if "authors" in given:
            given["authors"] = "\n".join(given["authors"])
        if further:
            now = dict(line.split(": ", 1) for line in self.initial["further"].splitlines())
            given["further"] = _lines(now | further)
        filled = Filled(left_out=left_out)
        for name, then in given.items():
            now = self.initial.get(name, "")
            if then != now:
                self.initial[name] = then
                filled.changes.append(
                    {"label": self.fields[name].label, "now": self._shown(name, now), "then": self._shown(name, then)}
                )
        return filled

    def _shown(self, name: str, value: str) -> Any:
        names: dict[str, Any] = {"type": TYPE_NAMES, "published_basis": BASIS_NAMES}.get(name, {})
        return names.get(value, value)


def _lines(further: dict[str, str]) -> str:
    return "\n".join(f"{name}: {further[name]}" for name in FURTHER if name in further)


class CitationForm(forms.Form):
    """One entry of CSL-JSON, BibTeX or RIS, pasted or in a file."""

    entry = forms.CharField(
        label=_("Entry"),
        required=False,
        max_length=READ_AT_MOST,
        help_text=_("One entry of CSL-JSON, BibTeX or RIS."),
        widget=forms.Textarea(attrs={"rows": 6, "class": "mono", "spellcheck": "false"}),
    )
    file = forms.FileField(label=_("Or a file with one entry"), required=False)

    def clean(self) -> dict[str, Any]:
        """Take the words of the file where nothing was pasted."""
        given = super().clean() or self.cleaned_data
        file = given.get("file")
        if file is not None and not given.get("entry"):
            if file.size > 4 * READ_AT_MOST:
                raise forms.ValidationError(_("A file with one entry is not as large as this."))
            try:
                given["entry"] = file.read().decode("utf-8-sig").replace("\0", "")
            except UnicodeDecodeError:
                raise forms.ValidationError(
                    _("This is not UTF-8. Save the file as UTF-8 and choose it again.")
                ) from None
        if not given.get("entry") and not self.errors:
            self.add_error("entry", _("Paste an entry, or choose a file."))
        return given
