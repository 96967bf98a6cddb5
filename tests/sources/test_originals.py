"""The file a document was read from: kept once by its hash, handed out byte for byte to whoever reads the document."""

import hashlib
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from projects.vocabulary import Tlp
from sources.models import Document, Revision
from sources.services.storing import address, keep_bytes
from tests.cast import Cast, make_document, make_file
from tests.sources.conftest import Upload, lines, packed

pytestmark = pytest.mark.django_db

PAGE = b"<!doctype html><title>Guards</title><article><p>They left the valley in April, all of them.</p></article>"


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _file(cast: Cast, document: Document, name: str | None = "viewer") -> Any:
    return cast.client(name).get(f"/api/v1/documents/{document.id}/file")


def _bytes(answer: Any) -> bytes:
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)


def test_an_uploaded_file_is_handed_out_as_it_came(cast: Cast, upload: Upload) -> None:
    upload({"guards.html": PAGE})
    document = Document.objects.get()
    answer = _file(cast, document)
    assert _bytes(answer) == PAGE
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename="guards.html"'
    assert answer["Content-Length"] == str(len(PAGE))
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    shown = cast.client("viewer").get(f"/api/v1/documents/{document.id}").json()["revision"]
    assert (shown["file_sha256"], shown["file_size"]) == (_sha(PAGE), len(PAGE))
    assert shown["sha256"] != shown["file_sha256"]


def test_a_document_of_an_archive_has_its_own_file_and_nothing_of_its_neighbours(cast: Cast, upload: Upload) -> None:
    upload({"all.zip": packed({"a/one.txt": b"\xef\xbb\xbfOne.\r\n", "two.txt": b"Two.", "again.txt": b"Two."})})
    found = {document.file_name: document for document in Document.objects.all()}
    assert _bytes(_file(cast, found["all.zip/a/one.txt"])) == b"\xef\xbb\xbfOne.\r\n"
    hashes = Revision.objects.order_by("file_sha256").values_list("file_sha256", flat=True)
    assert sorted(hashes) == sorted([_sha(b"\xef\xbb\xbfOne.\r\n"), _sha(b"Two."), _sha(b"Two.")])
    assert _bytes(_file(cast, found["all.zip/again.txt"])) == b"Two."


def test_one_text_of_a_file_with_many_has_no_file_of_its_own(cast: Cast, upload: Upload) -> None:
    upload({"two.jsonl": lines({"text": "One.", "tlp": "GREEN"}, {"text": "Two."}), "rows.csv": b"text\nThree.\n"})
    for document in Document.objects.all():
        assert _file(cast, document).status_code == 404
    assert Document.objects.count() == 3


def test_the_file_is_as_visible_as_its_document(cast: Cast) -> None:
    document = make_document(cast.project, tlp=Tlp.RED)
    make_file(document, b"secret")
    assert [_file(cast, document, name).status_code for name in ("viewer", "outsider", None)] == [404, 404, 401]
    cast.memberships["viewer"].clearance = Tlp.RED
    cast.memberships["viewer"].save()
    assert _bytes(_file(cast, document)) == b"secret"


def test_a_new_revision_without_a_file_leaves_the_last_file_in_place(cast: Cast) -> None:
    document = make_document(cast.project)
    make_file(document, b"first")
    first = Revision.objects.get(document=document)
    second = Revision.objects.create(
        project=cast.project, document=document, number=2, length=1, sha256=_sha(b"x"), reader="text",
        created_at=first.created_at,
    )  # fmt: skip
    assert _bytes(_file(cast, document)) == b"first"
    kept = keep_bytes("b", b"second")
    Revision.objects.filter(id=second.id).update(file_sha256=kept.sha256, file_size=kept.size)
    assert _bytes(_file(cast, document)) == b"second"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("all.zip/../..\\evil.html", 'attachment; filename="evil.html"'),
        ('a"b\r\nX-Evil: 1.txt', 'attachment; filename="a_b__X-Evil_ 1.txt"'),
        ("photo\u202egnp.exe", 'attachment; filename="photo_gnp.exe"'),
        ("..", 'attachment; filename="document"'),
        ("x" * 400 + ".pdf", f'attachment; filename="{"x" * 150}.pdf"'),
        ("Bericht über.txt", "attachment; filename*=utf-8''Bericht%20%C3%BCber.txt"),
    ],
)
def test_the_name_of_a_file_is_safe(cast: Cast, name: str, kept: str) -> None:
    document = make_document(cast.project)
    make_file(document, b"x", name)
    answer = _file(cast, document)
    assert _bytes(answer) == b"x"
    assert answer["Content-Disposition"] == kept


def test_the_same_bytes_lie_once_and_a_copy_that_was_broken_off_is_made_good() -> None:
    data = b"kept once"
    place = address(_sha(data))
    default_storage.delete(place)
    default_storage.save(place, ContentFile(data[:4]))
    kept = keep_bytes("a", data)
    assert kept == keep_bytes("a", data)
    assert default_storage.listdir(place.rpartition("/")[0])[1] == [kept.sha256]
    with default_storage.open(place) as file:
        assert file.read() == data


def test_a_file_that_is_gone_is_not_found(cast: Cast) -> None:
    document = make_document(cast.project)
    make_file(document, b"to be gone")
    default_storage.delete(address(_sha(b"to be gone")))
    assert _file(cast, document).status_code == 404
