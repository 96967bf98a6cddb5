"""Claims: statements that can be judged, and the chain of speakers behind each."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models import Participant, ProjectRow, Thread
from projects.vocabulary import Secrecy, Tlp


class Claim(ProjectRow):
    """One statement. `particulars` holds what its kind asks for; `valid_from` and `valid_to` are EDTF, inclusive.

    `secrecy` is always `claim`: whoever may not see a mark the claim rests on does not see the claim.
    `decision`, `finding`, `reasons`, `credibility`, `likelihood` and `confidence` are the outcome, filled when the
    claim is settled: while it is merely agreed, the outcome can be had only from its verdicts, by whoever may see them.
    `counted` names the verdicts that were compared when the last one due came in.
    `question` is what an adjudicator asked when sending the claim back. `body_digest` tells a repeated creation under
    the same id from another one.
    """

    class Kind(models.TextChoices):
        FACT = "fact", _("Fact")
        QUANTITY = "quantity", _("Quantity")
        PREDICTION = "prediction", _("Prediction")
        OPINION = "opinion", _("Opinion")
        INFERENCE = "inference", _("Inference")
        RECOMMENDATION = "recommendation", _("Recommendation")
        ALLEGATION = "allegation", _("Allegation")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        AGREED = "agreed", _("Agreed")
        DISPUTED = "disputed", _("Disputed")
        DECIDED = "decided", _("Decided")
        UNSETTLED = "unsettled", _("Unsettled")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        MERGED = "merged", _("Merged")

    statement = models.TextField(_("statement"))
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    held = models.BooleanField(default=False)
    review_due = models.BooleanField(default=False)
    review_due_reasons = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    author = models.ForeignKey(Participant, models.PROTECT, related_name="claims", db_constraint=False)
    secrecy = models.CharField(max_length=10, choices=Secrecy, default=Secrecy.CLAIM)
    tlp = models.PositiveSmallIntegerField(choices=Tlp)
    valid_from = models.CharField(max_length=40, blank=True)
    valid_to = models.CharField(max_length=40, blank=True)
    particulars = models.JSONField(default=dict, blank=True)
    decision = models.CharField(max_length=16, blank=True)
    finding = models.CharField(max_length=20, blank=True)
    reasons = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    credibility = models.PositiveSmallIntegerField(null=True, blank=True)
    likelihood = models.PositiveSmallIntegerField(null=True, blank=True)
    confidence = models.CharField(max_length=10, blank=True)
    review_cycle = models.PositiveIntegerField(default=1)
    counted = ArrayField(models.UUIDField(), default=list, blank=True)
    question = models.TextField(blank=True, default="")
    submitted_at = models.DateTimeField(null=True, blank=True)
    body_digest = models.CharField(max_length=64, blank=True, default="")
    thread = models.ForeignKey(
        Thread, models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False, db_index=False
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "id"], name="claim_in_project"),
            models.UniqueConstraint(
                fields=["thread"], condition=models.Q(thread__isnull=False), name="claim_thread_once"
            ),
        ]
        indexes = [
            models.Index(fields=["project", "state"], name="claim_by_state"),
            models.Index(fields=["project", "tlp"], include=["id"], name="claim_by_tlp"),
        ]

    def __str__(self) -> str:
        return self.statement


class Attribution(models.Model):
    """One speaker in the chain behind a claim; position 0 is the original speaker."""

    class Directness(models.TextChoices):
        VERBATIM = "verbatim", _("Verbatim")
        PARAPHRASE = "paraphrase", _("Paraphrase")
        HEARSAY = "hearsay", _("Hearsay")

    id = models.BigAutoField(primary_key=True)
    project_id = models.UUIDField()
    claim = models.ForeignKey(Claim, models.CASCADE, related_name="attributions", db_constraint=False)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    role = models.CharField(max_length=100, blank=True)
    directness = models.CharField(max_length=12, choices=Directness)
    anonymous = models.BooleanField(default=False)
    words = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claim", "position"], name="attribution_position_once")]

    def __str__(self) -> str:
        return self.name
