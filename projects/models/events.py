"""The log: every change of a project, numbered without gaps, chained by hash, and the results of writes by key."""

from django.db import models

from projects.models.projects import Project
from projects.models.users import User
from projects.vocabulary import Secrecy, Tlp


class EventCounter(models.Model):
    """The last event number of a project and the hash of that event; locked by the last statement of a change."""

    project = models.OneToOneField(Project, models.CASCADE, primary_key=True, related_name="+")
    number = models.BigIntegerField(default=0)
    hash = models.BinaryField(default=bytes)


class Event(models.Model):
    """One change: who, what, before, after, when.

    `document_id`, `subject_id`, `author_id`, `secrecy` and `tlp` are the columns the policy reads: which document and
    row the change concerns, whose work that row is, and under which rule of blindness and marking it stands.
    `digest` is the SHA-256 of the payload; `hash` chains it to the event before.
    """

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )  # the counter's row stands for the key
    number = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    document_id = models.UUIDField(null=True)
    subject_id = models.UUIDField(null=True)
    author_id = models.UUIDField(null=True)
    secrecy = models.CharField(max_length=10, choices=Secrecy, default=Secrecy.OPEN)
    tlp = models.PositiveSmallIntegerField(choices=Tlp, default=Tlp.CLEAR)
    operation = models.CharField(max_length=100, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    redacted = models.BooleanField(default=False)
    digest = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="event_number_once")]
        indexes = [
            models.Index(fields=["project", "subject_id", "number"], name="event_by_subject"),
            models.Index(fields=["project", "document_id", "number"], name="event_by_document"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"


class Operation(models.Model):
    """The stored answer to one write that carried an Idempotency-Key; a repeat gets the same answer."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=100)
    digest = models.BinaryField()
    status = models.PositiveSmallIntegerField()
    body = models.JSONField(null=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="operation_once_per_key")]


class SiteEvent(models.Model):
    """One change of the site's accounts, which belong to no project: numbered and chained as a project's events."""

    number = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=60)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    subject_id = models.UUIDField(null=True, db_index=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    digest = models.BinaryField()
    hash = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"
