"""An import run by a real worker, which is killed in the middle of it."""

from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from projects.models import Event, Job
from sources.models import Document, ImportFile, IndexState, Section
from tests.campaigns import Campaign
from tests.cast import Cast
from tests.processes import WorkerProcess, eventually
from tests.sources.conftest import Upload, lines

pytestmark = pytest.mark.django_db(transaction=True)


def _ended(job_id: str) -> bool:
    return Job.objects.get(id=UUID(job_id)).finished


def test_an_import_ends_once_with_every_document_though_its_worker_is_killed_twice(
    cast: Cast, upload: Upload, mortal_worker: WorkerProcess, campaign: Campaign
) -> None:
    count = campaign.size(100_000)
    words = "Words that take a moment to read. " * 100
    rows = [{"text": f"{n} {words}", "title": f"t{n}"} if n % 10 else {"title": "no text"} for n in range(count)]
    found = upload({"x.jsonl": lines(*rows), "y.txt": b"The last one."}, run=False)
    for _kill in range(2):
        before = Document.objects.count()
        eventually(
            lambda before=before: Document.objects.count() > before,
            seconds=60,
            what="an import under way",
        )
        mortal_worker.kill()
        left = Job.objects.get(id=found["id"])
        assert left.status == "running", "the import was over before its worker could be killed"
        assert left.lease_until is not None
        mortal_worker.start()
        eventually(
            lambda left=left: Job.objects.get(id=found["id"]).attempt > left.attempt,
            seconds=60,
            what="another attempt once the lease of the dead worker has run out",
        )
        assert timezone.now() > left.lease_until
    eventually(lambda: _ended(found["id"]), seconds=600, what="the end of the import")
    job = Job.objects.get(id=found["id"])
    assert job.status == "done"
    assert job.attempt > 2
    expected = sorted([*(f"t{n}" for n in range(count) if n % 10), "The last one."])
    assert sorted(Document.objects.values_list("title", flat=True)) == expected
    assert Section.objects.count() == len(expected)
    assert Event.objects.filter(kind="document.imported").count() == len(expected)
    assert Event.objects.filter(kind="import.ended").count() == 1
    files = ImportFile.objects.filter(import_record_id=found["id"])
    assert sum(files.values_list("refused", flat=True)) == count - len(expected) + 1
    campaign.record(documents=len(expected), attempts=job.attempt)


def test_the_index_follows_an_import_by_itself(
    cast: Cast, upload: Upload, celery_worker_process: WorkerProcess
) -> None:
    found = upload({"x.jsonl": lines(*({"text": f"convoy {n}"} for n in range(30)))}, run=False)
    eventually(lambda: _ended(found["id"]), seconds=60, what="the end of the import")
    client = cast.client("viewer")

    def index() -> dict[str, Any]:
        return dict(client.get(cast.url("search-index")).json())

    eventually(lambda: index()["lag"] == 0 and index()["last"] > 0, seconds=30, what="an index without lag")
    answer = client.get("/api/v1/search", {"project": cast.project.slug, "q": "convoy"}).json()
    assert answer["counts"]["documents"] == 30
    assert IndexState.objects.get().number == index()["last"]
