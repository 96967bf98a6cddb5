"""Projects that nobody can manage: their only managers' accounts are suspended or gone.

An administrator of the site sees the name of such a project and who its active members are, and nothing in it.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from projects.errors import Conflict
from projects.models import Membership, Project, User
from projects.queries.members import managing


def unmanaged_projects() -> QuerySet[Project]:
    """The projects without an active manager."""
    return Project.objects.filter(~Exists(managing().filter(project_id=OuterRef("pk"))))


def left_by(user: User) -> QuerySet[Project]:
    """The projects that have no active manager without this user."""
    managed = Membership.objects.filter(user=user, roles__contains=["manager"], suspended_at__isnull=True)
    others = managing().filter(project_id=OuterRef("pk")).exclude(user=user)
    return Project.objects.filter(~Exists(others), id__in=managed.values("project_id")).order_by("name", "slug")


def managed_already(project: Project) -> Conflict:
    """Why nobody is appointed: the project can be managed from inside."""
    return Conflict(_("“%(name)s” has an active manager, who decides who else manages it.") % {"name": project.name})


def candidates(projects: Iterable[Project]) -> QuerySet[Membership]:
    """The active members of some projects: those of whom a manager can be made first."""
    active = Membership.objects.filter(project__in=projects, suspended_at__isnull=True, user__is_active=True)
    return active.select_related("user", "participant").order_by("participant__name", "user__username")


def represent_unmanaged(projects: Iterable[Project]) -> list[dict[str, Any]]:
    """Projects by name, each with its active members."""
    rows = list(projects)
    members: dict[Any, list[dict[str, str]]] = {project.id: [] for project in rows}
    for membership in candidates(rows):
        person = {"username": membership.user.username, "name": membership.participant.name}
        members[membership.project_id].append(person)
    return [
        {"id": project.id, "slug": project.slug, "name": project.name, "members": members[project.id]}
        for project in rows
    ]
