"""An import that is cancelled while a real worker writes: it ends soon and by itself, and what it wrote is whole."""

import time
from typing import Any
from uuid import UUID

import pytest

from annotator.models import Annotation
from projects.models import Event, Job
from projects.queries.verification import verify_project
from sources.models import Document, ImportFile, Section
from tests.campaigns import Campaign
from tests.cast import Cast, make_label
from tests.processes import WorkerProcess, eventually
from tests.sources.conftest import Upload, lines, text_of

pytestmark = pytest.mark.django_db(transaction=True)

SOON = 10


def _ended(job_id: str) -> bool:
    return Job.objects.get(id=UUID(job_id)).finished


def _whole(cast: Cast, made: int) -> None:
    """Every document that is there has its text, its mark and its event; no other rows are there."""
    documents = Document.objects.select_related("current_revision")
    assert documents.count() == made
    for document in documents:
        text = text_of(document)
        assert text.startswith(f"{document.title[1:]} Words")
        assert document.current_revision is not None
        assert document.current_revision.length == len(text)
    assert set(Section.objects.values_list("revision__document", flat=True)) == set(
        documents.values_list("id", flat=True)
    )
    marked = Annotation.objects.values_list("document", flat=True)
    assert sorted(marked) == sorted(documents.values_list("id", flat=True))
    logged = Event.objects.filter(kind="document.imported").values_list("subject_id", flat=True)
    assert sorted(map(str, logged)) == sorted(map(str, documents.values_list("id", flat=True)))
    assert verify_project(cast.project.id).broken is None


def _counted(found: dict[str, Any]) -> int:
    """The documents that the import says it has made, which is what its files say."""
    assert found["documents"] == sum(ImportFile.objects.values_list("documents_made", flat=True))
    return int(found["documents"])


def test_an_import_cancelled_while_it_writes_ends_soon_whole_and_can_be_resumed(
    cast: Cast, upload: Upload, celery_worker_process: WorkerProcess, campaign: Campaign
) -> None:
    make_label(cast.project, "Claim")
    count = campaign.size(150_000)
    words = "Words that take a moment to read. " * 100
    mark = {"label": "Claim", "start": 0, "end": 1}
    files = {
        f"{part}.jsonl": lines(
            *({"text": f"{n} {words}", "title": f"t{n}", "annotations": [mark]} for n in range(part, count, 2))
        )
        for part in range(2)
    }
    found = upload(files, run=False)
    client, address = cast.client("manager"), f"/api/v1/imports/{found['id']}"
    eventually(lambda: Document.objects.exists(), seconds=60, step=0.01, what="an import under way")
    assert client.post(f"{address}/cancel").status_code == 200
    asked = time.monotonic()
    eventually(lambda: _ended(found["id"]), seconds=SOON, what="the end of the import")
    took = time.monotonic() - asked
    after = client.get(address).json()
    assert after["status"] == "cancelled"
    made = _counted(after)
    assert 0 < made < count, "the import was over before it could be cancelled"
    assert after["progress"] <= after["total"] == count
    _whole(cast, made)
    assert Event.objects.filter(kind="import.ended").count() == 1

    assert client.post(f"/api/v1/jobs/{found['id']}/retry").status_code == 200
    eventually(lambda: _ended(found["id"]), seconds=600, what="the end of the resumed import")
    after = client.get(address).json()
    assert (after["status"], after["documents"], after["progress"]) == ("done", count, count)
    assert sorted(Document.objects.values_list("title", flat=True)) == sorted(f"t{n}" for n in range(count))
    _whole(cast, count)
    campaign.record(documents=count, made_before=made, seconds_to_end=round(took, 2))


def test_files_of_a_cancelled_import_can_be_imported_again(
    cast: Cast, upload: Upload, celery_worker_process: WorkerProcess
) -> None:
    files = {"x.jsonl": lines(*({"text": f"{n} Words", "title": f"t{n}"} for n in range(300)))}
    first = upload(files, run=False)
    cast.client("manager").post(f"/api/v1/imports/{first['id']}/cancel")
    eventually(lambda: _ended(first["id"]), seconds=SOON, what="the end of the import")
    before = Document.objects.count()
    second = upload(files, run=False)
    eventually(lambda: _ended(second["id"]), seconds=60, what="the end of the second import")
    after = cast.client("manager").get(f"/api/v1/imports/{second['id']}").json()
    assert (after["status"], after["documents"]) == ("done", 300)
    assert Document.objects.count() == before + 300
    assert verify_project(cast.project.id).broken is None
