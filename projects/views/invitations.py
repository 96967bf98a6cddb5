"""The page behind an invitation's link: open an account with it, or join with the one that is signed in."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from projects.errors import Gone, NotFound, Problem
from projects.forms import AcceptForm, tell
from projects.models import Invitation
from projects.queries.projects import in_order
from projects.services.invitations import accept_invitation, accept_with_new_account, find_invitation


@method_decorator([never_cache, sensitive_post_parameters("password")], name="dispatch")
class InvitationPage(View):
    """Open to whoever has the link."""

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        try:
            return self._show(find_invitation(secret), AcceptForm())
        except (NotFound, Gone) as problem:
            return self._refuse(problem)

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        try:
            invitation = find_invitation(secret)
            if request.user.is_authenticated:
                return self._join(invitation, secret)
            return self._open_account(invitation, secret)
        except (NotFound, Gone) as problem:
            return self._refuse(problem)

    def _join(self, invitation: Invitation, secret: str) -> HttpResponse:
        user: Any = self.request.user
        try:
            accept_invitation(secret=secret, user=user)
        except (NotFound, Gone):
            raise
        except Problem as problem:
            return self._show(invitation, AcceptForm(), problem=problem, status=problem.status)
        return redirect(self._start(invitation))

    def _open_account(self, invitation: Invitation, secret: str) -> HttpResponse:
        form = AcceptForm(self.request.POST)
        if form.is_valid():
            try:
                user = accept_with_new_account(secret=secret, **form.cleaned_data)
                login(self.request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
                return redirect(self._start(invitation))
            except (NotFound, Gone):
                raise
            except Problem as problem:
                tell(form, problem)
        return self._show(invitation, form, status=422)

    def _start(self, invitation: Invitation) -> str:
        project = invitation.project
        return reverse("projects:overview", args=[project.slug]) if project else reverse("projects:home")

    def _show(
        self, invitation: Invitation, form: AcceptForm, *, problem: Problem | None = None, status: int = 200
    ) -> HttpResponse:
        here = self.request.path
        context = {
            "invitation": invitation,
            "roles": in_order(invitation.roles),
            "form": form,
            "problem": problem,
            "sign_in_url": f"{reverse('account_login')}?next={here}",
            "may_join": self.request.user.is_authenticated and invitation.project_id is not None,
        }
        return render(self.request, "projects/invitation.html", context, status=status)

    def _refuse(self, problem: Problem) -> HttpResponse:
        context = {"problem": problem, "reason": problem.detail, "heading": _("This link does not work any more")}
        return render(self.request, "projects/invitation_void.html", context, status=problem.status)
