"""My work: what waits for the signed-in person across their projects, and the projects."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from projects import pages, policy
from projects.queries.projects import in_order
from projects.viewers import viewers_for
from projects.views.base import Page


class HomePage(Page):
    """The first page after signing in."""

    actions = {"GET": "account.use"}
    template = "projects/home.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        request.nav = "home"  # type: ignore[attr-defined]
        user: Any = request.user
        viewers = viewers_for(user)
        waiting = [
            {
                "label": work.label,
                "url": work.url,
                "count": work.count,
                "icon": work.icon,
                "project": viewer.project.name,
            }
            for viewer in viewers
            for work in pages.waiting_for(viewer)
        ]
        projects = [
            {
                "name": viewer.project.name,
                "description": viewer.project.description,
                "url": reverse("projects:overview", args=[viewer.project.slug]),
                "roles": in_order(viewer.roles),
            }
            for viewer in viewers
        ]
        may_create = policy.may_on_site(user, "project.create")
        return self.render(
            {
                "waiting": waiting,
                "projects": projects,
                "may_create": may_create,
                "why_not": "" if may_create else policy.refusal_on_site("project.create"),
                "new_url": reverse("projects:project_new"),
            }
        )
