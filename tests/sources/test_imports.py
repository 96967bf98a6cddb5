"""Imports: what is uploaded becomes documents, whole or not at all, and what cannot is refused with its reason."""

import threading
from typing import Any
from uuid import UUID

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from projects import jobs
from projects.errors import Invalid
from projects.events import Change
from projects.jobs import LeaseLost, Run
from projects.models import Event, Job, Membership
from projects.vocabulary import Tlp
from sources import extras
from sources.extras import Arrival, Extra, ImportContext
from sources.models import Document, Import, ImportFile, Publisher, Revision, Section
from sources.services import arrivals, batches, importing
from tests.cast import Cast
from tests.sources.conftest import Upload, lines, logged, packed, text_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_each_kind_of_file_becomes_documents(cast: Cast, upload: Upload) -> None:
    found = upload(
        {
            "report.txt": "\ufeffA report\r\n\r\nof two paragraphs.\r\n".encode(),
            "note.md": b"# Note\n\nWords.\n",
            "many.jsonl": lines({"text": "one"}, {"text": "two", "title": "Second"}),
            "pack.zip": packed({"in/side.txt": b"inside", "more.jsonl": lines({"text": "three"})}),
        }
    )
    assert (found["status"], found["documents"], found["refused"], found["errors"]) == ("done", 6, 0, [])
    assert found["progress"] == found["total"] == 6
    titles = dict(Document.objects.values_list("title", "file_name"))
    assert titles == {
        "A report": "report.txt",
        "Note": "note.md",
        "one": "many.jsonl",
        "Second": "many.jsonl",
        "inside": "pack.zip/in/side.txt",
        "three": "pack.zip/more.jsonl",
    }
    report = Document.objects.get(title="A report")
    assert text_of(report) == "A report\n\nof two paragraphs.\n"
    assert report.current_revision is not None
    assert (report.current_revision.reader, report.current_revision.length) == ("text", 29)
    assert report.tlp == cast.project.default_tlp == Tlp.AMBER
    assert set(ImportFile.objects.values_list("status", flat=True)) == {"done"}


def test_the_record_of_a_line_is_kept(cast: Cast, upload: Upload) -> None:
    record = {
        "text": "Words.", "title": "  A \n title ", "authors": ["A. One", 'B "Two" \\'], "publisher": "Harbour\tPost",
        "published": "2024-04", "language": "en", "url": "https://example.org/a?b=\\c", "tlp": "TLP:GREEN",
        "metadata": {"desk": "north", "n": [1, None, {"x": "\\N\t\n"}]}, "source": "kept", "id": "not kept",
    }  # fmt: skip
    upload({"x.jsonl": lines(record, {"text": "Other.", "publisher": {"name": "Harbour Post"}, "authors": "C. Three"})})
    first, second = Document.objects.order_by("id")
    assert first.title == "A title"
    assert first.authors == ["A. One", 'B "Two" \\']
    assert (first.published, first.language, first.url) == ("2024-04", "en", "https://example.org/a?b=\\c")
    assert first.tlp == Tlp.GREEN
    assert first.metadata == {"source": "kept", "desk": "north", "n": [1, None, {"x": "\\N\t\n"}]}
    assert Publisher.objects.get().name == "Harbour Post"
    assert first.publisher_id == second.publisher_id
    assert second.authors == ["C. Three"]
    assert Section.objects.filter(revision__document=first).get().language == "en"


def test_texts_with_everything_copy_could_trip_over_arrive_unharmed(cast: Cast, upload: Upload) -> None:
    texts = [
        "\\N",
        "\\.",
        "\\",
        "a\tb\\tc\\\\\n\\n",
        "\x01\x02\x7f\x85",
        "🛰️ e\u0301 مرحبا \u2028",
        "x" * 30_000,
        "'\"{}$$",
    ]
    upload({"x.jsonl": lines(*({"text": text} for text in texts))})
    assert [text_of(document) for document in Document.objects.order_by("id")] == texts


