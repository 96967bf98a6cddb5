"""Comments over the API: listed and written where something is talked about, changed, deleted, restored; threads.

An app whose rows hold threads makes one small endpoint of `CommentsEndpoint` and its own way of finding the row.
"""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.base import RowEndpoint
from projects.api.fields import page_of
from projects.api.people import PersonShape
from projects.models import Comment, Thread
from projects.queries.comments import ORDER, represent_comment, represent_comments, visible_comments, with_people
from projects.services import comments as services
from projects.services.notices import read_thread


class CommentChange(serializers.Serializer[Any]):
    """New words of a comment."""

    text = serializers.CharField(max_length=services.LONGEST, help_text=_("Plain text; `@username` names a member."))


class NewComment(CommentChange):
    """A comment to write."""

    id = serializers.UUIDField(required=False, help_text=_("A UUIDv7 of the client's own."))
    open = serializers.BooleanField(
        required=False, help_text=_("Shown to everybody who sees the document, blind or not; for managers.")
    )


class Mentioned(PersonShape):
    """A member whom a comment names."""

    username = serializers.CharField()


class CommentShape(serializers.Serializer[Any]):
    """One comment, or that a thread was resolved or taken up again. A thread is resolved while that is its last row."""

    id = serializers.UUIDField()
    thread = serializers.UUIDField()
    about = serializers.ChoiceField(choices=["document", "annotation", "claim"])
    subject = serializers.UUIDField(help_text=_("What it is about."))
    document = serializers.UUIDField(allow_null=True)
    kind = serializers.ChoiceField(choices=Comment.Kind.choices)
    author = PersonShape()
    text = serializers.CharField(allow_blank=True, help_text=_("Empty where it was deleted."))
    open = serializers.BooleanField()
    mentions = Mentioned(many=True)
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)
    deleted_at = serializers.DateTimeField(allow_null=True)


class ListedCommentShape(CommentShape):
    """A comment in a list."""

    unread = serializers.BooleanField(help_text=_("Whether one is to hear of it and has not read it."))


class WrittenShape(CommentShape):
    """A comment that was written or changed."""

    unreached = serializers.ListField(
        child=serializers.CharField(), help_text=_("Names of those it mentions who may not see it now.")
    )


class ThreadShape(serializers.Serializer[Any]):
    """The state of a thread after it was resolved or taken up again; `row` says so in it, if anything changed."""

    id = serializers.UUIDField()
    resolved = serializers.BooleanField()
    row = CommentShape(allow_null=True)


def _written(written: services.Written) -> dict[str, Any]:
    return {**represent_comment(written.comment), "unreached": list(written.unreached)}


