"""Searches kept under a name, for everybody in a project."""

import django.db.models.deletion
from django.db import migrations, models

import projects.ids
from projects.schema import stay_in_project, wait_at_most


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0008_words_of_blindness"),
        ("sources", "0016_document_relations"),
    ]

    operations = [
        wait_at_most(5),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                (
                    "id",
                    models.UUIDField(default=projects.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("query", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "author",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.participant",
                    ),
                ),
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
                "constraints": [models.UniqueConstraint(fields=("project", "name"), name="saved_search_name_once")],
            },
        ),
        stay_in_project("sources_savedsearch", "author_id", "projects_participant"),
        wait_at_most(5),
    ]
