"""Documents as published."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models import ProjectRow, Thread
from projects.vocabulary import Tlp
from sources.models.publishers import Publisher


class Document(ProjectRow):
    """One text as published, with its bibliographic record.

    `published` is a date in EDTF (see `sources.dates`), empty when unknown, and `published_basis` says how it is known;
    `retrieved` is a day. The vocabularies are those of `sources.records`. `current_revision` is the text
    that is read and marked now; its project is held to this one by a deferred composite key.
    """

    title = models.CharField(_("title"), max_length=1000)
    authors = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    publisher = models.ForeignKey(
        Publisher, models.PROTECT, null=True, blank=True, related_name="documents", db_constraint=False
    )
    published = models.CharField(_("published"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=20, blank=True)
    url = models.URLField(_("address"), max_length=2000, blank=True)
    type = models.CharField(max_length=40, blank=True, default="", db_default="")
    container = models.CharField(max_length=300, blank=True, default="", db_default="")
    published_basis = models.CharField(max_length=10, blank=True, default="", db_default="")
    archive_url = models.URLField(max_length=2000, blank=True, default="", db_default="")
    retrieved = models.CharField(max_length=10, blank=True, default="", db_default="")
    licence = models.CharField(max_length=300, blank=True, default="", db_default="")
    notes = models.TextField(blank=True, default="", db_default="")
    file_name = models.CharField(max_length=500, blank=True)
    metadata = models.JSONField(default=dict, blank=True)
    tlp = models.PositiveSmallIntegerField(choices=Tlp)
    current_revision = models.ForeignKey(
        "sources.Revision", models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    import_file = models.ForeignKey(
        "sources.ImportFile", models.SET_NULL, null=True, blank=True, related_name="documents", db_constraint=False
    )
    thread = models.ForeignKey(
        Thread, models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False, db_index=False
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "id"], name="document_in_project"),
            models.CheckConstraint(condition=models.Q(tlp__range=(0, 4)), name="document_tlp"),
            models.UniqueConstraint(
                fields=["thread"], condition=models.Q(thread__isnull=False), name="document_thread_once"
            ),
        ]
        indexes = [models.Index(fields=["project", "tlp"], include=["id"], name="document_by_tlp")]

    def __str__(self) -> str:
        return self.title
