"""Saved searches as a list."""

from django.db.models import QuerySet

from projects.viewers import Viewer
from sources.models import SavedSearch


def saved_searches(viewer: Viewer) -> "QuerySet[SavedSearch]":
    """The searches kept in the viewer's project, by their names."""
    rows = SavedSearch.objects.filter(project_id=viewer.project_id)
    return rows.select_related("author").order_by("name", "id")