def test_each_refusal_names_file_line_and_reason(cast: Cast, upload: Upload, settings: Any) -> None:
    settings.MAX_TEXT_CHARACTERS = 1000
    found = upload(
        {
            "latin.txt": b"caf\xe9",
            "nul.txt": b"a\x00b",
            "empty.txt": b" \n\t",
            "long.txt": b"x" * 1001,
            "image.png": b"\x89PNG",
            "x.jsonl": lines(
                {"text": "good"}, b"{bad", {"text": ""}, {"text": "a", "tlp": "PURPLE"}, {"text": "a", "tlp": "RED"},
                {"text": "a", "published": "soon"}, {"text": "a", "authors": 3}, {"text": "a", "metadata": "x"},
            ),
        }
    )  # fmt: skip
    assert (found["status"], found["documents"]) == ("done", 1)
    assert found["refused"] == len(found["errors"]) == 12
    reasons = {(error["file"], error["line"]): error["detail"] for error in found["errors"]}
    for place, words in {
        ("latin.txt", None): "byte 4 (0xE9)",
        ("nul.txt", None): "NUL character at position 1",
        ("empty.txt", None): "The text is empty.",
        ("long.txt", None): "1001 characters; at most 1000",
        ("image.png", None): "cannot be read",
        ("x.jsonl", 2): "not JSON",
        ("x.jsonl", 3): "empty",
        ("x.jsonl", 4): "tlp: Write the marking",
        ("x.jsonl", 5): "tlp: This marking is above your own clearance.",
        ("x.jsonl", 6): "published: Write the date",
        ("x.jsonl", 7): "authors: Write the authors",
        ("x.jsonl", 8): "metadata: Write the metadata",
    }.items():
        assert words in reasons[place], (place, reasons[place])
    states = {file["name"]: file["status"] for file in found["files"]}
    assert states == {
        "latin.txt": "failed", "nul.txt": "failed", "empty.txt": "failed", "long.txt": "failed",
        "image.png": "failed", "x.jsonl": "done",
    }  # fmt: skip


def test_a_file_over_the_limit_is_refused_and_the_others_are_imported(
    cast: Cast, upload: Upload, settings: Any
) -> None:
    settings.MAX_UPLOAD_BYTES = 2 * 1024 * 1024
    found = upload({"big.txt": b"x" * (2 * 1024 * 1024 + 1), "small.txt": b"small"})
    assert found["documents"] == 1
    assert found["errors"] == [
        {"file": "big.txt", "line": None, "detail": "The file is over the limit of 2 megabytes."}
    ]


def test_only_the_first_thousand_refusals_are_kept_and_all_are_counted(cast: Cast, upload: Upload) -> None:
    found = upload({"x.jsonl": lines(*([b"bad"] * 2500), {"text": "good"})})
    assert (found["documents"], found["refused"], len(found["errors"])) == (1, 2500, 1000)


def test_the_same_bytes_are_stored_once(cast: Cast, upload: Upload) -> None:
    upload({"a.txt": b"same", "b.txt": b"same"})
    first, second = ImportFile.objects.order_by("id")
    assert first.storage_name == second.storage_name
    assert first.sha256 in first.storage_name
    with default_storage.open(first.storage_name) as stored:
        assert stored.read() == b"same"


def test_a_name_with_a_path_or_control_characters_is_only_a_name(cast: Cast, upload: Upload) -> None:
    found = upload({"../../etc/evil\x07.txt": b"words"})
    assert found["documents"] == 1
    name = Document.objects.get().file_name
    assert "/" not in name
    assert name.isprintable()


def test_every_document_leaves_one_open_event_at_its_own_marking(cast: Cast, upload: Upload) -> None:
    upload({"x.jsonl": lines({"text": "a", "tlp": "GREEN"}, {"text": "b", "publisher": "Post"})})
    kinds = list(Event.objects.order_by("number").values_list("kind", "secrecy", "tlp"))
    assert kinds == [
        ("import.started", "open", 0),
        ("publisher.created", "open", 0),
        ("document.imported", "open", Tlp.GREEN),
        ("document.imported", "open", Tlp.AMBER),
        ("import.ended", "open", 0),
    ]
    imported = logged("document.imported")
    assert [after["title"] for after in imported] == ["a", "b"]
    assert [after["id"] for after in imported] == [str(document.id) for document in Document.objects.order_by("id")]
    assert "text" not in imported[0]
    assert logged("import.ended")[0]["documents"] == 2
    assert Event.objects.get(kind="import.ended").actor_id == cast.participant("manager").id


def test_an_import_that_ended_is_not_run_again(cast: Cast, upload: Upload) -> None:
    found = upload({"a.txt": b"once"})
    jobs.run(UUID(found["id"]))
    assert Document.objects.count() == 1


class _Stop(Exception):
    """Stands for the end of a worker."""


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


