"""Who reads what, and who has finished: the facts that blindness rests on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models import Participant, ProjectRow
from sources.models.documents import Document


class Reading(ProjectRow):
    """One member's reading of one document; it is due until it is finished or handed back.

    `revealed_at` is when its reader, having finished, chose to see what others did there: blindness ends then, and the
    reading is closed for its reader.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Reading")
        FINISHED = "finished", _("Finished")
        RELEASED = "released", _("Handed back")

    document = models.ForeignKey(Document, models.CASCADE, related_name="readings", db_constraint=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="readings", db_constraint=False)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    revealed_at = models.DateTimeField(null=True, blank=True)
    times_reopened = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "participant"], name="reading_once"),
            models.CheckConstraint(
                condition=models.Q(state="finished") | models.Q(revealed_at=None), name="reading_revealed_when_finished"
            ),
        ]
        indexes = [models.Index(fields=["project", "state"], name="reading_by_state")]

    def __str__(self) -> str:
        return f"{self.participant} {self.state}"


class Unblinding(ProjectRow):
    """A recorded decision to look at blind work on one document before all that is due on it was in."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="unblindings", db_constraint=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+", db_constraint=False)
    reason = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "participant"], name="unblinding_once")]

    def __str__(self) -> str:
        return self.reason
