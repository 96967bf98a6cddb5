"""What the shell of every page needs: the project, its navigation, the person's other projects, search and palette."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from projects import pages
from projects.viewers import Viewer, viewers_for


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Context for templates/base.html. A page puts its viewer on the request; everything here follows from it."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    viewer: Viewer | None = getattr(request, "viewer", None)
    current = getattr(request, "nav", "")
    slug = viewer.project.slug if viewer else None
    context: dict[str, Any] = {
        "projects_menu": [
            {
                "name": mine.project.name,
                "url": reverse("projects:overview", args=[mine.project.slug]),
                "current": mine.project.slug == slug,
            }
            for mine in viewers_for(user)[:30]
        ],
        "search_url": pages.search_url(viewer),
        "account_url": reverse("projects:account"),
    }
    if viewer is None:
        palette = reverse("projects:palette")
        return context | {"nav_main": pages.nav_of_site(user, current), "palette_url": palette}
    return context | {
        "project": viewer.project,
        "viewer": viewer,
        "nav": pages.nav_for(viewer, current),
        "palette_url": reverse("projects:project_palette", args=[slug]),
    }
