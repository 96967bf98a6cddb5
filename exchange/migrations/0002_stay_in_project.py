"""Keys over two columns: no row of one project can point into another."""

from django.db import migrations

from projects.schema import stay_in_project


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial"), ("projects", "0002_event_log")]

    operations = [
        stay_in_project("exchange_export", "participant_id", "projects_participant"),
    ]
