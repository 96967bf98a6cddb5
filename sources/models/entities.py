"""Persons, organisations, companies, vessels and places that speak in documents or are spoken of.

An entity that was merged into another keeps everything that stands with it: names, identifiers, documents. Nothing is
rewritten; whoever reads follows `merged_into` to the one that stands for all of them, and splitting is taking the
pointer away.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models import Participant, ProjectRow


class Entity(ProjectRow):
    """One person, organisation, company, vessel or place.

    `folded` is the name as names are compared (`sources/folding.py`), its first 300 characters.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        ORGANISATION = "organisation", _("Organisation")
        COMPANY = "company", _("Company")
        VESSEL = "vessel", _("Vessel")
        PLACE = "place", _("Place")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    name = models.CharField(_("name"), max_length=300)
    folded = models.CharField(max_length=300)
    note = models.TextField(blank=True, default="")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", db_constraint=False
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "id"], name="entity_in_project"),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("id")),
                name="entity_not_into_itself",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "name", "id"], name="entity_by_name"),
            models.Index(fields=["project", "folded"], name="entity_by_folded"),
        ]

    def __str__(self) -> str:
        return self.name


class EntityAlias(ProjectRow):
    """Another name of an entity. Two entities may have the same one: that is a question, and no error."""

    entity = models.ForeignKey(Entity, models.CASCADE, related_name="aliases", db_constraint=False, db_index=False)
    name = models.CharField(max_length=300)
    folded = models.CharField(max_length=300)
    language = models.CharField(max_length=20, blank=True, default="")
    note = models.CharField(max_length=500, blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entity", "name"], name="alias_once")]
        indexes = [models.Index(fields=["project", "folded"], name="alias_by_folded")]

    def __str__(self) -> str:
        return self.name


class EntityIdentifier(ProjectRow):
    """What a register or a list calls an entity; no other entity of the project has it (`sources/identifiers.py`)."""

    entity = models.ForeignKey(Entity, models.CASCADE, related_name="identifiers", db_constraint=False)
    scheme = models.CharField(max_length=20)
    value = models.CharField(max_length=40)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "scheme", "value"], name="identifier_once")]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"


class DocumentEntity(ProjectRow):
    """That an entity speaks in a document or is spoken of there; seen by whoever sees the document."""

    class Role(models.TextChoices):
        SPEAKS = "speaks", _("Speaks")
        SPOKEN_OF = "spoken_of", _("Is spoken of")

    document = models.ForeignKey(
        "sources.Document", models.CASCADE, related_name="named", db_constraint=False, db_index=False
    )
    entity = models.ForeignKey(Entity, models.CASCADE, related_name="appearances", db_constraint=False)
    role = models.CharField(max_length=10, choices=Role)
    author = models.ForeignKey(Participant, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "entity", "role"], name="document_entity_once")]
