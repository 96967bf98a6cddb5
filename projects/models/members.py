"""Who takes part: participants (authors of work) and memberships (people with roles)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.projects import ProjectRow
from projects.models.users import User
from projects.vocabulary import Role, Tlp


class Participant(ProjectRow):
    """An author of work in one project: a user, a name that came with an import, or a program with its version.

    A manager may say for which member an imported name speaks; whatever stands under the name is then that member's.
    """

    class Kind(models.TextChoices):
        USER = "user", _("Member")
        NAME = "name", _("Imported name")
        PROGRAM = "program", _("Program")

    kind = models.CharField(max_length=10, choices=Kind)
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="participants")
    name = models.CharField(max_length=200)
    program_version = models.CharField(max_length=50, blank=True)
    speaks_for = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="names", db_constraint=False, db_index=False
    )
    mapped_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False, db_index=False
    )
    mapped_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["speaks_for"], name="participant_speaks_for", condition=models.Q(speaks_for__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["project", "id"], name="participant_in_project"),
            models.UniqueConstraint(fields=["project", "user"], name="participant_once_per_user"),
            models.UniqueConstraint(
                fields=["project", "kind", "name", "program_version"],
                condition=models.Q(user__isnull=True),
                name="participant_once_per_name",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="user", user__isnull=False)
                | ~models.Q(kind="user") & models.Q(user__isnull=True),
                name="participant_user_by_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(speaks_for__isnull=True, mapped_at__isnull=True)
                | models.Q(kind="name", speaks_for__isnull=False, mapped_at__isnull=False),
                name="participant_only_names_speak",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(ProjectRow):
    """A user's place in a project: a set of roles and the highest marking they may read."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    participant = models.OneToOneField(Participant, models.PROTECT, related_name="membership")
    roles = ArrayField(models.CharField(max_length=12, choices=Role))
    clearance = models.PositiveSmallIntegerField(choices=Tlp, default=Tlp.AMBER_STRICT)
    suspended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "user"], name="membership_once_per_user"),
            models.CheckConstraint(condition=models.Q(roles__len__gt=0), name="membership_has_a_role"),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.project}"
