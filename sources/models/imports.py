"""Imports: the uploaded files and what became of each."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models import Job, Participant, ProjectRow


class Import(ProjectRow):
    """One upload of one or more files, read by a job. Its id is the job's own."""

    job = models.OneToOneField(Job, models.CASCADE, related_name="import_record")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="+", db_constraint=False)
    format = models.CharField(max_length=20, default="auto")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "id"], name="import_in_project")]
        indexes = [models.Index(fields=["project", "-created_at"], name="import_by_project")]

    def __str__(self) -> str:
        return f"{self.id}"


class ImportFile(ProjectRow):
    """One uploaded file. `done_lines` says how far a repeated run may skip: what is written is never written twice.

    `errors` keeps the first `ERRORS_KEPT` refusals as `{file, line, detail}`; `refused` counts all of them.
    """

    ERRORS_KEPT = 1000

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    import_record = models.ForeignKey(Import, models.CASCADE, related_name="files")
    name = models.CharField(max_length=500)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    storage_name = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    done_lines = models.BigIntegerField(default=0)
    documents_made = models.BigIntegerField(default=0)
    refused = models.BigIntegerField(default=0)
    errors = models.JSONField(default=list)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name
