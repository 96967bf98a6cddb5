"""The index of a project whose claims or notes of marks hold decomposed letters follows the log again."""

from django.db import migrations

AGAIN = """
UPDATE sources_indexstate SET number = 0 WHERE project_id IN (
    SELECT project_id FROM reviews_claim WHERE statement IS NOT NFC NORMALIZED
    UNION SELECT project_id FROM reviews_attribution WHERE name IS NOT NFC NORMALIZED
    UNION SELECT project_id FROM annotator_annotation WHERE note IS NOT NFC NORMALIZED
)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0006_comments"),
        ("annotator", "0005_comments"),
        ("sources", "0012_index_composed_letters"),
    ]

    operations = [migrations.RunSQL(AGAIN, migrations.RunSQL.noop)]
