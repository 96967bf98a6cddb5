"""Keys over two columns: no row of one project can point into another."""

from django.db import migrations

from projects.schema import stay_in_project


class Migration(migrations.Migration):
    dependencies = [("sources", "0001_initial"), ("projects", "0002_event_log")]

    operations = [
        stay_in_project("sources_document", "publisher_id", "sources_publisher"),
        stay_in_project("sources_document", "current_revision_id", "sources_revision", deferred=True),
        stay_in_project("sources_revision", "document_id", "sources_document"),
        stay_in_project("sources_section", "revision_id", "sources_revision"),
        stay_in_project("sources_reading", "document_id", "sources_document"),
        stay_in_project("sources_reading", "participant_id", "projects_participant"),
        stay_in_project("sources_unblinding", "document_id", "sources_document"),
        stay_in_project("sources_unblinding", "participant_id", "projects_participant"),
        stay_in_project("sources_import", "participant_id", "projects_participant"),
        stay_in_project("sources_importfile", "import_record_id", "sources_import"),
    ]
