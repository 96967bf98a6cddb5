"""The base of every page: sign in, find the project, ask the policy, render. Problems become error pages."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views import View

from projects import policy
from projects.errors import Forbidden, Invalid, NotFound, Problem
from projects.viewers import Viewer, find_viewer


class Page(View):
    """A page for people who have signed in. `actions` maps each method to a site-wide action of the policy."""

    actions: ClassVar[dict[str, str]] = {}
    template: ClassVar[str] = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        method = "GET" if request.method == "HEAD" else request.method or "GET"
        if method not in self.actions:
            return self.http_method_not_allowed(request)
        try:
            self.authorise(request, self.actions[method], **kwargs)
            _refuse_nul(request)
            return super().dispatch(request, *args, **kwargs)
        except Problem as problem:
            return self.refuse(request, problem)

    def authorise(self, request: HttpRequest, action: str, **kwargs: Any) -> None:
        """Raise NotFound or Forbidden unless the person may do the action here."""
        policy.require_on_site(request.user, action)

    def refuse(self, request: HttpRequest, problem: Problem) -> HttpResponse:
        """The page that says what is wrong: 403.html, 404.html, or 400.html with the sentence."""
        status = problem.status
        template = (
            "404.html"
            if isinstance(problem, NotFound)
            else "403.html"
            if isinstance(problem, Forbidden)
            else "400.html"
        )
        return render(request, template, {"problem": problem, "reason": problem.detail}, status=status)

    def render(self, context: dict[str, Any] | None = None, *, status: int = 200, template: str = "") -> HttpResponse:
        """Render the page's template."""
        return render(self.request, template or self.template, context or {}, status=status)

    def back(self, url: str, message: Any = "", *, undo: str = "") -> HttpResponseRedirect:
        """Redirect after a change, with a message for the toast; `undo` is the address that takes the change back."""
        if message:
            messages.success(self.request, str(message), extra_tags=f"undo:{undo}" if undo else "")
        return HttpResponseRedirect(url)

    def back_with_problem(self, url: str, problem: Problem) -> HttpResponseRedirect:
        """Redirect after a change that was refused, with the reason in a toast that stays."""
        messages.error(self.request, str(problem.detail))
        return HttpResponseRedirect(url)


def _refuse_nul(request: HttpRequest) -> None:
    """A NUL character can be in no text that is stored or searched."""
    if any("\0" in text for name, values in request.GET.lists() for text in (name, *values)):
        raise Invalid({"address": _("The address has a NUL character in it. Leave it out.")})


class ProjectPage(Page):
    """A page below `/projects/{slug}`. `nav` names the entry of the navigation it belongs to."""

    nav: ClassVar[str] = ""
    viewer: Viewer

    def authorise(self, request: HttpRequest, action: str, **kwargs: Any) -> None:
        self.viewer = find_viewer(request.user, slug=kwargs["slug"])
        request.viewer = self.viewer  # type: ignore[attr-defined]
        request.nav = self.nav  # type: ignore[attr-defined]
        policy.require(self.viewer, action)

    def visible_or_404(self, model: type[Model], row_id: UUID) -> Any:
        """The row of this project with that id, if the viewer may know of it."""
        rows = model._default_manager.filter(project_id=self.viewer.project_id, pk=row_id)
        row = rows.filter(policy.visible(self.viewer, model)).first()
        if row is None:
            raise NotFound()
        return row
