"""The job behind an export: one snapshot, whole or not at all, in memory that does not grow with the project."""

import gc
import hashlib
import re
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from benchmarks.filling import analyse, fill
from exchange import making, storage
from exchange.models import Export
from exchange.queries.rows import GROUP
from exchange.services.exports import request_export
from projects import jobs
from projects.models import EventCounter, Job, Project
from projects.viewers import find_viewer
from tests.cast import make_document, make_mark
from tests.exchange.conftest import Made, Stage, make_claim, run
from tests.processes import WorkerProcess, eventually


def stored(export_id: Any) -> list[str]:
    """What lies in the storage for an export, by path below its folder."""
    folder = Path(settings.MEDIA_ROOT) / "exports" / str(export_id)
    return sorted(str(path.relative_to(folder)) for path in folder.glob("**/*") if path.is_file())


def scratch() -> list[Path]:
    """Temporary files that have a name."""
    return list((settings.DATA_DIR / "scratch").glob("*"))


def during(monkeypatch: pytest.MonkeyPatch, what: Callable[[], None]) -> None:
    """Do something when the snapshot is taken and nothing of it is written yet."""
    documents: Any = vars(making)["documents"]

    def meanwhile(*args: Any) -> Any:
        what()
        return documents(*args)

    monkeypatch.setattr(making, "documents", meanwhile)


