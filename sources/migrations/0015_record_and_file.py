"""The whole bibliographic record of a document, and the file that a text was read from.

The defaults stay in the database: rows may still be written by a process that does not know these columns.
"""

from django.db import migrations, models

from projects.schema import wait_at_most

# Texts that came as files of their own; what was in an archive or a line of a file has none yet.
_FILES_OF_ONE = """
UPDATE sources_revision SET file_sha256 = came.sha256, file_size = came.size
FROM (
    SELECT document.id, file.sha256, file.size
    FROM sources_document document
    JOIN sources_importfile file ON file.id = document.import_file_id
    JOIN sources_import import ON import.id = file.import_record_id
    WHERE file.storage_name <> '' AND lower(file.name) !~ '[.]zip$' AND import.format NOT IN ('zip', 'jsonl')
        AND NOT (import.format = 'auto' AND lower(file.name) ~ '[.](jsonl|ndjson)$')
) came
WHERE sources_revision.document_id = came.id AND sources_revision.number = 1
"""


class Migration(migrations.Migration):
    dependencies = [("sources", "0014_warnings_of_readers")]

    operations = [
        wait_at_most(5),
        *(
            migrations.AddField(
                "document", name, models.CharField(max_length=length, blank=True, default="", db_default="")
            )
            for name, length in (
                ("type", 40),
                ("container", 300),
                ("published_basis", 10),
                ("retrieved", 10),
                ("licence", 300),
            )
        ),
        migrations.AddField(
            "document", "archive_url", models.URLField(max_length=2000, blank=True, default="", db_default="")
        ),
        migrations.AddField("document", "notes", models.TextField(blank=True, default="", db_default="")),
        migrations.AddField(
            "revision", "file_sha256", models.CharField(max_length=64, blank=True, default="", db_default="")
        ),
        migrations.AddField("revision", "file_size", models.BigIntegerField(default=0, db_default=0)),
        migrations.RunSQL(_FILES_OF_ONE, migrations.RunSQL.noop),
        wait_at_most(5),
    ]
