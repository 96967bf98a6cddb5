"""An imported name may speak for a member of its project, where a manager says so."""

import django.db.models.deletion
from django.db import migrations, models

from projects.schema import stay_in_project, wait_at_most

_PARTICIPANT = {
    "blank": True,
    "null": True,
    "db_constraint": False,
    "db_index": False,
    "on_delete": django.db.models.deletion.PROTECT,
    "to": "projects.participant",
}


class Migration(migrations.Migration):
    dependencies = [("projects", "0005_secrecy_of_outcomes")]

    operations = [
        wait_at_most(5),
        migrations.AddField(
            model_name="participant", name="mapped_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="participant", name="mapped_by", field=models.ForeignKey(**_PARTICIPANT, related_name="+")
        ),
        migrations.AddField(
            model_name="participant", name="speaks_for", field=models.ForeignKey(**_PARTICIPANT, related_name="names")
        ),
        migrations.AddField(
            model_name="participant", name="version", field=models.PositiveIntegerField(db_default=1, default=1)
        ),
        stay_in_project("projects_participant", "speaks_for_id", "projects_participant"),
        stay_in_project("projects_participant", "mapped_by_id", "projects_participant"),
        migrations.AddIndex(
            model_name="participant",
            index=models.Index(
                fields=["speaks_for"], name="participant_speaks_for", condition=models.Q(speaks_for__isnull=False)
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.CheckConstraint(
                condition=models.Q(speaks_for__isnull=True, mapped_at__isnull=True)
                | models.Q(kind="name", speaks_for__isnull=False, mapped_at__isnull=False),
                name="participant_only_names_speak",
            ),
        ),
        wait_at_most(5),
    ]