class CommentsEndpoint(RowEndpoint):
    """GET and POST of `/{things}/{id}/comments`; `about` names the kind of thing."""

    actions: ClassVar[dict[str, str]] = {"GET": "comment.read", "POST": "comment.write"}
    about: ClassVar[str] = ""

    def comments(self) -> QuerySet[Comment]:
        """The comments of the list."""
        return visible_comments(self.viewer, subject_id=self.row.pk)

    def _represent(self, rows: list[Comment]) -> list[dict[str, Any]]:
        return represent_comments(self.viewer, rows)

    @extend_schema(responses={200: page_of(ListedCommentShape)})
    def get(self, request: Request, **kwargs: Any) -> Response:
        """What the person may see of what was said, in the order of saying; deleted comments without their words."""
        return self.paged(with_people(self.comments()), self._represent, ordering=ORDER)

    @extend_schema(request=NewComment, responses={201: WrittenShape})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Write a comment. Those it mentions hear of it when they may see it; who may not now is named."""
        given = self.validated(NewComment)

        def perform() -> tuple[int, Any]:
            written = services.write_comment(
                by=self.viewer,
                about=self.about,
                subject=self.row.pk,
                text=given["text"],
                id=given.get("id"),
                to_all=given.get("open", False),
            )
            return 201, _written(written)

        return self.write(perform)


class _CommentEndpoint(RowEndpoint):
    """An address of one comment."""

    row: Comment

    def rows(self) -> QuerySet[Comment]:
        return Comment.objects.filter(kind=Comment.Kind.COMMENT)

    def visible(self, row: Any) -> bool:
        return visible_comments(self.viewer, pk=row.pk).exists()


class OneCommentEndpoint(_CommentEndpoint):
    """PATCH and DELETE /comments/{id}."""

    actions: ClassVar[dict[str, str]] = {"PATCH": "comment.edit", "DELETE": "comment.edit"}
    refusals: ClassVar[dict[str, tuple[int, ...]]] = {"PATCH": (410,), "DELETE": (410,)}

    @extend_schema(request=CommentChange, responses={200: WrittenShape})
    def patch(self, request: Request, id: UUID) -> Response:
        """Change one's own words; `If-Match` names the version."""
        version = self.expected_version()
        text = self.validated(CommentChange)["text"]

        def perform() -> tuple[int, Any]:
            return 200, _written(
                services.change_comment(by=self.viewer, comment_id=self.row.id, expected=version, text=text)
            )

        return self.write(perform)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, id: UUID) -> Response:
        """Delete one's own comment; `If-Match` names the version. It can be restored."""
        version = self.expected_version()

        def perform() -> tuple[int, Any]:
            services.delete_comment(by=self.viewer, comment_id=self.row.id, expected=version)
            return 204, None

        return self.write(perform)


class RestoredCommentEndpoint(_CommentEndpoint):
    """POST /comments/{id}/restore."""

    actions: ClassVar[dict[str, str]] = {"POST": "comment.edit"}

    @extend_schema(request=None, responses={200: CommentShape})
    def post(self, request: Request, id: UUID) -> Response:
        """Bring one's own deleted comment back; `If-Match` names the version that the deletion made."""
        version = self.expected_version()

        def perform() -> tuple[int, Any]:
            comment = services.restore_comment(by=self.viewer, comment_id=self.row.id, expected=version)
            return 200, represent_comment(comment)

        return self.write(perform)


class ThreadEndpoint(RowEndpoint):
    """An address of one thread: of somebody who sees at least one of its rows."""

    row: Thread

    def rows(self) -> QuerySet[Thread]:
        return Thread.objects.all()

    def visible(self, row: Any) -> bool:
        return visible_comments(self.viewer, thread_id=row.pk).exists()


class ResolvedThreadEndpoint(ThreadEndpoint):
    """POST /threads/{id}/resolve."""

    actions: ClassVar[dict[str, str]] = {"POST": "thread.resolve"}

    @extend_schema(request=None, responses={200: ThreadShape})
    def post(self, request: Request, id: UUID) -> Response:
        """Say that a thread is done with."""

        def perform() -> tuple[int, Any]:
            row = services.resolve_thread(by=self.viewer, thread_id=self.row.id)
            return 200, {"id": str(id), "resolved": True, "row": represent_comment(row) if row else None}

        return self.write(perform)


class ReopenedThreadEndpoint(ThreadEndpoint):
    """POST /threads/{id}/reopen."""

    actions: ClassVar[dict[str, str]] = {"POST": "thread.resolve"}

    @extend_schema(request=None, responses={200: ThreadShape})
    def post(self, request: Request, id: UUID) -> Response:
        """Take a resolved thread up again."""

        def perform() -> tuple[int, Any]:
            row = services.reopen_thread(by=self.viewer, thread_id=self.row.id)
            return 200, {"id": str(id), "resolved": False, "row": represent_comment(row) if row else None}

        return self.write(perform)


class ReadThreadEndpoint(ThreadEndpoint):
    """POST /threads/{id}/read."""

    actions: ClassVar[dict[str, str]] = {"POST": "comment.read"}

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, id: UUID) -> Response:
        """Say that one has read what one sees of a thread: it waits for one no more."""

        def perform() -> tuple[int, Any]:
            read_thread(by=self.viewer, thread_id=self.row.id)
            return 204, None

        return self.write(perform)
