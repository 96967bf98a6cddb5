"""Comments on marks."""

from typing import Any

from django.db.models import QuerySet

from annotator.api.annotations import AnnotationEndpoint
from projects.api.comments import CommentsEndpoint


class AnnotationComments(CommentsEndpoint, AnnotationEndpoint):
    """`/annotations/{id}/comments`; those on a deleted mark come back with it."""

    about = "annotation"

    def rows(self) -> QuerySet[Any]:
        return AnnotationEndpoint.rows(self).filter(deleted_at__isnull=True)
