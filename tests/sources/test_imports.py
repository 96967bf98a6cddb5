"""Imports: what is uploaded becomes documents, whole or not at all, and what cannot is refused with its reason."""

from typing import Any

import pytest
from django.core.files.storage import default_storage

from projects.models import Event
from projects.vocabulary import Tlp
from sources.models import Document, ImportFile, Publisher, Section
from sources.services import arrivals, importing
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


def test_a_defect_met_by_one_line_refuses_that_line_alone(
    cast: Cast, upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = arrivals.build

    def breaking(unit: Any, **named: Any) -> Any:
        if unit.content == "b":
            raise ZeroDivisionError
        return build(unit, **named)

    monkeypatch.setattr(importing, "build", breaking)
    found = upload({"x.jsonl": lines({"text": "a"}, {"text": "b"}, {"text": "c"})})
    assert (found["status"], found["documents"]) == ("done", 2)
    assert found["errors"] == [{"file": "x.jsonl", "line": 2, "detail": "This could not be read (ZeroDivisionError)."}]
