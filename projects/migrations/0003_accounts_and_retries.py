"""A log of account changes, more attempts for a retried job, and an epoch that ends all sessions of a user."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0002_event_log"),
    ]

    operations = [
        migrations.CreateModel(
            name="SiteEvent",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=60)),
                ("actor_id", models.UUIDField(null=True)),
                ("actor_name", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                ("subject_id", models.UUIDField(db_index=True, null=True)),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                ("digest", models.BinaryField()),
                ("hash", models.BinaryField()),
            ],
        ),
        migrations.AddField(
            model_name="job",
            name="attempt_limit",
            field=models.PositiveSmallIntegerField(default=5),
        ),
        migrations.AddField(
            model_name="user",
            name="session_epoch",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
