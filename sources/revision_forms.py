"""Forms for another text of a document."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sources.blocks import KINDS
from sources.refusals import Refused
from sources.text import settle
from sources.wording import worded


class RevisionForm(forms.Form):
    """What every way to another text has: what it is made from, and why. `conflict`: that is not current any more."""

    based_on = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=2000, help_text=_("Kept with the text and shown beside it.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflict = False


class FileForm(RevisionForm):
    """Another file; the file itself is taken from the request."""


class TextForm(RevisionForm):
    """The whole text."""

    text = forms.CharField(
        label=_("Text"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true", "class": "textarea--text"}),
    )

    def clean_text(self) -> str:
        """The text with the line ends of the kept one, as browsers send others."""
        try:
            return settle(self.cleaned_data["text"])[0]
        except Refused as refusal:
            raise forms.ValidationError(worded(refusal)) from None

    def typed(self) -> str:
        """The text that was typed."""
        return str(self.cleaned_data["text"])


class BlocksForm(RevisionForm):
    """Every block of the text as a line `start end kind`, in the order wanted."""

    blocks = forms.CharField(widget=forms.HiddenInput)

    def clean_blocks(self) -> list[tuple[int, int, str]]:
        """The lines as places and kinds."""
        found = _lines(self.cleaned_data["blocks"])
        if found is None:
            raise forms.ValidationError(_("The page was incomplete. Load it again."))
        return found

    def chosen(self) -> list[tuple[int, int, str]]:
        """What was sent, to be shown again."""
        return (_lines(self.data.get("blocks", "")) or []) if self.is_bound else []


def _lines(given: str) -> list[tuple[int, int, str]] | None:
    found = []
    for line in given.splitlines():
        start, _space, rest = line.partition(" ")
        end, _space, kind = rest.partition(" ")
        if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in (start, end)) or kind not in KINDS:
            return None
        found.append((int(start), int(end), kind))
    return found
