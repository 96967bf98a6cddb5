"""An index that finds the documents marked above somebody's clearance, which hide what the log tells of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sources", "0006_refresh_statistics")]

    operations = [
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["project", "tlp"], include=["id"], name="document_by_tlp"),
        ),
    ]
