"""Asking for imports over the API: who may, how often, and what is said of uploads that cannot be used."""

from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from projects import jobs
from projects.models import Job, Membership
from sources.models import Document, Import
from tests.cast import Cast
from tests.sources.conftest import Upload

pytestmark = pytest.mark.django_db(transaction=True)


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
    wrong = client.post(cast.url("imports"), {"files": [SimpleUploadedFile("a.txt", b"x")], "format": "papyrus"})
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
