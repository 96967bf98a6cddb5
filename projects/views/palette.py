"""What the command palette finds: projects, pages, people, things to do, and what the apps know by name."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from projects import pages, policy
from projects.models import Membership
from projects.pages import Found
from projects.spelling import holding, spellings
from projects.viewers import Viewer, viewers_for
from projects.views.base import Page, ProjectPage

MOST = 30


def _matches(text: str, *names: str) -> bool:
    return any(spelling in name.lower() for name in names for spelling in spellings(text))


def _projects(viewers: list[Viewer], text: str) -> list[Found]:
    return [
        Found(
            viewer.project.name,
            reverse("projects:overview", args=[viewer.project.slug]),
            kind=_("Projects"),
            icon="folder",
        )
        for viewer in viewers
        if _matches(text, viewer.project.name, viewer.project.slug)
    ]


def _pages(viewers: list[Viewer], text: str) -> list[Found]:
    return [
        Found(str(item["label"]), item["url"], kind=_("Pages"), hint=viewer.project.name, icon=item["icon"])
        for viewer in viewers
        for item in pages.nav_for(viewer)
        if _matches(text, str(item["label"]))
    ][:8]


def _people(viewer: Viewer, text: str) -> list[Found]:
    rows = Membership.objects.filter(holding(text, "participant__name"), project_id=viewer.project_id)
    slug = viewer.project.slug
    return [
        Found(
            row.participant.name, reverse("projects:member", args=[slug, row.id]), kind=_("People"), icon="user-round"
        )
        for row in rows.select_related("participant").order_by("participant__name")[:8]
    ]


def _answer(found: list[Found]) -> JsonResponse:
    response = JsonResponse({"results": [asdict(one) for one in found[:MOST]]})
    response["Cache-Control"] = "no-store"
    return response


class PalettePage(Page):
    """The palette outside of projects."""

    actions = {"GET": "account.use"}

    def get(self, request: HttpRequest) -> HttpResponse:
        text = request.GET.get("q", "").strip().lower()[:200]
        user: Any = request.user
        if not text:
            return _answer([])
        viewers = viewers_for(user)
        found = _projects(viewers, text) + _pages(viewers, text)
        if policy.may_on_site(user, "project.create") and _matches(text, _("New project").lower()):
            found.append(Found(_("New project"), reverse("projects:project_new"), kind=_("Do"), icon="plus"))
        return _answer(found)


class ProjectPalettePage(ProjectPage):
    """The palette inside a project."""

    actions = {"GET": "project.read"}

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        text = request.GET.get("q", "").strip().lower()[:200]
        if not text:
            return _answer([])
        viewer = self.viewer
        others = [other for other in viewers_for(viewer.user) if other.project_id != viewer.project_id]
        doing = [
            Found(command.label, command.url, kind=_("Do"), icon=command.icon)
            for command in pages.commands_for(viewer)
            if _matches(text, command.label.lower())
        ]
        named = pages.found_by(viewer, text)
        return _answer(doing + named + _people(viewer, text) + _projects(others, text) + _pages(others, text))
