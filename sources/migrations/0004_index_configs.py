"""The index knows which text search configurations its entries were made with."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sources", "0003_import_and_search"),
    ]

    operations = [
        migrations.AddField(
            model_name="indexstate",
            name="configs",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20), default=list, size=None
            ),
        ),
    ]
