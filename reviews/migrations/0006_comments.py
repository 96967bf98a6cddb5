"""A claim may hold a thread of comments."""

import django.db.models.deletion
from django.db import migrations, models

from projects.schema import stay_in_project, wait_at_most


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0007_comments"),
        ("reviews", "0005_secrecy_of_outcomes"),
    ]

    operations = [
        wait_at_most(5),
        migrations.AddField(
            model_name="claim",
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
            model_name="claim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("thread__isnull", False)), fields=("thread",), name="claim_thread_once"
            ),
        ),
        stay_in_project("reviews_claim", "thread_id", "projects_thread"),
        wait_at_most(5),
    ]
