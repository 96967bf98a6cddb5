"""Where documents came from: relations between them, origins set by a person, and which texts were compared."""

from typing import Any

import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models

import projects.ids
from projects.schema import stay_in_project, wait_at_most

LEVELS = [(0, "CLEAR"), (1, "GREEN"), (2, "AMBER"), (3, "AMBER+STRICT"), (4, "RED")]
KINDS = [
    ("republication", "Republication"),
    ("translation", "Translation"),
    ("rewrite", "Rewrite"),
    ("quotes", "Quotation"),
    ("cites", "Citation"),
    ("same_event", "Same event"),
]
STATES = [("suggested", "Suggested"), ("confirmed", "Confirmed"), ("dismissed", "Dismissed")]


def own_id() -> Any:
    """The key of a row."""
    return models.UUIDField(default=projects.ids.new_id, editable=False, primary_key=True, serialize=False)


def link(to: str, related_name: str, **options: Any) -> Any:
    """A link whose key spans the project, and stands below."""
    on_delete = options.pop("on_delete", django.db.models.deletion.CASCADE)
    return models.ForeignKey(to=to, on_delete=on_delete, related_name=related_name, db_constraint=False, **options)


def kept(to: str, **options: Any) -> Any:
    """A link to what stays as long as the row, without an index of its own."""
    return link(to, "+", db_index=False, on_delete=django.db.models.deletion.PROTECT, **options)


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0008_words_of_blindness"),
        ("sources", "0015_record_and_file"),
    ]

    operations = [
        wait_at_most(5),
        migrations.CreateModel(
            name="ComparedText",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="sources.document",
                    ),
                ),
                ("project_id", models.UUIDField()),
                ("revision_id", models.UUIDField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="DocumentRelation",
            fields=[
                ("id", own_id()),
                ("kind", models.CharField(choices=KINDS, max_length=20)),
                ("state", models.CharField(choices=STATES, max_length=10)),
                ("secrecy", models.CharField(max_length=10)),
                ("tlp", models.PositiveSmallIntegerField(choices=LEVELS)),
                ("passages", models.JSONField(default=list)),
                ("reasons", models.JSONField(default=list)),
                ("source_share", models.FloatField(default=0)),
                ("target_share", models.FloatField(default=0)),
                ("note", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("deleted_at", models.DateTimeField(null=True)),
                ("project", link("projects.project", "+", db_index=False)),
                ("source", link("sources.document", "relations_from")),
                ("target", link("sources.document", "relations_to")),
                ("source_revision", kept("sources.revision", null=True)),
                ("target_revision", kept("sources.revision", null=True)),
                ("decided_by", kept("projects.participant", null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["project", "state", "-id"], name="doc_relation_by_state")],
                "constraints": [
                    models.UniqueConstraint(fields=("project", "id"), name="doc_relation_in_project"),
                    models.UniqueConstraint(
                        django.db.models.functions.comparison.Least("source", "target"),
                        django.db.models.functions.comparison.Greatest("source", "target"),
                        models.F("kind"),
                        condition=models.Q(("deleted_at__isnull", True)),
                        name="doc_relation_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", models.F("target")), _negated=True), name="doc_relation_of_two"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("secrecy", "open"), ("state", "confirmed")),
                            models.Q(models.Q(("state", "confirmed"), _negated=True), ("secrecy", "suggestion")),
                            _connector="OR",
                        ),
                        name="doc_relation_secrecy",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OriginOverride",
            fields=[
                ("id", own_id()),
                ("words", models.CharField(blank=True, max_length=500)),
                ("reason", models.TextField()),
                ("tlp", models.PositiveSmallIntegerField(choices=LEVELS)),
                ("set_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "document",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="origin_override",
                        to="sources.document",
                    ),
                ),
                ("origin", link("sources.document", "+", null=True)),
                ("project", link("projects.project", "+", db_index=False)),
                ("set_by", kept("projects.participant")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("project", "id"), name="origin_in_project"),
                    models.CheckConstraint(
                        condition=models.Q(("origin", None), ("words", ""), _connector="OR"), name="origin_is_one"
                    ),
                ],
            },
        ),
        stay_in_project("sources_comparedtext", "document_id", "sources_document"),
        stay_in_project("sources_documentrelation", "source_id", "sources_document"),
        stay_in_project("sources_documentrelation", "target_id", "sources_document"),
        stay_in_project("sources_documentrelation", "source_revision_id", "sources_revision"),
        stay_in_project("sources_documentrelation", "target_revision_id", "sources_revision"),
        stay_in_project("sources_documentrelation", "decided_by_id", "projects_participant"),
        stay_in_project("sources_originoverride", "document_id", "sources_document"),
        stay_in_project("sources_originoverride", "origin_id", "sources_document"),
        stay_in_project("sources_originoverride", "set_by_id", "projects_participant"),
        wait_at_most(5),
    ]
