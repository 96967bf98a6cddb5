"""Publishers with a history of ratings, that can be merged and split again; entities with names and identifiers.

The letters that publishers have become their first ratings: from nobody knows when, by nobody who is known here (the
log knows both, where it is old enough).
"""

from typing import Any

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

import projects.ids
from projects.schema import stay_in_project, wait_at_most

LETTERS = [(letter, letter) for letter in "ABCDEF"]
CARRIED_OVER = "The letter that stood here before ratings were kept with their dates and reasons."
BATCH = 2000


def carry_over(apps: Any, schema_editor: Any) -> None:
    rated = apps.get_model("sources", "Publisher").objects.exclude(reliability="")
    rating = apps.get_model("sources", "PublisherRating")
    now = timezone.now()
    kept = (
        rating(project_id=project, publisher_id=publisher, reliability=letter, reason=CARRIED_OVER, created_at=now)
        for publisher, project, letter in rated.values_list("id", "project_id", "reliability").iterator(BATCH)
    )
    rating.objects.bulk_create(kept, batch_size=BATCH)


def key(to: str, *, related: str = "+", on_delete: Any = django.db.models.deletion.CASCADE, **more: Any) -> Any:
    """A link whose constraint spans the project and is added below."""
    return models.ForeignKey(db_constraint=False, on_delete=on_delete, related_name=related, to=to, **more)


def not_into_itself() -> models.Q:
    """Nothing is merged into itself."""
    return models.Q(
        ("merged_into__isnull", True), models.Q(("merged_into", models.F("id")), _negated=True), _connector="OR"
    )


def row_fields() -> list[tuple[str, Any]]:
    """What every row of a project has."""
    project = models.ForeignKey(
        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="projects.project"
    )
    own = models.UUIDField(default=projects.ids.new_id, editable=False, primary_key=True, serialize=False)
    return [("id", own), ("project", project)]


def entities() -> list[Any]:
    """The tables of entities, without the keys that keep their links in the project."""
    kinds = [
        ("person", "Person"),
        ("organisation", "Organisation"),
        ("company", "Company"),
        ("vessel", "Vessel"),
        ("place", "Place"),
    ]
    into = key("sources.entity", related="merged", on_delete=django.db.models.deletion.PROTECT, null=True, blank=True)
    author = key("projects.participant", on_delete=django.db.models.deletion.PROTECT, db_index=False)
    return [
        migrations.CreateModel(
            "Entity",
            [
                *row_fields(),
                ("kind", models.CharField(choices=kinds, max_length=12, verbose_name="kind")),
                ("name", models.CharField(max_length=300, verbose_name="name")),
                ("folded", models.CharField(max_length=300)),
                ("note", models.TextField(blank=True, default="")),
                ("merged_into", into),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["project", "name", "id"], name="entity_by_name"),
                    models.Index(fields=["project", "folded"], name="entity_by_folded"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("project", "id"), name="entity_in_project"),
                    models.CheckConstraint(condition=not_into_itself(), name="entity_not_into_itself"),
                ],
            },
        ),
        migrations.CreateModel(
            "EntityAlias",
            [
                *row_fields(),
                ("name", models.CharField(max_length=300)),
                ("folded", models.CharField(max_length=300)),
                ("language", models.CharField(blank=True, default="", max_length=20)),
                ("note", models.CharField(blank=True, default="", max_length=500)),
                ("created_at", models.DateTimeField()),
                ("entity", key("sources.entity", related="aliases", db_index=False)),
            ],
            options={
                "indexes": [models.Index(fields=["project", "folded"], name="alias_by_folded")],
                "constraints": [models.UniqueConstraint(fields=("entity", "name"), name="alias_once")],
            },
        ),
        migrations.CreateModel(
            "EntityIdentifier",
            [
                *row_fields(),
                ("scheme", models.CharField(max_length=20)),
                ("value", models.CharField(max_length=40)),
                ("created_at", models.DateTimeField()),
                ("entity", key("sources.entity", related="identifiers")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("project", "scheme", "value"), name="identifier_once")],
            },
        ),
        migrations.CreateModel(
            "DocumentEntity",
            [
                *row_fields(),
                (
                    "role",
                    models.CharField(choices=[("speaks", "Speaks"), ("spoken_of", "Is spoken of")], max_length=10),
                ),
                ("created_at", models.DateTimeField()),
                ("author", author),
                ("document", key("sources.document", related="named", db_index=False)),
                ("entity", key("sources.entity", related="appearances")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("document", "entity", "role"), name="document_entity_once")
                ],
            },
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("projects", "0007_comments"), ("sources", "0017_saved_searches")]

    operations = [
        wait_at_most(5),
        migrations.AddField(
            "publisher", "country", models.CharField(blank=True, default="", max_length=2, verbose_name="country")
        ),
        migrations.AddField(
            "publisher", "url", models.URLField(blank=True, default="", max_length=2000, verbose_name="address")
        ),
        migrations.AddField(
            "publisher",
            "aliases",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=300), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            "publisher",
            "merged_into",
            key(
                "sources.publisher",
                related="merged",
                on_delete=django.db.models.deletion.PROTECT,
                null=True,
                blank=True,
            ),
        ),
        migrations.AddConstraint(
            "publisher",
            models.CheckConstraint(
                condition=not_into_itself(),
                name="publisher_not_into_itself",
            ),
        ),
        migrations.CreateModel(
            "PublisherRating",
            [
                *row_fields(),
                ("reliability", models.CharField(choices=LETTERS, max_length=1)),
                ("valid_from", models.CharField(blank=True, max_length=10)),
                ("begins", models.DateField(null=True)),
                ("reason", models.TextField()),
                ("created_at", models.DateTimeField()),
                (
                    "author",
                    key(
                        "projects.participant",
                        on_delete=django.db.models.deletion.PROTECT,
                        null=True,
                        db_index=False,
                    ),
                ),
                ("publisher", key("sources.publisher", related="ratings", db_index=False)),
            ],
            options={
                "indexes": [models.Index(fields=["publisher", "begins", "created_at"], name="rating_by_publisher")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="rating_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reliability__in", ["A", "B", "C", "D", "E", "F"])),
                        name="rating_is_a_letter",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "MovedDocument",
            [
                *row_fields(),
                ("came_from", key("sources.publisher", db_index=False)),
                ("document", key("sources.document")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("came_from", "document"), name="moved_document_once")],
            },
        ),
        *entities(),
        stay_in_project("sources_publisher", "merged_into_id", "sources_publisher"),
        stay_in_project("sources_publisherrating", "publisher_id", "sources_publisher"),
        stay_in_project("sources_publisherrating", "author_id", "projects_participant"),
        stay_in_project("sources_moveddocument", "came_from_id", "sources_publisher"),
        stay_in_project("sources_moveddocument", "document_id", "sources_document"),
        stay_in_project("sources_entity", "merged_into_id", "sources_entity"),
        stay_in_project("sources_entityalias", "entity_id", "sources_entity"),
        stay_in_project("sources_entityidentifier", "entity_id", "sources_entity"),
        stay_in_project("sources_documententity", "document_id", "sources_document"),
        stay_in_project("sources_documententity", "entity_id", "sources_entity"),
        stay_in_project("sources_documententity", "author_id", "projects_participant"),
        migrations.RunPython(carry_over, migrations.RunPython.noop, elidable=True),
        wait_at_most(5),
    ]
