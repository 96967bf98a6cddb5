"""What a person has to settle of marks after a document got another text."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import projects.ids
from projects.schema import stay_in_project, wait_at_most

GRADES = [
    ("edited", "Words changed"),
    ("moved", "Moved"),
    ("ambiguous", "Several places"),
    ("orphaned", "Not found"),
]
STATES = [
    ("open", "To settle"),
    ("accepted", "Accepted"),
    ("moved", "Moved by hand"),
    ("dropped", "Dropped"),
    ("superseded", "Superseded"),
]
CASCADE, PROTECT = django.db.models.deletion.CASCADE, django.db.models.deletion.PROTECT


def link(to: str, related_name: str = "+", **options: Any) -> Any:
    """A link whose key spans the project, and stands below."""
    on_delete = options.pop("on_delete", CASCADE)
    return models.ForeignKey(to=to, on_delete=on_delete, related_name=related_name, db_constraint=False, **options)


class Migration(migrations.Migration):
    dependencies = [("annotator", "0006_relations"), ("sources", "0019_how_revisions_were_made")]

    operations = [
        wait_at_most(5),
        migrations.CreateModel(
            name="Placement",
            fields=[
                (
                    "id",
                    models.UUIDField(default=projects.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("grade", models.CharField(choices=GRADES, max_length=10)),
                ("similarity", models.FloatField()),
                ("candidates", models.JSONField(blank=True, default=list)),
                ("why", models.JSONField(blank=True, default=dict)),
                ("state", models.CharField(choices=STATES, default="open", max_length=10)),
                ("reason", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("annotation", link("annotator.annotation", "placements", db_index=False)),
                ("document", link("sources.document", "placements")),
                ("project", link("projects.project", db_index=False)),
                ("revision", link("sources.revision", db_index=False)),
                (
                    "settled_by",
                    link("projects.participant", blank=True, db_index=False, null=True, on_delete=PROTECT),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("project", "id"), name="placement_in_project"),
                    models.UniqueConstraint(fields=("annotation", "revision"), name="placement_once"),
                ],
            },
        ),
        stay_in_project("annotator_placement", "document_id", "sources_document"),
        stay_in_project("annotator_placement", "annotation_id", "annotator_annotation"),
        stay_in_project("annotator_placement", "revision_id", "sources_revision"),
        stay_in_project("annotator_placement", "settled_by_id", "projects_participant"),
        wait_at_most(5),
    ]
