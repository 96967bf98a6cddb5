"""What a person has to settle of a mark after its document got another text."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from annotator.models.annotations import Annotation
from projects.models import Participant, Project, ProjectRow
from sources.models import Document, Revision


class Placement(ProjectRow):
    """A mark that was placed on a text with some doubt, or that stands nowhere in it.

    An edited or moved mark has an anchor there, an ambiguous or orphaned one has none. `candidates` are places that
    may be meant, each a list of fragments `[start, end)` in code points of the revision, best first; `similarity`
    compares the words of before with those there now, 0 to 1. `why` is the sentence of the anchoring with its values.
    Where the document gets yet another text, what is still open is superseded by what is to be settled there.
    """

    class Grade(models.TextChoices):
        EDITED = "edited", _("Words changed")
        MOVED = "moved", _("Moved")
        AMBIGUOUS = "ambiguous", _("Several places")
        ORPHANED = "orphaned", _("Not found")

    class State(models.TextChoices):
        OPEN = "open", _("To settle")
        ACCEPTED = "accepted", _("Accepted")
        MOVED = "moved", _("Moved by hand")
        DROPPED = "dropped", _("Dropped")
        SUPERSEDED = "superseded", _("Superseded")

    project = models.ForeignKey(Project, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    document = models.ForeignKey(Document, models.CASCADE, related_name="placements", db_constraint=False)
    annotation = models.ForeignKey(
        Annotation, models.CASCADE, related_name="placements", db_constraint=False, db_index=False
    )
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="+", db_constraint=False, db_index=False)
    grade = models.CharField(max_length=10, choices=Grade)
    similarity = models.FloatField()
    candidates = models.JSONField(default=list, blank=True)
    why = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    settled_by = models.ForeignKey(
        Participant, models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False, db_index=False
    )
    reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "id"], name="placement_in_project"),
            models.UniqueConstraint(fields=["annotation", "revision"], name="placement_once"),
        ]

    def __str__(self) -> str:
        return f"{self.grade} {self.state}"
