"""One's own account: name, password, second factor, API tokens, sessions."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.forms import ProfileForm
from projects.services.tokens import issue_token, revoke_token, tokens_of
from projects.services.users import end_sessions, rename_self
from projects.views.base import Page


class AccountPage(Page):
    """Everything about oneself in one place."""

    actions = {"GET": "account.use", "POST": "account.use"}
    template = "projects/account.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        form = ProfileForm(request.POST)
        if form.is_valid():
            rename_self(user=user, name=form.cleaned_data["name"])
            return self.back(reverse("projects:account"), _("Saved."))
        return self.show(profile=form, status=422)

    def show(self, *, profile: ProfileForm | None = None, token: str = "", status: int = 200) -> HttpResponse:
        """The page; a new token is on it once."""
        user: Any = self.request.user
        self.request.nav = "account"  # type: ignore[attr-defined]
        response = self.render(
            {
                "profile": profile or ProfileForm(initial={"name": user.name}),
                "tokens": [
                    {
                        "key": row.token_key,
                        "created": row.created,
                        "expires": row.expiry,
                        "revoke_url": reverse("projects:token_revoke", args=[row.token_key]),
                    }
                    for row in tokens_of(user)
                ],
                "new_token": token,
                "has_second_factor": is_mfa_enabled(user),
            },
            status=status,
            template=AccountPage.template,
        )
        response["Cache-Control"] = "no-store"
        return response


class NewTokenPage(AccountPage):
    """Make an API token; it is on the page that answers and nowhere else."""

    actions = {"POST": "account.use"}

    def post(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        return self.show(token=issue_token(user=user).text, status=201)


class RevokeTokenPage(Page):
    """Revoke one of one's API tokens."""

    actions = {"POST": "account.use"}

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        user: Any = request.user
        revoke_token(user=user, key=key)
        return self.back(reverse("projects:account"), _("The token is void."))


class EndSessionsPage(Page):
    """Sign out everywhere else, and revoke every token."""

    actions = {"POST": "account.use"}

    def post(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        end_sessions(by=user, user=user)
        update_session_auth_hash(request, user)
        return self.back(reverse("projects:account"), _("Every other session has ended, and every token is void."))
