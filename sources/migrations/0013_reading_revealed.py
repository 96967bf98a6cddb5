"""Finishing a reading and seeing what others did are two acts; whoever had finished before saw it with finishing."""

from typing import Any

from django.db import migrations, models
from django.db.models.functions import Coalesce, Now

from projects.schema import wait_at_most


def revealed_with_finishing(apps: Any, schema_editor: Any) -> None:
    finished = apps.get_model("sources", "Reading").objects.filter(state="finished")
    finished.update(revealed_at=Coalesce("finished_at", Now()))


class Migration(migrations.Migration):
    dependencies = [("sources", "0012_index_composed_letters")]

    operations = [
        wait_at_most(5),
        migrations.AddField("reading", "revealed_at", models.DateTimeField(blank=True, null=True)),
        migrations.RunPython(revealed_with_finishing, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            "reading",
            models.CheckConstraint(
                condition=models.Q(("state", "finished"), ("revealed_at", None), _connector="OR"),
                name="reading_revealed_when_finished",
            ),
        ),
        wait_at_most(5),
    ]
