"""Exports: a file made for one person, at one marking, from one snapshot, for a limited time."""

from django.db import models

from projects.models import Job, Participant, ProjectRow, User
from projects.vocabulary import Tlp

# The secrecy of what concerns one person's exports.
SECRECY = "export"


class Export(ProjectRow):
    """One requested export; its id is its job's. The file is removed at `expires_at`, the manifest stays."""

    JOB_KIND = "exchange.export"

    job = models.OneToOneField(Job, models.CASCADE, related_name="export")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="+", db_constraint=False)
    format = models.CharField(max_length=40)
    filters = models.JSONField(default=dict, blank=True)
    tlp = models.PositiveSmallIntegerField(choices=Tlp)
    manifest = models.JSONField(default=dict, blank=True)
    storage_name = models.CharField(max_length=200, blank=True)
    size = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.format} {self.id}"
