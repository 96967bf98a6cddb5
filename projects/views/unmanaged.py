"""A project that nobody can manage gets a manager from an administrator of the site."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.appoint_form import AppointForm
from projects.errors import Conflict, NotFound, Problem
from projects.forms import tell
from projects.models import Project
from projects.queries.members import find_user
from projects.queries.unmanaged import candidates, managed_already, unmanaged_projects
from projects.services.appointing import appoint_manager
from projects.views.users import AdminPage


class AppointPage(AdminPage):
    """Choose who manages the project from now on, and say why."""

    actions = {"GET": "manager.appoint", "POST": "manager.appoint"}
    template = "projects/appoint.html"

    def get(self, request: HttpRequest, id: UUID) -> HttpResponse:
        project = self._find(id)
        return self._show(project, self._form(project))

    def post(self, request: HttpRequest, id: UUID) -> HttpResponse:
        project = self._find(id)
        form = self._form(project, request.POST)
        by: Any = request.user
        if form.is_valid():
            given = form.cleaned_data
            try:
                user = find_user(username=given["username"], email=None)
                appoint_manager(by=by, project_id=id, user=user, reason=given["reason"])
                words = _("%(name)s manages “%(project)s” now.") % {"name": user.display_name, "project": project.name}
                return self.back(reverse("projects:user_list"), words)
            except Problem as problem:
                tell(form, problem)
                if isinstance(problem, Conflict):
                    return self._show(project, form, status=409)
        return self._show(project, form, status=422)

    def _find(self, id: UUID) -> Project:
        project = Project.objects.filter(id=id).first()
        if project is None:
            raise NotFound()
        if not unmanaged_projects().filter(id=id).exists():
            raise managed_already(project)
        return project

    def _form(self, project: Project, data: Any = None) -> AppointForm:
        people = [(row.user.username, row.participant.name) for row in candidates([project])]
        return AppointForm(data, people=people)

    def _show(self, project: Project, form: AppointForm, *, status: int = 200) -> HttpResponse:
        crumbs = [{"label": _("Accounts"), "url": reverse("projects:user_list")}, {"label": project.name}]
        return self.render({"unmanaged": project, "form": form, "crumbs": crumbs}, status=status)
