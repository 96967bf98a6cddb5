"""A project: created, looked over, set up."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from projects import pages, policy
from projects.errors import Problem, Stale
from projects.forms import NewProjectForm, SettingsForm, against, tell
from projects.models import Project
from projects.queries.events import recent_events, told
from projects.queries.members import why_not_leave
from projects.services.members import leave_project
from projects.services.projects import SETTINGS, change_project, create_project
from projects.viewers import find_viewer
from projects.views.base import Page, ProjectPage


class NewProjectPage(Page):
    """Create a project."""

    actions = {"GET": "project.create", "POST": "project.create"}
    template = "projects/project_new.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render({"form": NewProjectForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = NewProjectForm(request.POST)
        user: Any = request.user
        if form.is_valid():
            try:
                viewer = create_project(by=user, **form.cleaned_data)
                url = reverse("projects:overview", args=[viewer.project.slug])
                return self.back(url, _("The project is there. You are its manager."))
            except Problem as problem:
                tell(form, problem)
        return self.render({"form": form}, status=422)


class OverviewPage(ProjectPage):
    """How the project stands: cards of the apps, what is stuck, what happened."""

    actions = {"GET": "project.read"}
    nav = "overview"
    template = "projects/overview.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        return self.render(
            {
                "cards": pages.cards_for(self.viewer),
                "waiting": pages.waiting_for(self.viewer),
                "stuck": pages.stuck_in(self.viewer),
                "activity": [told(event) for event in recent_events(self.viewer)],
                "history_url": reverse("projects:history", args=[slug])
                if policy.may(self.viewer, "history.read")
                else "",
                "roles": sorted(self.viewer.roles),
                "next_step": pages.next_step_for(self.viewer),
                "why_not_leave": why_not_leave(self.viewer),
                "leave_url": reverse("projects:leave", args=[slug]),
            }
        )


class SettingsPage(ProjectPage):
    """The rules of the project: everybody may read them, managers change them."""

    actions = {"GET": "project.read", "POST": "project.change"}
    nav = "settings"
    template = "projects/settings.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        return self._show(SettingsForm(initial=_initial(self.viewer.project)))

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        form = SettingsForm(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        given = dict(form.cleaned_data)
        version = given.pop("version")
        try:
            change_project(by=self.viewer, expected_version=version, changes=given)
        except Stale as stale:
            form.add_error(None, str(stale.detail))
            now = find_viewer(self.viewer.user, project_id=self.viewer.project_id).project
            # The next attempt is made against what is shown beside the form.
            form.data = against(request.POST, now.version)
            return self._show(form, status=409, current=_differences(form, now))
        except Problem as problem:
            tell(form, problem)
            return self._show(form, status=422)
        return self.back(reverse("projects:settings", args=[slug]), _("Saved."))

    def _show(self, form: SettingsForm, *, status: int = 200, current: Any = None) -> HttpResponse:
        why_not = "" if policy.may(self.viewer, "project.change") else policy.refusal(self.viewer, "project.change")
        if why_not:
            for field in form.fields.values():
                field.disabled = True
        return self.render({"form": form, "why_not": why_not, "current": current}, status=status)


def _initial(project: Project) -> dict[str, Any]:
    return {name: getattr(project, name) for name in (*SETTINGS, "version")}


def _differences(form: SettingsForm, project: Project) -> list[dict[str, Any]]:
    """What is stored now where it differs from what was typed."""
    found = []
    for name in SETTINGS:
        stored = getattr(project, name)
        if form.cleaned_data.get(name) != stored:
            choices = dict(getattr(form.fields[name], "choices", ()))
            words = choices.get(stored, {True: _("yes"), False: _("no")}.get(stored, stored))
            found.append({"term": form.fields[name].label, "value": words})
    return found


class LeavePage(ProjectPage):
    """Leave the project."""

    actions = {"POST": "project.leave"}

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        try:
            leave_project(by=self.viewer)
        except Problem as problem:
            return self.back_with_problem(reverse("projects:overview", args=[slug]), problem)
        return self.back(reverse("projects:home"), _("You have left the project."))
