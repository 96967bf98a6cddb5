"""Imports count what they refused; the search index knows generations and configurations; texts are packed with LZ4."""

import django.contrib.postgres.indexes
from django.db import migrations, models

# LZ4 packs and unpacks several times as fast as PostgreSQL's own method; a server may be built without it.
PACK = """
DO $$
BEGIN
    ALTER TABLE sources_section ALTER COLUMN text SET COMPRESSION lz4;
    ALTER TABLE sources_searchentry ALTER COLUMN vector SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported OR invalid_parameter_value THEN
    RAISE NOTICE 'this server packs without LZ4';
END
$$
"""
UNPACK = """
ALTER TABLE sources_section ALTER COLUMN text SET COMPRESSION default;
ALTER TABLE sources_searchentry ALTER COLUMN vector SET COMPRESSION default
"""


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0003_accounts_and_retries"),
        ("sources", "0002_stay_in_project"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="searchentry",
            name="search_entry_once",
        ),
        migrations.RemoveIndex(
            model_name="searchentry",
            name="search_entry_vector",
        ),
        migrations.RemoveIndex(
            model_name="searchentry",
            name="search_entry_by_document",
        ),
        migrations.AddField(
            model_name="importfile",
            name="refused",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="indexstate",
            name="generation",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="indexstate",
            name="rebuild_after",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="indexstate",
            name="rebuild_kind",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="searchentry",
            name="config",
            field=models.CharField(default="simple", max_length=20),
        ),
        migrations.AddIndex(
            model_name="import",
            index=models.Index(fields=["project", "-created_at"], name="import_by_project"),
        ),
        migrations.AddIndex(
            model_name="searchentry",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=True, fields=["vector"], gin_pending_list_limit=1024, name="search_entry_vector"
            ),
        ),
        migrations.AddIndex(
            model_name="searchentry",
            index=models.Index(fields=["project", "generation", "kind"], name="search_entry_by_kind"),
        ),
        migrations.AddConstraint(
            model_name="searchentry",
            constraint=models.UniqueConstraint(
                fields=("subject_id", "kind", "part", "generation"), name="search_entry_once"
            ),
        ),
        migrations.RunSQL(PACK, UNPACK),
    ]
