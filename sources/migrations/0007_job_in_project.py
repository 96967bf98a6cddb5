"""An import and its job belong to one project."""

from django.db import migrations

from projects.schema import stay_in_project, wait_at_most


class Migration(migrations.Migration):
    dependencies = [("sources", "0006_refresh_statistics"), ("projects", "0004_jobs_in_project")]

    operations = [
        wait_at_most(5),
        stay_in_project("sources_import", "job_id", "projects_job"),
        wait_at_most(5),
    ]
