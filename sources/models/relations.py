"""Where documents came from: relations between them, and origins that a person has set."""

from django.db import models
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from projects.models import Participant, Project, ProjectRow
from projects.vocabulary import Secrecy, Tlp
from sources.models.documents import Document
from sources.models.revisions import Revision

# The secrecy of a relation that nobody has confirmed: for those who decide about relations.
SUGGESTION = "suggestion"


class DocumentRelation(ProjectRow):
    """How one document stands to another: `source`, the later, *republishes* (translates, rewrites, quotes, cites)
    `target`, the earlier. Two that tell of the same event stand the same either way round.

    `passages` are the words that both have, `{words, pieces: [[start, end, other_start, other_end], …]}` in code points
    of `source_revision` and `target_revision`; `reasons` say why the relation was suggested, their text 0 being the
    source. A row is for those who decide until it is confirmed; `tlp` is the higher marking of the two documents.
    """

    class Kind(models.TextChoices):
        REPUBLICATION = "republication", _("Republication")
        TRANSLATION = "translation", _("Translation")
        REWRITE = "rewrite", _("Rewrite")
        QUOTES = "quotes", _("Quotation")
        CITES = "cites", _("Citation")
        SAME_EVENT = "same_event", _("Same event")

    class State(models.TextChoices):
        SUGGESTED = "suggested", _("Suggested")
        CONFIRMED = "confirmed", _("Confirmed")
        DISMISSED = "dismissed", _("Dismissed")

    project = models.ForeignKey(Project, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    source = models.ForeignKey(Document, models.CASCADE, related_name="relations_from", db_constraint=False)
    target = models.ForeignKey(Document, models.CASCADE, related_name="relations_to", db_constraint=False)
    source_revision = models.ForeignKey(
        Revision, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    target_revision = models.ForeignKey(
        Revision, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=20, choices=Kind)
    state = models.CharField(max_length=10, choices=State)
    secrecy = models.CharField(max_length=10)
    tlp = models.PositiveSmallIntegerField(choices=Tlp)
    passages = models.JSONField(default=list)
    reasons = models.JSONField(default=list)
    source_share = models.FloatField(default=0)
    target_share = models.FloatField(default=0)
    note = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        Participant, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "id"], name="doc_relation_in_project"),
            models.UniqueConstraint(
                Least("source", "target"),
                Greatest("source", "target"),
                "kind",
                condition=models.Q(deleted_at__isnull=True),
                name="doc_relation_once",
            ),
            models.CheckConstraint(condition=~models.Q(source=models.F("target")), name="doc_relation_of_two"),
            models.CheckConstraint(
                condition=models.Q(state="confirmed", secrecy=Secrecy.OPEN)
                | (~models.Q(state="confirmed") & models.Q(secrecy=SUGGESTION)),
                name="doc_relation_secrecy",
            ),
        ]
        indexes = [models.Index(fields=["project", "state", "-id"], name="doc_relation_by_state")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"


class OriginOverride(ProjectRow):
    """The origin of a document as a person has set it: another document, or words for what the project does not hold.

    A row with neither is an origin that was set once and is computed again.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    document = models.OneToOneField(Document, models.CASCADE, related_name="origin_override", db_constraint=False)
    origin = models.ForeignKey(Document, models.CASCADE, null=True, related_name="+", db_constraint=False)
    words = models.CharField(max_length=500, blank=True)
    reason = models.TextField()
    tlp = models.PositiveSmallIntegerField(choices=Tlp)
    set_by = models.ForeignKey(Participant, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    set_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "id"], name="origin_in_project"),
            models.CheckConstraint(condition=models.Q(origin=None) | models.Q(words=""), name="origin_is_one"),
        ]

    def __str__(self) -> str:
        return self.words or f"{self.origin_id}"


class ComparedText(models.Model):
    """The revision of a document that was last compared with all other texts of its project."""

    document = models.OneToOneField(Document, models.CASCADE, primary_key=True, related_name="+")
    project_id = models.UUIDField()
    revision_id = models.UUIDField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.document_id} {self.revision_id}"
