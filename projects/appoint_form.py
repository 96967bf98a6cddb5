"""The form on the page that appoints a manager of a project without one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class AppointForm(forms.Form):
    """Who is to manage a project that nobody can manage: one of its active members, anybody where it has none."""

    username = forms.CharField(
        label=_("Username"), max_length=150, help_text=_("The project has no active member: name any active account.")
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        help_text=_("The people of the project will read it in its history."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if people:
            choices = [("", _("Choose a member")), *((name, f"{shown} ({name})") for name, shown in people)]
            self.fields["username"] = forms.ChoiceField(label=_("New manager"), choices=choices)
