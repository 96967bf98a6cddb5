"""An index that finds the claims marked above somebody's clearance, which hide what the log tells of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0003_sent_back_and_valid_time")]

    operations = [
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["project", "tlp"], include=["id"], name="claim_by_tlp"),
        ),
    ]
