"""A mark may hold a thread of comments."""

import django.db.models.deletion
from django.db import migrations, models

from projects.schema import stay_in_project, wait_at_most


class Migration(migrations.Migration):
    dependencies = [
        ("annotator", "0004_secrecy_of_outcomes"),
        ("projects", "0007_comments"),
        ("sources", "0011_comments"),
    ]

    operations = [
        wait_at_most(5),
        migrations.AddField(
            model_name="annotation",
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
            model_name="annotation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("thread__isnull", False)), fields=("thread",), name="annotation_thread_once"
            ),
        ),
        stay_in_project("annotator_annotation", "thread_id", "projects_thread"),
        wait_at_most(5),
    ]
