"""The words of a choice: marks of others show when a reader has finished and chooses to look."""

from django.db import migrations, models

BLINDNESS = [
    ("until_finished", "Until one has finished one's own reading and chooses to look"),
    ("always", "Always: only managers and adjudicators compare"),
    ("never", "Never: everybody sees everything at once"),
]


class Migration(migrations.Migration):
    dependencies = [("projects", "0007_comments")]

    operations = [
        migrations.AlterField(
            "project", "marks_blind", models.CharField(choices=BLINDNESS, default="until_finished", max_length=20)
        )
    ]
