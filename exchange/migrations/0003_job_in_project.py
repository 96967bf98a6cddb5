"""An export and its job belong to one project."""

from django.db import migrations

from projects.schema import stay_in_project, wait_at_most


class Migration(migrations.Migration):
    dependencies = [("exchange", "0002_stay_in_project"), ("projects", "0004_jobs_in_project")]

    operations = [
        wait_at_most(5),
        stay_in_project("exchange_export", "job_id", "projects_job"),
        wait_at_most(5),
    ]
