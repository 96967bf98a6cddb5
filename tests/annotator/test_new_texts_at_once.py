"""Marks made while another text takes the place of the one they are made on: each is carried, or refused with 409."""

from typing import Any
from uuid import UUID

import pytest

from annotator.models import Anchor, Annotation
from projects import jobs
from projects.models import Job
from sources.models import Document, Revision
from sources.services.revisions import propose_revision
from tests.annotator.conftest import Stage, make_stage
from tests.annotator.test_marking_at_once import _at_once
from tests.cast import TEXT

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage(transactional_db: None) -> Stage:
    return make_stage()


def test_every_mark_made_meanwhile_stands_in_the_new_text_or_was_refused(stage: Stage) -> None:
    names = ("annotator", "annotator2", "manager")
    for round_ in range(4):
        document = Document.objects.get(id=stage.document.id)
        before = document.current_revision_id
        assert before is not None
        proposal = propose_revision(
            by=stage.cast.viewer("manager"), document_id=document.id, based_on=before, text=f"Line {round_}.\n{TEXT}"
        )

        def write(name: str, base: UUID = before) -> Any:
            client = stage.client(name)
            body = stage.body(0, 5, revision=str(base))
            return lambda: [client.post(stage.marks_url, body, format="json").status_code for _ in range(6)]

        def run(id: UUID = proposal.id) -> list[int]:
            jobs.run(id)
            return []

        statuses = [status for found in _at_once(*map(write, names), run) for status in found]
        assert set(statuses) <= {201, 409}
        assert Job.objects.get(id=proposal.id).status == "done"
        document.refresh_from_db()
        made = Annotation.objects.filter(anchors__revision_id=before)
        carried = Anchor.objects.filter(revision_id=document.current_revision_id).values_list(
            "annotation_id", flat=True
        )
        lost = Annotation.objects.filter(placements__revision_id=document.current_revision_id)
        assert set(made) == set(Annotation.objects.filter(id__in=carried)) | set(lost)
        assert made.count() == Annotation.objects.count()
    assert Revision.objects.filter(document=stage.document).count() == 5
