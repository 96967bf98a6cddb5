"""Comments on documents: what was said about one, and about its marks."""

from django.db.models import QuerySet

from projects.api.comments import CommentsEndpoint
from projects.models import Comment
from projects.queries.comments import visible_comments
from sources.api.base import DocumentEndpoint


class DocumentComments(CommentsEndpoint, DocumentEndpoint):
    """`/documents/{id}/comments`: reading gives the comments on its marks as well, writing comments on the document."""

    about = "document"

    def comments(self) -> QuerySet[Comment]:
        return visible_comments(self.viewer, document_id=self.row.id)
