"""Texts that came before files were named on revisions: those from files of their own are given them."""

import importlib
from uuid import uuid4

import pytest
from django.db import connection

from projects.models import Job
from sources.models import Document, Import, ImportFile, Revision
from tests.cast import Cast, make_document

pytestmark = pytest.mark.django_db

_MIGRATION = importlib.import_module("sources.migrations.0015_record_and_file")


def _imported(cast: Cast, name: str, read_as: str, storage_name: str = "uploads/x") -> Document:
    job = Job.objects.create(id=uuid4(), project=cast.project, kind="import", requested_by=cast.users["manager"])
    record = Import.objects.create(
        id=job.id, project=cast.project, job=job, participant=cast.participant("manager"), format=read_as
    )
    file = ImportFile.objects.create(
        project=cast.project, import_record=record, name=name, size=7, sha256="ab" * 32, storage_name=storage_name
    )
    return make_document(cast.project, import_file=file)


@pytest.mark.parametrize(
    ("name", "read_as", "named"),
    [
        ("a.txt", "auto", True),
        ("A.HTML", "html", True),
        ("odd.jsonl", "text", True),
        ("a.zip", "auto", False),
        ("a.ZIP", "text", False),
        ("a.ndjson", "auto", False),
        ("a.txt", "jsonl", False),
    ],
)
def test_a_file_of_one_text_is_named_on_its_revision(cast: Cast, name: str, read_as: str, named: bool) -> None:
    document = _imported(cast, name, read_as)
    with connection.cursor() as cursor:
        cursor.execute(_MIGRATION._FILES_OF_ONE)
    revision = Revision.objects.get(document=document)
    assert (revision.file_sha256, revision.file_size) == (("ab" * 32, 7) if named else ("", 0))


def test_a_file_that_was_too_large_to_keep_is_not_named(cast: Cast) -> None:
    document = _imported(cast, "a.txt", "auto", storage_name="")
    with connection.cursor() as cursor:
        cursor.execute(_MIGRATION._FILES_OF_ONE)
    assert Revision.objects.get(document=document).file_sha256 == ""
