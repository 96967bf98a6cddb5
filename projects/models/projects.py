"""Projects, and the base of every row that belongs to one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.ids import new_id
from projects.vocabulary import Blindness, Tlp


class Project(models.Model):
    """One desk's work: its documents, codebook, claims and people, and the rules they work by."""

    class LikelihoodWords(models.TextChoices):
        NONE = "", _("No likelihood scale")
        CHANCE = "chance", _("Almost no chance … almost certain")
        REMOTE = "remote", _("Remote … nearly certain")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    marks_blind = models.CharField(max_length=20, choices=Blindness, default=Blindness.UNTIL_FINISHED)
    verdicts_due = models.PositiveSmallIntegerField(default=2)
    may_judge_own_claims = models.BooleanField(default=False)
    default_tlp = models.PositiveSmallIntegerField(choices=Tlp, default=Tlp.AMBER)
    likelihood_words = models.CharField(max_length=10, blank=True, default="", choices=LikelihoodWords)
    uses_confidence = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(verdicts_due__range=(1, 9)), name="project_verdicts_due"),
            models.CheckConstraint(condition=models.Q(default_tlp__range=(0, 4)), name="project_default_tlp"),
        ]

    def __str__(self) -> str:
        return self.name


class ProjectRow(models.Model):
    """Base of rows that belong to one project. Composite foreign keys in the migrations keep their links inside it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="+", db_index=False)

    class Meta:
        abstract = True