@pytest.fixture
def colours(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """An extra `colours`, which keeps what it was asked to write; `seen["fail"]` makes its writing fail once."""
    seen: dict[str, Any] = {"written": [], "begun": 0, "fail": False}

    def begin(context: ImportContext) -> None:
        seen["begun"] += 1
        context.memo["colours"] = {"red", "blue"}

    def prepare(context: ImportContext, value: Any, arrival: Arrival) -> Any:
        unknown = set(value) - context.memo["colours"]
        if unknown:
            raise Invalid({f"colours[{value.index(name)}]": f"{name} is unknown." for name in sorted(unknown)})
        return [name.upper() for name in value]

    def write(context: ImportContext, log: Change, rows: list[tuple[Arrival, Any]]) -> None:
        assert transaction.get_connection().in_atomic_block
        assert Document.objects.filter(id__in=[arrival.id for arrival, _prepared in rows]).count() == len(rows)
        if seen["fail"]:
            seen["fail"] = False
            raise _Stop
        seen["written"] += [(arrival.title, prepared) for arrival, prepared in rows]

    monkeypatch.setattr(extras, "_EXTRAS", {"colours": Extra("colours", prepare, write, begin)})
    return seen


def test_an_extra_is_written_with_its_document(cast: Cast, upload: Upload, colours: dict[str, Any]) -> None:
    rows = [{"text": "a", "colours": ["red"]}, {"text": "b"}, {"text": "c", "colours": []}]
    found = upload({"x.jsonl": lines(*rows, {"text": "d", "colours": ["blue", "pink"]})})
    assert colours["begun"] == 1
    assert colours["written"] == [("a", ["RED"])]
    assert found["documents"] == 3
    assert found["errors"] == [{"file": "x.jsonl", "line": 4, "detail": "colours[1]: pink is unknown."}]
    assert not Document.objects.filter(metadata__has_key="colours").exists()


def test_nothing_of_a_batch_stays_when_an_extra_cannot_be_written(
    cast: Cast, upload: Upload, colours: dict[str, Any]
) -> None:
    colours["fail"] = True
    found = upload({"x.jsonl": lines({"text": "a", "colours": ["red"]}, {"text": "b"})})
    assert found["status"] == "failed"
    for model in (Document, Revision, Section):
        assert not model.objects.exists()
    assert not Event.objects.filter(kind="document.imported").exists()
    assert ImportFile.objects.get().done_lines == 0


def test_a_defect_met_by_one_line_refuses_that_line_alone(
    cast: Cast, upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = arrivals.build

    def breaking(unit: Any, **named: Any) -> Any:
        if unit.text == "b":
            raise ZeroDivisionError
        return build(unit, **named)

    monkeypatch.setattr(importing, "build", breaking)
    found = upload({"x.jsonl": lines({"text": "a"}, {"text": "b"}, {"text": "c"})})
    assert (found["status"], found["documents"]) == ("done", 2)
    assert found["errors"] == [{"file": "x.jsonl", "line": 2, "detail": "This could not be read (ZeroDivisionError)."}]


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


def test_an_import_of_somebody_who_may_no_longer_import_fails(cast: Cast, upload: Upload) -> None:
    found = upload({"a.txt": b"words"}, run=False)
    Membership.objects.filter(id=cast.memberships["manager"].id).update(roles=["viewer"])
    jobs.run(UUID(found["id"]))
    job = Job.objects.get(id=found["id"])
    assert job.status == "failed"
    assert "Manager" in job.errors[0]["detail"]
    assert not Document.objects.exists()


def test_an_upload_that_is_repeated_with_its_key_starts_one_import(cast: Cast, upload: Upload) -> None:
    first = upload({"a.txt": b"words"}, run=False, **{"Idempotency-Key": "k1"})
    second = upload({"a.txt": b"words"}, run=False, **{"Idempotency-Key": "k1"})
    assert first["id"] == second["id"]
    assert Import.objects.count() == 1


@pytest.mark.parametrize("name", ["viewer", "annotator", "reviewer", "adjudicator"])
def test_only_managers_import_and_follow_imports(cast: Cast, upload: Upload, name: str) -> None:
    found = upload({"a.txt": b"words"})
    client = cast.client(name)
    assert client.post(cast.url("imports"), {"files": [SimpleUploadedFile("a.txt", b"x")]}).status_code == 403
    assert client.get(cast.url("imports")).status_code == 403
    assert client.get(f"/api/v1/imports/{found['id']}").status_code == 403
    assert client.post(f"/api/v1/imports/{found['id']}/cancel").status_code == 403
    assert cast.client("outsider").get(f"/api/v1/imports/{found['id']}").status_code == 404
    assert cast.client("outsider").post(cast.url("imports")).status_code == 404
    assert cast.client().post(cast.url("imports")).status_code == 401


def test_an_upload_that_cannot_be_used_says_why(cast: Cast) -> None:
    client = cast.client("manager")
    assert client.post(cast.url("imports"), {}).status_code == 400
    wrong = client.post(cast.url("imports"), {"documents": [SimpleUploadedFile("a.txt", b"x")]})
    assert wrong.status_code == 400
    assert "documents" in wrong.json()["errors"]
    wrong = client.post(cast.url("imports"), {"files": [SimpleUploadedFile("a.txt", b"x")], "format": "docx"})
    assert "format" in wrong.json()["errors"]
    assert client.post(cast.url("imports"), {"text": "x"}, format="json").status_code == 415
    broken = client.generic("POST", cast.url("imports"), "--x\r\nnope", content_type="multipart/form-data; boundary=x")
    assert broken.status_code == 400
    assert not Import.objects.exists()


def test_the_list_of_imports_is_newest_first(cast: Cast, upload: Upload) -> None:
    upload({"a.txt": b"words"})
    upload({"b.txt": b"words"})
    rows = cast.client("manager").get(cast.url("imports")).json()["results"]
    assert [row["files"][0]["name"] for row in rows] == ["b.txt", "a.txt"]
