"""The immutable texts of a document, stored in sections.

A section holds at most 8,000 code points, cut where a block ends, because one text-search vector has a limit of
1 MiB and a reader opens a long text in parts. Its blocks are `[start, end, kind, attributes | null]` in code points of
the whole text.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models import Participant, Project, ProjectRow
from sources.models.documents import Document


class Revision(ProjectRow):
    """One immutable text. `sha256` is of its UTF-8 bytes; `length` counts code points.

    `warnings` are the sentences of its reader about what it could not read. `file_sha256` names the file the text was
    read from, as it lies in the storage (`sources.services.storing`), and `file_size` is its bytes; empty and 0 where
    the text is a part of a file with many, or was written here.
    `made` says how it came about, `based_on`
    names the text that it took the place of. A text that is only proposed is a `Proposal`: each revision has been a
    document's current one.
    """

    class Made(models.TextChoices):
        IMPORTED = "imported", _("Imported")
        REPLACED = "replaced", _("File replaced")
        EDITED = "edited", _("Text edited")
        CORRECTED = "corrected", _("Blocks corrected")
        CLEANED = "cleaned", _("Cleaned")

    project = models.ForeignKey(Project, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    document = models.ForeignKey(
        Document, models.CASCADE, related_name="revisions", db_constraint=False, db_index=False
    )
    number = models.PositiveIntegerField(default=1)
    length = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    reader = models.CharField(max_length=40)
    warnings = models.JSONField(default=list, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True, default="", db_default="")
    file_size = models.BigIntegerField(default=0, db_default=0)
    made = models.CharField(max_length=10, choices=Made, default=Made.IMPORTED, db_default=Made.IMPORTED)
    made_by = models.ForeignKey(
        Participant, models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False, db_index=False
    )
    reason = models.TextField(blank=True, default="", db_default="")
    based_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False, db_index=False
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "id"], name="revision_in_project"),
            models.UniqueConstraint(fields=["document", "number"], name="revision_number_once"),
        ]
        indexes = [models.Index(fields=["project", "sha256"], name="revision_by_digest")]

    def __str__(self) -> str:
        return _("Revision %(number)d") % {"number": self.number}


class Section(models.Model):
    """A run of whole blocks of one revision: `text` starts at code point `start` of the revision."""

    id = models.BigAutoField(primary_key=True)
    project_id = models.UUIDField()
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="sections", db_index=False, db_constraint=False)
    number = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    text = models.TextField()
    blocks = models.JSONField(default=list)
    language = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "number"], name="section_number_once")]

    def __str__(self) -> str:
        return f"{self.revision_id} #{self.number}"
