"""Accounts of the site as administrators see them: who, since when, what is open; never what is in a project."""

from typing import Any

from django.db.models import Count, QuerySet

from projects.models import Participant, User
from projects.open_work import open_work_of
from projects.queries.unmanaged import left_by
from projects.spelling import holding


def accounts(q: str = "", *, status: str = "") -> QuerySet[User]:
    """Accounts by a piece of username, name or address."""
    found = User.objects.annotate(project_count=Count("memberships"))
    if q:
        found = found.filter(holding(q, "username", "name", "email"))
    if status in {"active", "suspended"}:
        found = found.filter(is_active=status == "active")
    if status == "admin":
        found = found.filter(is_admin=True)
    return found


def represent_user(user: User) -> dict[str, Any]:
    """One account."""
    return {
        "id": user.id,
        "username": user.username,
        "name": user.display_name,
        "email": user.email,
        "is_admin": user.is_admin,
        "status": "active" if user.is_active else "suspended",
        "created_at": user.date_joined,
        "last_login": user.last_login,
        "suspended_at": user.suspended_at,
    }


def open_work_everywhere(user: User) -> list[dict[str, Any]]:
    """What the person has open, by project: counts only, for somebody who may not look into the projects."""
    return [
        {"project": participant.project.name, "label": str(work.label), "count": work.count}
        for participant in Participant.objects.filter(user=user).select_related("project").order_by("project__name")
        for work in open_work_of(participant)
    ]


def projects_without_manager(user: User) -> list[str]:
    """The projects that nobody can manage while this person is suspended."""
    return [project.name for project in left_by(user)]
