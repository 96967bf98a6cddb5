"""`manage.py import`: files and folders from the command line."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sources.models import Document, Import
from tests.cast import Cast
from tests.processes import WorkerProcess
from tests.sources.conftest import lines

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_worker(_worker: WorkerProcess) -> None:
    _worker.stop()


def _run(*arguments: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("import", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_files_and_folders_are_imported_as_the_first_manager(cast: Cast, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text("A.")
    (folder / "deep" / "b.md").write_text("# B")
    (folder / ".hidden.txt").write_text("no")
    (folder / "link.txt").symlink_to("/etc/passwd")
    single = tmp_path / "c.jsonl"
    single.write_bytes(lines({"text": "C"}, b"bad"))
    out, err = _run(cast.project.slug, str(folder), str(single))
    assert out == "3 documents imported, 1 refused.\n"
    assert err.startswith("c.jsonl:2: This line is not JSON")
    names = sorted(Document.objects.values_list("file_name", flat=True))
    assert names == ["c.jsonl", "texts/a.txt", "texts/deep/b.md"]
    assert Import.objects.get().participant == cast.participant("manager")


def test_what_cannot_be_imported_is_said(cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A.")
    for arguments, words in (
        (["nowhere", str(tmp_path)], "no project nowhere"),
        ([cast.project.slug, str(tmp_path / "missing")], "nothing at"),
        ([cast.project.slug, str(tmp_path), "--as", "nobody"], "no project"),
        ([cast.project.slug, str(tmp_path), "--as", "annotator"], "Only these roles"),
    ):
        with pytest.raises(CommandError, match=words):
            _run(*arguments)
    assert not Document.objects.exists()


def test_an_empty_folder_is_said_to_be_empty(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no files"):
        _run(cast.project.slug, str(tmp_path))
