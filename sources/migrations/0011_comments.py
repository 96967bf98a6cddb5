"""A document may hold a thread of comments; comments on it and its marks stay in its project."""

import django.db.models.deletion
from django.db import migrations, models

from projects.schema import stay_in_project, wait_at_most


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0007_comments"),
        ("sources", "0010_statistics_of_large_tables"),
    ]

    operations = [
        wait_at_most(5),
        migrations.AddField(
            model_name="document",
            name="thread",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="projects.thread",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                condition=models.Q(("thread__isnull", False)), fields=("thread",), name="document_thread_once"
            ),
        ),
        stay_in_project("sources_document", "thread_id", "projects_thread"),
        stay_in_project("projects_comment", "document_id", "sources_document"),
        wait_at_most(5),
    ]
