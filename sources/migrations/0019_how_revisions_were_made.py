"""How each text of a document came about, and the texts that are on their way to become the current one."""

import django.db.models.deletion
from django.db import migrations, models

import projects.ids
from projects.schema import stay_in_project, wait_at_most

MADE = [
    ("imported", "Imported"),
    ("replaced", "File replaced"),
    ("edited", "Text edited"),
    ("corrected", "Blocks corrected"),
    ("cleaned", "Cleaned"),
]
CASCADE, PROTECT = django.db.models.deletion.CASCADE, django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = [("sources", "0018_publishers_and_entities"), ("projects", "0008_words_of_blindness")]

    operations = [
        wait_at_most(5),
        migrations.AddField(
            "revision",
            "made",
            models.CharField(choices=MADE, db_default="imported", default="imported", max_length=10),
        ),
        migrations.AddField(
            "revision",
            "made_by",
            models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=PROTECT,
                related_name="+",
                to="projects.participant",
            ),
        ),
        migrations.AddField("revision", "reason", models.TextField(blank=True, db_default="", default="")),
        migrations.AddField(
            "revision",
            "based_on",
            models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=PROTECT,
                related_name="+",
                to="sources.revision",
            ),
        ),
        stay_in_project("sources_revision", "made_by_id", "projects_participant"),
        stay_in_project("sources_revision", "based_on_id", "sources_revision"),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.UUIDField(default=projects.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("made", models.CharField(choices=MADE, max_length=10)),
                ("reason", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
                ("blocks", models.JSONField(default=list)),
                ("copied", models.JSONField(blank=True, null=True)),
                ("file_name", models.CharField(blank=True, max_length=500)),
                ("storage_name", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField()),
                (
                    "based_on",
                    models.ForeignKey(
                        db_constraint=False, db_index=False, on_delete=CASCADE, related_name="+", to="sources.revision"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        db_constraint=False, on_delete=CASCADE, related_name="proposals", to="sources.document"
                    ),
                ),
                ("job", models.OneToOneField(on_delete=CASCADE, related_name="proposal", to="projects.job")),
                (
                    "participant",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=PROTECT,
                        related_name="+",
                        to="projects.participant",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(db_index=False, on_delete=CASCADE, related_name="+", to="projects.project"),
                ),
                (
                    "revision",
                    models.OneToOneField(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=CASCADE,
                        related_name="proposal",
                        to="sources.revision",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("project", "id"), name="proposal_in_project")],
            },
        ),
        stay_in_project("sources_proposal", "job_id", "projects_job"),
        stay_in_project("sources_proposal", "document_id", "sources_document"),
        stay_in_project("sources_proposal", "based_on_id", "sources_revision"),
        stay_in_project("sources_proposal", "revision_id", "sources_revision"),
        stay_in_project("sources_proposal", "participant_id", "projects_participant"),
        wait_at_most(5),
    ]
