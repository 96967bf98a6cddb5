"""The codebook: labels with definitions, nested, and the version that every change of them raises."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models import Project, ProjectRow


class Codebook(models.Model):
    """The version of a project's set of labels."""

    project = models.OneToOneField(Project, models.CASCADE, primary_key=True, related_name="codebook")
    version = models.PositiveIntegerField(default=1)


class Label(ProjectRow):
    """One code. `path` is its full name from the root, joined with `/`; a name holds no `/`."""

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", db_constraint=False
    )
    name = models.CharField(_("name"), max_length=100)
    path = models.CharField(max_length=500)
    colour = models.CharField(_("colour"), max_length=7, validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$")])
    definition = models.TextField(_("definition"), blank=True)
    example = models.TextField(_("example"), blank=True)
    shortcut = models.CharField(_("shortcut"), max_length=1, blank=True)
    position = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "id"], name="label_in_project"),
            models.UniqueConstraint(fields=["project", "path"], name="label_path_once"),
            models.UniqueConstraint(
                fields=["project", "shortcut"],
                condition=~models.Q(shortcut="") & models.Q(archived_at__isnull=True),
                name="label_shortcut_once",
            ),
        ]

    def __str__(self) -> str:
        return self.path
