"""Relations between marks, and the kinds of them that a project knows."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from annotator.models.annotations import Annotation
from projects.models import Participant, Project, ProjectRow
from projects.vocabulary import Secrecy, Tlp
from sources.models import Document


class RelationKind(ProjectRow):
    """One kind of relation: its name is read between the two marks. A symmetric one says the same either way round."""

    name = models.CharField(_("name"), max_length=60)
    definition = models.TextField(_("definition"), blank=True)
    symmetric = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "id"], name="relation_kind_in_project"),
            models.UniqueConstraint(fields=["project", "name"], name="relation_kind_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Relation(ProjectRow):
    """A directed, typed link from one mark to another of the same document. The client may choose the id (UUIDv7)."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    document = models.ForeignKey(Document, models.CASCADE, related_name="relations", db_constraint=False)
    kind = models.ForeignKey(
        RelationKind, models.PROTECT, related_name="relations", db_constraint=False, db_index=False
    )
    source = models.ForeignKey(Annotation, models.CASCADE, related_name="relations_from", db_constraint=False)
    target = models.ForeignKey(Annotation, models.CASCADE, related_name="relations_to", db_constraint=False)
    author = models.ForeignKey(Participant, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    secrecy = models.CharField(max_length=10, choices=Secrecy, default=Secrecy.MARK)
    tlp = models.PositiveSmallIntegerField(choices=Tlp)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "id"], name="relation_in_project"),
            models.UniqueConstraint(
                fields=["source", "target", "kind", "author"],
                condition=models.Q(deleted_at__isnull=True),
                name="relation_once",
            ),
            models.CheckConstraint(condition=~models.Q(source=models.F("target")), name="relation_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind_id} {self.target_id}"
