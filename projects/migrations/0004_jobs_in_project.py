"""A job may be pointed at together with its project. A job of the site has none: no row of a project points at it."""

from django.db import migrations, models

from projects.schema import wait_at_most


class Migration(migrations.Migration):
    dependencies = [("projects", "0003_accounts_and_retries")]

    operations = [
        wait_at_most(5),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.UniqueConstraint(fields=("project", "id"), name="job_in_project"),
        ),
        wait_at_most(5),
    ]
