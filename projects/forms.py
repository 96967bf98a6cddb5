"""Forms of the pages of this app."""

from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from projects.errors import Problem
from projects.models import Membership, Project
from projects.vocabulary import SLUG, SLUG_WRONG, Blindness, Role, Tlp


def tell(form: forms.Form, problem: Problem) -> None:
    """Put what a service refused where it belongs in the form, so that what was typed stays."""
    errors: dict[str, Any] = problem.extra.get("errors") or {}
    told = False
    for name, sentences in errors.items():
        if name in form.fields:
            told = True
            for sentence in sentences:
                form.add_error(name, str(sentence))
    if not told:
        form.add_error(None, str(problem.detail))


def against(data: QueryDict, version: int) -> QueryDict:
    """What was typed, to be sent once more against a newer version."""
    copy = data.copy()
    copy["version"] = str(version)
    return copy


def opened_version(form: forms.Form) -> int | None:
    """The version of the row that the posted page was opened with; where it says none, the form is told so."""
    written = form.data.get("version", "")
    if written.isascii() and written.isdigit():
        return int(written[:9])
    form.add_error(None, _("The page was incomplete. Load it again."))
    return None


class NewProjectForm(forms.Form):
    """A project needs a name; its address follows from it unless it is given."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"data-autofocus": True}))
    slug = forms.RegexField(
        f"^{SLUG}$",
        label=_("Address"),
        error_messages={"invalid": SLUG_WRONG},
        max_length=60,
        required=False,
        help_text=_(
            "Small letters, digits and hyphens; it cannot be changed later. Left empty, it is made from the name."
        ),
    )
    description = forms.CharField(
        label=_("What it is about"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 3})
    )


class SettingsForm(forms.Form):
    """The rules of a project."""

    name = forms.CharField(label=_("Name"), max_length=200)
    description = forms.CharField(
        label=_("What it is about"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    marks_blind = forms.ChoiceField(
        label=_("Others’ marks are hidden"),
        choices=Blindness.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Takes effect at once for everybody. Independent work can be compared; seen work cannot be unseen."
        ),
    )
    verdicts_due = forms.IntegerField(label=_("Verdicts a claim needs"), min_value=1, max_value=9)
    may_judge_own_claims = forms.BooleanField(
        label=_("Reviewers may judge claims they wrote themselves"), required=False
    )
    default_tlp = forms.TypedChoiceField(
        label=_("Marking of what is not marked"), choices=[(level.value, level.label) for level in Tlp], coerce=int
    )
    likelihood_words = forms.ChoiceField(
        label=_("Likelihood (ICD 203)"),
        choices=Project.LikelihoodWords.choices,
        required=False,
        help_text=_("One row of words for the whole project; the two are never mixed."),
    )
    uses_confidence = forms.BooleanField(
        label=_("Verdicts state analytic confidence: low, moderate, high"), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class RolesForm(forms.Form):
    """A set of roles."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Viewers read what is settled. Annotators mark passages, reviewers judge claims, adjudicators decide what"
            " is disputed, managers import texts and run the project. One person may be several."
        ),
    )


class AddMemberForm(RolesForm):
    """An existing account by username or address."""

    person = forms.CharField(label=_("Username or email"), max_length=254)
    clearance = forms.TypedChoiceField(
        label=_("May read up to"),
        choices=[(level.value, level.label) for level in Tlp],
        coerce=int,
        initial=Tlp.AMBER_STRICT.value,
    )
    field_order = ("person", "roles", "clearance")


