"""Comments in threads, and who is to hear of them."""

import django.db.models.deletion
from django.db import migrations, models

import projects.ids
from projects.schema import stay_in_project


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0006_imported_names"),
    ]

    operations = [
        migrations.CreateModel(
            name="Thread",
            fields=[
                (
                    "id",
                    models.UUIDField(default=projects.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("kind", models.CharField(max_length=12)),
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
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.UUIDField(default=projects.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("comment", "Comment"), ("resolved", "Resolved"), ("reopened", "Reopened")],
                        default="comment",
                        max_length=10,
                    ),
                ),
                ("text", models.TextField(blank=True)),
                ("document_id", models.UUIDField(null=True)),
                ("subject_id", models.UUIDField()),
                ("owner_id", models.UUIDField()),
                (
                    "secrecy",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("mark", "One reader's mark"),
                            ("claim", "A claim, which may rest on marks"),
                            ("verdict", "One reviewer's verdict"),
                            ("outcome", "What was decided of a claim"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "CLEAR"), (1, "GREEN"), (2, "AMBER"), (3, "AMBER+STRICT"), (4, "RED")]
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("edited_at", models.DateTimeField(blank=True, null=True)),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
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
                (
                    "thread",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="projects.thread",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.UUIDField(default=projects.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("project_id", models.UUIDField()),
                ("reason", models.CharField(choices=[("mention", "Mentioned"), ("reply", "Answered")], max_length=8)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "comment",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="projects.comment",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="projects.participant",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)), fields=["participant"], name="notice_unread"
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("comment", "participant"), name="notice_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="thread",
            constraint=models.UniqueConstraint(fields=("project", "id"), name="thread_in_project"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["thread", "created_at", "id"], name="comment_by_thread"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["document_id", "created_at", "id"], name="comment_by_document"),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.UniqueConstraint(fields=("project", "id"), name="comment_in_project"),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "comment"), ("text", ""), _connector="OR"),
                name="comment_words_only_in_comments",
            ),
        ),
        stay_in_project("projects_comment", "thread_id", "projects_thread"),
        stay_in_project("projects_comment", "author_id", "projects_participant"),
        stay_in_project("projects_comment", "owner_id", "projects_participant"),
        stay_in_project("projects_notice", "comment_id", "projects_comment"),
        stay_in_project("projects_notice", "participant_id", "projects_participant"),
    ]
