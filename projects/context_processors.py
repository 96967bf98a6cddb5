"""What the shell of every page needs: the project, its navigation, and the person's other projects."""

from typing import Any

from django.http import HttpRequest

from projects import pages, policy
from projects.models import Membership


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Context for templates/base.html. A page puts its viewer on the request; everything here follows from it."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    viewer = getattr(request, "viewer", None)
    projects = Membership.objects.filter(user=user, suspended_at__isnull=True).select_related("project")
    context: dict[str, Any] = {
        "my_projects": [membership.project for membership in projects.order_by("project__name")[:30]],
        "may_manage_users": policy.may_on_site(user, "user.manage"),
        "may_create_projects": policy.may_on_site(user, "project.create"),
    }
    if viewer is not None:
        context |= {
            "project": viewer.project,
            "viewer": viewer,
            "nav": pages.nav_for(viewer, getattr(request, "nav", "")),
        }
    return context