class ChangeMemberForm(RolesForm):
    """Roles and clearance of a member."""

    clearance = forms.TypedChoiceField(
        label=_("May read up to"), choices=[(level.value, level.label) for level in Tlp], coerce=int
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class InviteForm(RolesForm):
    """An invitation: a link that works once."""

    email = forms.EmailField(
        label=_("Email"), required=False, help_text=_("Only noted, to remember whom the link is for.")
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=200)


class HandOnForm(forms.Form):
    """Who takes the open work over."""

    to = forms.UUIDField(label=_("Hand on to"))


class AcceptForm(forms.Form):
    """A new account, opened with an invitation."""

    username = forms.CharField(
        label=_("Username"),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        widget=forms.TextInput(attrs={"autocomplete": "username", "data-autofocus": True}),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        required=False,
        help_text=_("As the others will see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(label=_("Email"), required=False)
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=1000,
        help_text=_("At least 10 characters; a sentence is easier to keep than a riddle."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class ProfileForm(forms.Form):
    """One's own name."""

    name = forms.CharField(label=_("Name"), max_length=200, required=False, help_text=_("As the others see it."))


class NewUserForm(forms.Form):
    """An account that an administrator opens."""

    username = forms.CharField(label=_("Username"), max_length=150, validators=[UnicodeUsernameValidator()])
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    email = forms.EmailField(label=_("Email"), required=False)
    is_admin = forms.BooleanField(label=_("Administrator of the site"), required=False)


class ChangeUserForm(forms.Form):
    """What an administrator may change of an account."""

    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    email = forms.EmailField(label=_("Email"), required=False)
    is_admin = forms.BooleanField(
        label=_("Administrator of the site"),
        required=False,
        help_text=_("Runs accounts and jobs; reads no project without being a member."),
    )


class SiteInviteForm(forms.Form):
    """An invitation to open an account, without a project."""

    email = forms.EmailField(
        label=_("Email"), required=False, help_text=_("Only noted, to remember whom the link is for.")
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=200)


class UserFilter(forms.Form):
    """Filters of the list of accounts."""

    q = forms.CharField(required=False, max_length=200)
    status = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All accounts")),
            ("active", _("Active")),
            ("suspended", _("Suspended")),
            ("admin", _("Administrators")),
        ],
    )


class PeopleFilter(forms.Form):
    """Filters of the list of members."""

    q = forms.CharField(required=False, max_length=200)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All roles")), *Role.choices])
    status = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Active and suspended")), ("active", _("Active")), ("suspended", _("Suspended"))],
    )


class NameFilter(forms.Form):
    """Filters of the list of imported names."""

    q = forms.CharField(required=False, max_length=200)
    mapped = forms.ChoiceField(
        label=_("Mapped"),
        required=False,
        choices=[("", _("Mapped or not")), ("false", _("Not mapped")), ("true", _("Mapped to a member"))],
    )


class MapNameForm(forms.Form):
    """The member for whom an imported name is to speak."""

    member = forms.ModelChoiceField(
        Membership.objects.none(),
        label=_("Speaks for"),
        empty_label=_("Choose a member"),
        help_text=_("They will see these marks as their own, and may change them."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, members: QuerySet[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["member"]
        field.queryset = members  # type: ignore[attr-defined]
        field.label_from_instance = lambda row: f"{row.participant.name} ({row.user.username})"  # type: ignore[attr-defined]


class JobFilter(forms.Form):
    """Filters of the list of jobs."""

    q = forms.CharField(required=False, max_length=200)
    status = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All jobs")),
            ("queued", _("Queued")),
            ("running", _("Running")),
            ("failed", _("Failed")),
            ("done", _("Done")),
            ("cancelled", _("Cancelled")),
        ],
    )


class HistoryFilter(forms.Form):
    """Filters of the history: what kind of change, by whom, of which document or row, before which number."""

    q = forms.CharField(required=False, max_length=200)
    kind = forms.ChoiceField(label=_("What"), required=False)
    person = forms.ChoiceField(label=_("Who"), required=False)
    document = forms.UUIDField(required=False, widget=forms.HiddenInput)
    subject = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, kinds: list[tuple[str, Any]], people: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["kind"].choices = [("", _("All changes")), *kinds]  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", _("Everybody")), *people]  # type: ignore[attr-defined]