def test_what_comes_while_an_export_is_made_is_not_in_it(full: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    cast, document = full.cast, full.documents[0]

    def meanwhile() -> None:
        make_document(cast.project, "Later.", "Later")
        make_mark(document, cast.participant("annotator"), full.label, 0, 3)
        make_claim(cast, "A later claim.")
        EventCounter.objects.filter(project=cast.project).update(number=1000)
        type(document).objects.filter(id=document.id).update(title="Renamed")

    before = EventCounter.objects.get(project=cast.project).number
    during(monkeypatch, meanwhile)
    made = full.export("annotator")
    assert [(line["title"], len(line["annotations"])) for line in made.lines()] == [("A convoy", 1)]
    assert "A later claim." not in made.statements()
    assert made.manifest["event"] == before + 1, "the last event of the snapshot is the request itself"
    monkeypatch.undo()
    monkeypatch.setattr(jobs, "send", lambda job_id: True)
    later = full.export("annotator")
    assert [(line["title"], len(line["annotations"])) for line in later.lines()] == [("Renamed", 2), ("Later", 0)]


def test_the_manifest_describes_each_part_truly(full: Stage) -> None:
    made = full.export("reviewer")
    assert [part["name"] for part in made.manifest["parts"]] == ["documents", "relations", "claims", "comments"]
    for part in made.manifest["parts"]:
        content = made.content(part["name"])
        assert part["size"] == len(content)
        assert part["sha256"] == hashlib.sha256(content).hexdigest()
        assert made.fetch(part["name"])["Content-Length"] == str(len(content))
    assert made.answer["size"] == sum(part["size"] for part in made.manifest["parts"])
    assert made.manifest["made_for"] == {
        "name": "reviewer",
        "roles": ["reviewer"],
        "clearance": "AMBER+STRICT",
        "marks_blind": "until_finished",
    }
    counts = made.manifest["counts"]
    assert (counts["documents"], counts["annotations"], counts["claims"], counts["evidence"]) == (1, 2, 2, 2)


@pytest.mark.parametrize("name", ['a/../../b"\r\nX: 1', "نص 🛰", "%2e%2e%2f", "x" * 200])
def test_hostile_names_do_not_reach_file_names(stage: Stage, name: str) -> None:
    Project.objects.filter(id=stage.cast.project.id).update(name=name)
    type(stage.documents[0]).objects.update(title=name, file_name=name[:100])
    made = stage.export("viewer")
    for part in made.manifest["parts"]:
        assert re.fullmatch(r"desk-[0-9]{8}-[0-9]{6}-[a-z]+\.jsonl", part["file_name"])
    disposition = made.fetch()["Content-Disposition"]
    assert re.fullmatch(r'attachment; filename="[A-Za-z0-9._-]+"', disposition)
    assert stored(made.answer["id"]) == ["1/claims.jsonl", "1/comments.jsonl", "1/documents.jsonl", "1/relations.jsonl"]


def test_documents_of_many_groups_and_sections_come_whole_and_in_order(stage: Stage) -> None:
    number = GROUP + 3
    project, manager = fill(number, length=17_000, marks=2)
    viewer = find_viewer(manager.user, project_id=project.id)
    export = request_export(by=viewer, format="jsonl")
    run(str(export.id))
    from rest_framework.test import APIClient

    client = APIClient()
    client.force_authenticate(manager.user)
    lines = Made(client.get(f"/api/v1/exports/{export.id}").json(), client, stage.opened).lines()
    assert [line["title"] for line in lines] == [f"Report {n}" for n in range(1, number + 1)]
    assert {len(line["text"]) for line in lines} == {17_000}
    assert [line["text"].partition("\n")[0] for line in lines] == [f"Report {n}" for n in range(number)]
    assert {len(line["annotations"]) for line in lines} == {2}


def test_a_cancelled_run_stops_and_leaves_nothing(full: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = full.ask("annotator").json()
    client = full.cast.client("annotator")
    address = f"/api/v1/exports/{asked['id']}"
    store = storage.PartFile.store

    def cancel_then_store(part: storage.PartFile, folder: str) -> None:
        store(part, folder)
        assert client.post(f"{address}/cancel").json()["status"] == "running"

    monkeypatch.setattr(storage.PartFile, "store", cancel_then_store)
    run(asked["id"])
    assert client.get(address).json()["status"] == "cancelled"
    assert stored(asked["id"]) == []
    assert scratch() == []
    assert client.get(f"{address}/file").status_code == 409


def test_an_export_that_breaks_says_so_and_leaves_nothing(full: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = full.ask("annotator").json()

    def broken() -> None:
        raise OSError("no space left on device")

    during(monkeypatch, broken)
    job = run(asked["id"])
    assert (job.status, stored(asked["id"]), scratch()) == ("failed", [], [])
    assert "OSError" in job.errors[0]["detail"]


def test_a_worker_that_lost_its_lease_records_nothing(full: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = full.ask("annotator").json()

    def lose() -> None:
        Job.objects.filter(id=asked["id"]).update(attempt=2)

    during(monkeypatch, lose)
    jobs.run(Export.objects.get(id=asked["id"]).job_id)
    row = Export.objects.get(id=asked["id"])
    assert (row.storage_name, row.manifest, stored(asked["id"])) == ("", {}, [])


def test_the_next_attempt_removes_what_a_killed_one_had_stored(full: Stage) -> None:
    asked = full.ask("annotator").json()
    Job.objects.filter(id=asked["id"]).update(attempt=1, status="running", lease_until=timezone.now())
    torn = Path(settings.MEDIA_ROOT) / storage.folder_of(asked["id"], 1)
    torn.mkdir(parents=True)
    (torn / "documents.jsonl").write_text('{"half a li')
    assert run(asked["id"]).attempt == 2
    assert stored(asked["id"]) == ["2/claims.jsonl", "2/comments.jsonl", "2/documents.jsonl", "2/relations.jsonl"]


def test_a_killed_worker_leaves_an_export_that_ends_once_and_right(
    mortal_worker: WorkerProcess,
) -> None:
    documents = 3000
    project, manager = fill(documents, length=2000, marks=10)
    analyse()
    viewer = find_viewer(manager.user, project_id=project.id)
    export = request_export(by=viewer, format="jsonl")
    job = Job.objects.filter(id=export.id)
    eventually(lambda: job.get().total is not None, seconds=60, step=0.01, what="the export under way")
    mortal_worker.kill()
    left = job.get()
    assert left.status == "running", "the worker was killed in the middle"
    assert (stored(export.id), scratch()) == ([], [])
    mortal_worker.start()
    eventually(lambda: job.get().attempt == 2, seconds=60, what="a second attempt")
    assert timezone.now() > left.lease_until, "the lease of the dead worker ran out before"
    eventually(lambda: job.get().finished, seconds=90, what="the export's second attempt")
    made = Export.objects.select_related("job").get(id=export.id)
    assert (made.job.status, made.job.attempt) == ("done", 2)
    assert made.manifest["counts"]["documents"] == documents
    assert made.manifest["counts"]["annotations"] == documents * 10
    assert stored(export.id) == ["2/claims.jsonl", "2/comments.jsonl", "2/documents.jsonl", "2/relations.jsonl"]
    content = (Path(settings.MEDIA_ROOT) / made.storage_name / "documents.jsonl").read_bytes()
    assert content.count(b"\n") == documents
    assert hashlib.sha256(content).hexdigest() == made.manifest["parts"][0]["sha256"]


def peak_of(documents: int) -> int:
    """The most memory that making an export of so many documents of 60,000 characters takes."""
    project, manager = fill(documents, length=60_000, marks=20)
    export = request_export(by=find_viewer(manager.user, project_id=project.id), format="jsonl")
    gc.collect()
    tracemalloc.start()
    run(str(export.id))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert Export.objects.get(id=export.id).size > documents * 60_000
    return peak


def test_memory_does_not_grow_with_the_project(stage: Stage) -> None:
    few, many = peak_of(20), peak_of(200)
    assert many < few + 3_000_000, "ten times the text, which is 12 million characters, in the same memory"
    assert many < 9_000_000


def test_the_snapshot_is_read_only_and_repeatable(full: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, str]] = []
    documents: Any = vars(making)["documents"]

    def look(taken: Any, content: Any) -> Any:
        seen.append(
            (taken.fetch("SHOW transaction_isolation", [])[0][0], taken.fetch("SHOW transaction_read_only", [])[0][0])
        )
        return documents(taken, content)

    monkeypatch.setattr(making, "documents", look)
    full.export("annotator")
    assert seen == [("repeatable read", "on")]
    assert not connection.in_atomic_block
