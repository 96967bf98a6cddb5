"""Keys over two columns: no row of one project can point into another."""

from django.db import migrations

from projects.schema import stay_in_project


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial"), ("annotator", "0002_stay_in_project")]

    operations = [
        stay_in_project("reviews_claim", "author_id", "projects_participant"),
        stay_in_project("reviews_attribution", "claim_id", "reviews_claim"),
        stay_in_project("reviews_evidence", "claim_id", "reviews_claim"),
        stay_in_project("reviews_evidence", "document_id", "sources_document"),
        stay_in_project("reviews_evidence", "revision_id", "sources_revision"),
        stay_in_project("reviews_evidence", "annotation_id", "annotator_annotation"),
        stay_in_project("reviews_evidence", "mark_author_id", "projects_participant"),
        stay_in_project("reviews_evidence", "author_id", "projects_participant"),
        stay_in_project("reviews_verdict", "claim_id", "reviews_claim"),
        stay_in_project("reviews_verdict", "author_id", "projects_participant"),
        stay_in_project("reviews_adjudication", "claim_id", "reviews_claim"),
        stay_in_project("reviews_adjudication", "author_id", "projects_participant"),
    ]
