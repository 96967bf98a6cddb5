"""What an import writes at once: batches that follow each other, are taken over by the next worker, and stand alone."""

import threading
from typing import Any
from uuid import UUID

import pytest

from projects import jobs
from projects.events import Change
from projects.jobs import LeaseLost, Run
from projects.models import Event, Job
from sources.models import Document, Import, Publisher
from sources.services import batches
from tests.cast import Cast
from tests.sources.conftest import Upload, lines, logged, text_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_import_that_ended_is_not_run_again(cast: Cast, upload: Upload) -> None:
    found = upload({"a.txt": b"once"})
    jobs.run(UUID(found["id"]))
    assert Document.objects.count() == 1


def _interrupt(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """Let a run die when it has committed so many batches."""
    written: list[int] = []
    report = Run.report

    def dying(self: Run, progress: int, total: int | None = None, *, force: bool = False) -> None:
        report(self, progress, total, force=force)
        if progress:
            written.append(progress)
            if len(written) == after:
                raise LeaseLost

    monkeypatch.setattr(Run, "report", dying)


@pytest.mark.parametrize("after", [1, 2, 3])
def test_whoever_takes_an_import_over_goes_on_with_the_next_line(
    cast: Cast, upload: Upload, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    monkeypatch.setattr(batches, "DOCUMENTS_AT_MOST", 2)
    rows = [{"text": f"text {n}"} if n % 4 else b"bad" for n in range(20)]
    found = upload({"a.txt": b"first", "x.jsonl": lines(*rows), "z.txt": b"last"}, run=False)
    with monkeypatch.context() as patched:
        _interrupt(patched, after)
        jobs.run(UUID(found["id"]))
    made = Document.objects.count()
    assert 0 < made < 17
    Job.objects.filter(id=found["id"]).update(lease_until="2000-01-01T00:00Z")
    jobs.run(UUID(found["id"]))
    record = Import.objects.get()
    assert record.job.status == "done"
    assert sorted(Document.objects.values_list("title", flat=True)) == sorted(
        ["first", "last", *(f"text {n}" for n in range(20) if n % 4)]
    )
    assert sum(record.files.values_list("documents_made", flat=True)) == 17
    assert sum(record.files.values_list("refused", flat=True)) == 5
    lines_refused = [error["line"] for file in record.files.all() for error in file.errors]
    assert lines_refused == [1, 5, 9, 13, 17]


def test_a_worker_that_lost_its_job_writes_nothing_more(
    cast: Cast, upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = upload({"a.txt": b"words"}, run=False)
    fence = Run.fence

    def robbed(self: Run) -> None:
        Job.objects.filter(id=self.job.id).update(attempt=99)
        fence(self)

    monkeypatch.setattr(Run, "fence", robbed)
    jobs.run(UUID(found["id"]))
    assert not Document.objects.exists()
    assert not Event.objects.filter(kind="document.imported").exists()


def test_batches_written_at_once_may_name_the_same_new_publishers(
    cast: Cast, upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "DOCUMENTS_AT_MOST", 2)
    rows = [{"text": f"text {n}", "publisher": f"Post {n // 4}"} for n in range(40)]
    found = upload({"x.jsonl": lines(*rows)})
    assert (found["status"], found["documents"]) == ("done", 40)
    assert Publisher.objects.count() == 10
    assert Event.objects.filter(kind="publisher.created").count() == 10
    assert [text_of(document) for document in Document.objects.order_by("id")] == [row["text"] for row in rows]


@pytest.mark.parametrize("second_begins", [True, False])
def test_a_batch_never_waits_for_the_one_behind_it(
    cast: Cast, upload: Upload, monkeypatch: pytest.MonkeyPatch, second_begins: bool
) -> None:
    """Both of a pair add the same publisher; the one that is made to wait is the one that comes later."""
    monkeypatch.setattr(batches, "DOCUMENTS_AT_MOST", 1)
    added = {name: threading.Event() for name in ("a", "b")}
    find = batches.BatchWriter._find_publishers

    def in_order(self: Any, batch: Any, log: Change) -> Any:
        if not batch.documents:  # the end of the file
            return {}
        mine, other = ("a", "b") if batch.documents[0].record.title == "a" else ("b", "a")
        if second_begins == (mine == "a"):
            added[other].wait(5)
        publishers = find(self, batch, log)
        added[mine].set()
        return publishers

    monkeypatch.setattr(batches.BatchWriter, "_find_publishers", in_order)
    found = upload({"x.jsonl": lines(*({"text": t, "title": t, "publisher": "Post"} for t in "ab"))})
    assert (found["status"], found["documents"]) == ("done", 2)
    assert [after["title"] for after in logged("document.imported")] == ["a", "b"]
    assert Publisher.objects.count() == 1


def test_a_cancelled_import_keeps_what_it_has_and_stops(
    cast: Cast, upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "DOCUMENTS_AT_MOST", 2)
    found = upload({"x.jsonl": lines(*({"text": f"{n}"} for n in range(50)))}, run=False)
    client = cast.client("manager")
    write = batches.BatchWriter.write

    def cancelling(self: Any, batch: Any, **named: Any) -> None:
        write(self, batch, **named)
        assert client.post(f"/api/v1/imports/{found['id']}/cancel").status_code == 200
        monkeypatch.setattr(Run, "check", lambda run: None)
        Run.report(self._run, 0, force=True)

    monkeypatch.setattr(batches.BatchWriter, "write", cancelling)
    jobs.run(UUID(found["id"]))
    after = client.get(f"/api/v1/imports/{found['id']}").json()
    assert (after["status"], after["documents"]) == ("cancelled", 2)
    assert Document.objects.count() == 2


def test_a_waiting_import_is_cancelled_at_once(cast: Cast, upload: Upload) -> None:
    found = upload({"a.txt": b"words"}, run=False)
    answer = cast.client("manager").post(f"/api/v1/imports/{found['id']}/cancel")
    assert answer.json()["status"] == "cancelled"
    jobs.run(UUID(found["id"]))
    assert not Document.objects.exists()
