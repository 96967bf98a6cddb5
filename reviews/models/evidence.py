"""Evidence: what a claim rests on or is contradicted by."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from annotator.models import Annotation
from projects.models import Participant, ProjectRow
from projects.vocabulary import Secrecy, Tlp
from reviews.models.claims import Claim
from sources.models import Document, Revision


class Evidence(ProjectRow):
    """A link from a claim to a passage, a whole document or a reference record, with its stance.

    A passage names its revision and fragments (code points), and the annotation it was drawn from when there was one.
    A record is `{citation, url, quotation, retrieved_on}` and needs no document.
    `valid_from` and `valid_to` say which time the passage speaks of, where that is not the claim's.
    `mark_author` is the author of that annotation: the claim is hidden from whoever may not see their marks there.
    """

    class Stance(models.TextChoices):
        STATES = "states", _("States")
        SUPPORTS = "supports", _("Supports")
        CONTRADICTS = "contradicts", _("Contradicts")
        CONTEXT = "context", _("Context")

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="evidence", db_constraint=False)
    stance = models.CharField(max_length=12, choices=Stance)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="evidence", db_constraint=False
    )
    revision = models.ForeignKey(
        Revision, models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False, db_index=False
    )
    annotation = models.ForeignKey(
        Annotation, models.PROTECT, null=True, blank=True, related_name="evidence", db_constraint=False
    )
    mark_author = models.ForeignKey(
        Participant, models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False, db_index=False
    )
    starts = ArrayField(models.PositiveIntegerField(), default=list, blank=True)
    ends = ArrayField(models.PositiveIntegerField(), default=list, blank=True)
    quote = models.TextField(blank=True)
    record = models.JSONField(null=True, blank=True)
    note = models.TextField(blank=True)
    valid_from = models.CharField(max_length=40, blank=True, default="")
    valid_to = models.CharField(max_length=40, blank=True, default="")
    author = models.ForeignKey(Participant, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    secrecy = models.CharField(max_length=10, choices=Secrecy, default=Secrecy.CLAIM)
    tlp = models.PositiveSmallIntegerField(choices=Tlp)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(document__isnull=False) | models.Q(record__isnull=False),
                name="evidence_rests_on_something",
            ),
        ]
        indexes = [
            models.Index(
                fields=["project", "claim"], name="evidence_from_marks", condition=models.Q(annotation__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stance} {self.quote[:40]}"
