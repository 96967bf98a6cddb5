"""Publishers as lists."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from projects import policy
from projects.spelling import holding
from projects.viewers import Viewer
from sources.models import Document, Publisher


def publishers_of(viewer: Viewer, words: str = "") -> QuerySet[Publisher]:
    """The publishers of the viewer's project whose name holds the words."""
    rows = Publisher.objects.filter(project_id=viewer.project_id)
    return rows.filter(holding(words, "name")) if words else rows


def with_counts(viewer: Viewer, rows: QuerySet[Publisher]) -> Any:
    """Publishers with the number of their documents that the viewer may know of, as `document_count`."""
    known = Document.objects.filter(project_id=viewer.project_id, deleted_at__isnull=True)
    known = known.filter(policy.visible(viewer, Document))
    return rows.annotate(document_count=Count("documents", filter=Q(documents__in=known)))
