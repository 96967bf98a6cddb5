"""Who published documents: how far each can be relied upon, since when and why, and which of them are the same."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models import Participant, ProjectRow

_LETTERS = [(letter, letter) for letter in "ABCDEF"]


class Publisher(ProjectRow):
    """An outlet or organisation. `reliability` is the letter of the rating that holds now; unrated counts as F.

    One that was merged into another keeps its ratings and its name, has no documents, and points to where they went.
    """

    name = models.CharField(_("name"), max_length=300)
    country = models.CharField(_("country"), max_length=2, blank=True, default="")
    url = models.URLField(_("address"), max_length=2000, blank=True, default="")
    aliases = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    reliability = models.CharField(max_length=1, blank=True, choices=_LETTERS)
    note = models.TextField(blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", db_constraint=False
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "id"], name="publisher_in_project"),
            models.UniqueConstraint(fields=["project", "name"], name="publisher_name_once"),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("id")),
                name="publisher_not_into_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PublisherRating(ProjectRow):
    """One letter given to a publisher: from when on it holds, by whom and why. Rows are added and never changed.

    `valid_from` is the date as it was written (EDTF: a year, a month or a day), empty where nobody knows; `begins` is
    its first day. `author` is empty for the letters that stood before ratings were kept.
    """

    publisher = models.ForeignKey(
        Publisher, models.CASCADE, related_name="ratings", db_constraint=False, db_index=False
    )
    reliability = models.CharField(max_length=1, choices=_LETTERS)
    valid_from = models.CharField(max_length=10, blank=True)
    begins = models.DateField(null=True)
    reason = models.TextField()
    author = models.ForeignKey(
        Participant, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="rating_has_a_reason"),
            models.CheckConstraint(condition=models.Q(reliability__in=list("ABCDEF")), name="rating_is_a_letter"),
        ]
        indexes = [models.Index(fields=["publisher", "begins", "created_at"], name="rating_by_publisher")]

    def __str__(self) -> str:
        return f"{self.reliability} {self.valid_from}".strip()


class MovedDocument(ProjectRow):
    """A document that a merge took from one publisher to another: what splitting them gives back.

    `came_from` is the publisher that was merged. The row goes when the document has been given back.
    """

    came_from = models.ForeignKey(Publisher, models.CASCADE, related_name="+", db_constraint=False, db_index=False)
    document = models.ForeignKey("sources.Document", models.CASCADE, related_name="+", db_constraint=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["came_from", "document"], name="moved_document_once")]
