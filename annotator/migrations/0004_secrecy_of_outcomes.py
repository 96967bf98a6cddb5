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
    dependencies = [("annotator", "0003_links_checked_by_statement")]

    operations = [
        migrations.AlterField(
            model_name="annotation",
            name="secrecy",
            field=models.CharField(choices=SECRECIES, default="mark", max_length=10),
        ),
    ]
