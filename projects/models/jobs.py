"""The queue of record for work that outlives a request."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.ids import new_id
from projects.models.projects import Project
from projects.models.users import User


class Job(models.Model):
    """One piece of background work.

    A worker holds a *lease* on the job it runs and renews it with each report of progress; a job whose lease has run
    out is handed to another worker, at most `attempt_limit` times. `attempt` only grows, so that an earlier holder
    can tell that it lost the job; trying a failed job again raises the limit.
    """

    class Status(models.TextChoices):
        QUEUED = "queued", _("Queued")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=40)
    requested_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    params = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    progress = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    result = models.JSONField(default=dict)
    errors = models.JSONField(default=list)
    attempt = models.PositiveSmallIntegerField(default=0)
    attempt_limit = models.PositiveSmallIntegerField(default=5)
    cancel_requested = models.BooleanField(default=False)
    sent_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "id"], name="job_in_project")]
        indexes = [
            models.Index(
                fields=["created_at"], name="job_unfinished", condition=models.Q(status__in=["queued", "running"])
            ),
            models.Index(fields=["project", "-created_at"], name="job_by_project"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.status}"

    @property
    def finished(self) -> bool:
        """Whether nothing more will happen to this job."""
        return self.status in {self.Status.DONE, self.Status.FAILED, self.Status.CANCELLED}
