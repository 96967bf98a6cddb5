"""The index of a project that holds decomposed letters follows the log again from its beginning.

Entries are made of composed letters (NFC), as the words of a search are; those of decomposed texts are found again once
they have been made anew. Searches go on meanwhile, and the lag is shown.
"""

from django.db import migrations

AGAIN = """
UPDATE sources_indexstate SET number = 0 WHERE project_id IN (
    SELECT project_id FROM sources_section WHERE text IS NOT NFC NORMALIZED
    UNION SELECT project_id FROM sources_document WHERE title IS NOT NFC NORMALIZED
)
"""


class Migration(migrations.Migration):
    dependencies = [("sources", "0011_comments")]

    operations = [migrations.RunSQL(AGAIN, migrations.RunSQL.noop)]
