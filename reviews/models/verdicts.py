"""Verdicts, given blind and kept for ever, and the adjudication that ends disagreement."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models import Participant, ProjectRow
from projects.vocabulary import Secrecy, Tlp
from reviews.models.claims import Claim


class Judgement(ProjectRow):
    """What a verdict and an adjudication both say: a decision on the record and a finding on the statement."""

    class Decision(models.TextChoices):
        APPROVE = "approve", _("Approve")
        REJECT = "reject", _("Reject")
        NEEDS_WORK = "needs_work", _("Needs work")
        CANNOT_JUDGE = "cannot_judge", _("Cannot judge")

    decision = models.CharField(max_length=16, choices=Decision)
    finding = models.CharField(max_length=20, blank=True)
    reasons = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    credibility = models.PositiveSmallIntegerField(null=True, blank=True)
    likelihood = models.PositiveSmallIntegerField(null=True, blank=True)
    confidence = models.CharField(max_length=10, blank=True)
    rationale = models.TextField(blank=True)
    tlp = models.PositiveSmallIntegerField(choices=Tlp)
    cycle = models.PositiveIntegerField(default=1)
    claim_version = models.PositiveIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        abstract = True


class Verdict(Judgement):
    """One reviewer's verdict. A newer one replaces it as `current`; the earlier stays, and `informed` says whether
    its author could already see others' verdicts."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="verdicts", db_constraint=False)
    author = models.ForeignKey(Participant, models.PROTECT, related_name="verdicts", db_constraint=False)
    secrecy = models.CharField(max_length=10, choices=Secrecy, default=Secrecy.VERDICT)
    current = models.BooleanField(default=True)
    informed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "author"], condition=models.Q(current=True), name="verdict_one_current"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision} {self.finding}"


class Adjudication(Judgement):
    """The decision that ends disagreement. `dissent` keeps the words of those overruled and which verdicts differed.
    One that no longer stands is as secret as the verdicts while the claim is judged anew."""

    class Outcome(models.TextChoices):
        DECIDED = "decided", _("Decided")
        UNSETTLED = "unsettled", _("Unsettled")

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="adjudications", db_constraint=False)
    author = models.ForeignKey(Participant, models.PROTECT, related_name="adjudications", db_constraint=False)
    outcome = models.CharField(max_length=10, choices=Outcome)
    secrecy = models.CharField(max_length=10, choices=Secrecy, default=Secrecy.OUTCOME)
    dissent = models.TextField(blank=True)
    dissenting = ArrayField(models.UUIDField(), default=list, blank=True)
    current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim"], condition=models.Q(current=True), name="adjudication_one_current"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.finding}"
