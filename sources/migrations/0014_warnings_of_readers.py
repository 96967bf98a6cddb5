"""What a reader could not read of a file is kept with the text it made."""

from django.db import migrations, models

from projects.schema import wait_at_most


class Migration(migrations.Migration):
    dependencies = [("sources", "0013_reading_revealed")]

    operations = [
        wait_at_most(5),
        migrations.AddField("revision", "warnings", models.JSONField(blank=True, default=list)),
        wait_at_most(5),
    ]
