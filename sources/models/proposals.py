"""Texts on their way to take the place of a document's current one."""

from django.db import models

from projects.models import Job, Participant, ProjectRow
from sources.models.documents import Document
from sources.models.revisions import Revision


class Proposal(ProjectRow):
    """A text that a job puts in the place of `based_on`. Its id is the job's own; `revision` is what came of it.

    Either it holds the text with its blocks, until the revision holds them, or a stored file that the job reads.
    `copied` says which stretches of the text before stand where in it, `[start before, end before, start now]`, where
    whoever made it knows.
    """

    job = models.OneToOneField(Job, models.CASCADE, related_name="proposal")
    document = models.ForeignKey(Document, models.CASCADE, related_name="proposals", db_constraint=False)
    based_on = models.ForeignKey(Revision, models.CASCADE, related_name="+", db_constraint=False, db_index=False)
    revision = models.OneToOneField(
        Revision, models.CASCADE, null=True, blank=True, related_name="proposal", db_constraint=False
    )
    made = models.CharField(max_length=10, choices=Revision.Made)
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    reason = models.TextField(blank=True)
    text = models.TextField(blank=True)
    blocks = models.JSONField(default=list)
    copied = models.JSONField(null=True, blank=True)
    file_name = models.CharField(max_length=500, blank=True)
    storage_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "id"], name="proposal_in_project")]

    def __str__(self) -> str:
        return f"{self.made} {self.id}"
