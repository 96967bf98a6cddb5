"""Pages of documents."""

from projects.views.base import ProjectPage


class DocumentPage(ProjectPage):
    """One document."""
