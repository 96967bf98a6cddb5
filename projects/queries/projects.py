"""Projects as the API and the pages show them."""

from typing import Any

from projects.models import Project
from projects.viewers import Viewer
from projects.vocabulary import Role, Tlp


def in_order(roles: frozenset[str] | list[str]) -> list[str]:
    """Roles in the order of what they may do."""
    return [role for role in Role.values if role in roles]


def represent_settings(project: Project) -> dict[str, Any]:
    """A project's own columns."""
    return {
        "id": project.id,
        "slug": project.slug,
        "name": project.name,
        "description": project.description,
        "marks_blind": project.marks_blind,
        "verdicts_due": project.verdicts_due,
        "may_judge_own_claims": project.may_judge_own_claims,
        "default_tlp": Tlp(project.default_tlp).label,
        "likelihood_words": project.likelihood_words,
        "uses_confidence": project.uses_confidence,
        "version": project.version,
        "created_at": project.created_at,
    }


def represent_project(viewer: Viewer) -> dict[str, Any]:
    """A project as one of its members sees it, with what they are there."""
    return represent_settings(viewer.project) | {
        "roles": in_order(viewer.roles),
        "clearance": Tlp(viewer.clearance).label,
    }
