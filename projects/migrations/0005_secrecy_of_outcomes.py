"""A fifth kind of secrecy: what was decided of a claim."""

from django.db import migrations, models

SECRECIES = [
    ("open", "Open"),
    ("mark", "One reader's mark"),
    ("claim", "A claim, which may rest on marks"),
    ("verdict", "One reviewer's verdict"),
    ("outcome", "What was decided of a claim"),
]


class Migration(migrations.Migration):
    dependencies = [("projects", "0004_jobs_in_project")]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="secrecy",
            field=models.CharField(choices=SECRECIES, default="open", max_length=10),
        ),
    ]
