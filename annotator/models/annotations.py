"""Annotations and their anchors: one decision with a stable id, and where it stands in each revision."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from annotator.models.labels import Label
from projects.models import Participant, Project, ProjectRow, Thread
from projects.vocabulary import Layer, Secrecy, Tlp
from sources.models import Document, Revision


class Annotation(ProjectRow):
    """One annotator's label on one span. The client may choose the id (UUIDv7); a deleted id stays deleted."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    document = models.ForeignKey(Document, models.CASCADE, related_name="annotations", db_constraint=False)
    label = models.ForeignKey(Label, models.PROTECT, related_name="annotations", db_constraint=False, db_index=False)
    author = models.ForeignKey(
        Participant, models.PROTECT, related_name="annotations", db_constraint=False, db_index=False
    )
    layer = models.CharField(max_length=8, choices=Layer, default=Layer.PERSON)
    secrecy = models.CharField(max_length=10, choices=Secrecy, default=Secrecy.MARK)
    tlp = models.PositiveSmallIntegerField(choices=Tlp)
    note = models.TextField(blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    derived_from = models.UUIDField(null=True, blank=True)
    thread = models.ForeignKey(
        Thread, models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False, db_index=False
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "id"], name="annotation_in_project"),
            models.UniqueConstraint(
                fields=["thread"], condition=models.Q(thread__isnull=False), name="annotation_thread_once"
            ),
        ]
        indexes = [models.Index(fields=["label"], name="annotation_by_label")]

    def __str__(self) -> str:
        return f"{self.label_id} by {self.author_id}"


class Anchor(models.Model):
    """Where an annotation stands in one revision: fragments in code points, half-open, in order of reading.

    `quote` joins the words of the fragments with ` … `; `prefix` and `suffix` are up to 32 characters around the whole.
    """

    class Grade(models.TextChoices):
        EXACT = "exact", _("Exact")
        SHIFTED = "shifted", _("Shifted")
        EDITED = "edited", _("Edited")
        MOVED = "moved", _("Moved")

    id = models.BigAutoField(primary_key=True)
    project_id = models.UUIDField()
    annotation = models.ForeignKey(
        Annotation, models.CASCADE, related_name="anchors", db_constraint=False, db_index=False
    )
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="anchors", db_constraint=False)
    starts = ArrayField(models.PositiveIntegerField())
    ends = ArrayField(models.PositiveIntegerField())
    quote = models.TextField()
    prefix = models.CharField(max_length=32, blank=True)
    suffix = models.CharField(max_length=32, blank=True)
    grade = models.CharField(max_length=10, choices=Grade, default=Grade.EXACT)
    decided_by = models.ForeignKey(
        Participant, models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False, db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["annotation", "revision"], name="anchor_once_per_revision"),
            models.CheckConstraint(condition=models.Q(starts__len__gt=0), name="anchor_has_a_fragment"),
        ]

    def __str__(self) -> str:
        return self.quote
