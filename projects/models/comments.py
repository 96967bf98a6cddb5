"""Comments in threads: one thread for each thing that is talked about, held by it; and who is to hear of a comment."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.ids import new_id
from projects.models.members import Participant
from projects.models.projects import ProjectRow
from projects.vocabulary import Secrecy, Tlp


class Thread(ProjectRow):
    """What is said about one thing. The thing (a document, a mark, a claim) points here; `kind` says which it is.

    A thread has no state of its own: whether it is resolved follows from its last row, as far as each viewer sees its
    rows. So nobody learns from its state of a comment that is hidden from them.
    """

    kind = models.CharField(max_length=12)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "id"], name="thread_in_project")]

    def __str__(self) -> str:
        return self.kind


class Comment(ProjectRow):
    """One comment, or that a thread was resolved or taken up again. The client may choose the id (UUIDv7).

    `document_id`, `subject_id`, `owner_id`, `secrecy` and `tlp` are the policy's columns, as on the events about it:
    the subject is the thing that is talked about, and the owner the participant whose work the row is to the policy.
    `author` is who wrote it. `text` is plain, at most 5,000 code points; that of a deleted comment stays, unshown.
    """

    class Kind(models.TextChoices):
        COMMENT = "comment", _("Comment")
        RESOLVED = "resolved", _("Resolved")
        REOPENED = "reopened", _("Reopened")

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="comments", db_constraint=False, db_index=False)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.COMMENT)
    author = models.ForeignKey(Participant, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    text = models.TextField(blank=True)
    document_id = models.UUIDField(null=True)
    subject_id = models.UUIDField()
    owner_id = models.UUIDField()
    secrecy = models.CharField(max_length=10, choices=Secrecy)
    tlp = models.PositiveSmallIntegerField(choices=Tlp)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "id"], name="comment_in_project"),
            models.CheckConstraint(
                condition=models.Q(kind="comment") | models.Q(text=""), name="comment_words_only_in_comments"
            ),
        ]
        indexes = [
            models.Index(fields=["thread", "created_at", "id"], name="comment_by_thread"),
            models.Index(fields=["document_id", "created_at", "id"], name="comment_by_document"),
        ]

    def __str__(self) -> str:
        return self.text or self.kind


class Notice(models.Model):
    """Somebody is to hear of a comment: it names them, or answers where they wrote or on what they made.

    It is shown to them while it is unread, and only while they may see the comment. It is for that person's own use:
    reading it is no event.
    """

    class Reason(models.TextChoices):
        MENTION = "mention", _("Mentioned")
        REPLY = "reply", _("Answered")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project_id = models.UUIDField()
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="notices", db_constraint=False, db_index=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+", db_constraint=False, db_index=False)
    reason = models.CharField(max_length=8, choices=Reason)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "participant"], name="notice_once")]
        indexes = [
            models.Index(fields=["participant"], name="notice_unread", condition=models.Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.reason
