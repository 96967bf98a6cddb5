"""Keys over two columns: no row of one project can point into another."""

from django.db import migrations

from projects.schema import stay_in_project


class Migration(migrations.Migration):
    dependencies = [("annotator", "0001_initial"), ("sources", "0002_stay_in_project")]

    operations = [
        stay_in_project("annotator_label", "parent_id", "annotator_label"),
        stay_in_project("annotator_annotation", "document_id", "sources_document"),
        stay_in_project("annotator_annotation", "label_id", "annotator_label"),
        stay_in_project("annotator_annotation", "author_id", "projects_participant"),
        stay_in_project("annotator_anchor", "annotation_id", "annotator_annotation"),
        stay_in_project("annotator_anchor", "revision_id", "sources_revision"),
        stay_in_project("annotator_anchor", "decided_by_id", "projects_participant"),
    ]
