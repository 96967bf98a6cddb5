"""Relations between marks, and the kinds that a project begins with; projects that are there get them, too."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

import projects.ids
from projects.schema import stay_in_project, wait_at_most

SECRECIES = [
    ("open", "Open"),
    ("mark", "One reader's mark"),
    ("claim", "A claim, which may rest on marks"),
    ("verdict", "One reviewer's verdict"),
    ("outcome", "What was decided of a claim"),
]
LEVELS = [(0, "CLEAR"), (1, "GREEN"), (2, "AMBER"), (3, "AMBER+STRICT"), (4, "RED")]
KINDS = [
    ("supports", False, "What is said here is a reason to believe what is said there."),
    ("contradicts", True, "Both cannot be true."),
    ("gives context to", False, "What is said here is needed to understand what is said there."),
    ("continues", False, "A sentence that was broken off there goes on here."),
    ("repeats", True, "The same words again, perhaps changed: a caption, a pull quote, a copy. Not a second source."),
    ("refers to", False, "A footnote, a citation or a word that points there."),
]


def link(to: str, related_name: str, **options: Any) -> Any:
    """A link whose key spans the project, and stands below."""
    on_delete = options.pop("on_delete", django.db.models.deletion.CASCADE)
    return models.ForeignKey(to=to, on_delete=on_delete, related_name=related_name, db_constraint=False, **options)


def add_kinds(apps: Any, schema_editor: Any) -> None:
    """Give the projects that are there the kinds that a new one begins with."""
    kind, now = apps.get_model("annotator", "RelationKind"), timezone.now()
    kind.objects.bulk_create(
        kind(project_id=project, name=name, symmetric=symmetric, definition=definition, position=at, created_at=now)
        for project in apps.get_model("projects", "Project").objects.values_list("id", flat=True)
        for at, (name, symmetric, definition) in enumerate(KINDS)
    )


class Migration(migrations.Migration):
    dependencies = [
        ("annotator", "0005_comments"),
        ("projects", "0007_comments"),
        ("sources", "0011_comments"),
    ]

    operations = [
        wait_at_most(5),
        migrations.CreateModel(
            name="RelationKind",
            fields=[
                (
                    "id",
                    models.UUIDField(default=projects.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("definition", models.TextField(blank=True, verbose_name="definition")),
                ("symmetric", models.BooleanField(default=False)),
                ("position", models.PositiveIntegerField(default=0)),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                (
                    "project",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("project", "id"), name="relation_kind_in_project"),
                    models.UniqueConstraint(fields=("project", "name"), name="relation_kind_name_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Relation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=projects.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("secrecy", models.CharField(choices=SECRECIES, default="mark", max_length=10)),
                ("tlp", models.PositiveSmallIntegerField(choices=LEVELS)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
                ("project", link("projects.project", "+", db_index=False)),
                ("document", link("sources.document", "relations")),
                ("source", link("annotator.annotation", "relations_from")),
                ("target", link("annotator.annotation", "relations_to")),
                (
                    "kind",
                    link(
                        "annotator.relationkind",
                        "relations",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                    ),
                ),
                (
                    "author",
                    link("projects.participant", "+", db_index=False, on_delete=django.db.models.deletion.PROTECT),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("project", "id"), name="relation_in_project"),
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at__isnull", True)),
                        fields=("source", "target", "kind", "author"),
                        name="relation_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", models.F("target")), _negated=True), name="relation_of_two"
                    ),
                ],
            },
        ),
        stay_in_project("annotator_relation", "document_id", "sources_document"),
        stay_in_project("annotator_relation", "source_id", "annotator_annotation"),
        stay_in_project("annotator_relation", "target_id", "annotator_annotation"),
        stay_in_project("annotator_relation", "kind_id", "annotator_relationkind"),
        stay_in_project("annotator_relation", "author_id", "projects_participant"),
        migrations.RunPython(add_kinds, migrations.RunPython.noop),
        wait_at_most(5),
    ]
