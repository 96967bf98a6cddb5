"""A file of documents with marks, read by the import's job: good lines arrive whole, bad ones not at all."""

import io
import json
from typing import Any

import pytest

from annotator.models import Anchor, Annotation
from projects import jobs
from projects.models import Event, Job
from sources.models import Document, Import
from sources.services.imports import start_import
from sources.services.storing import keep_stream
from tests.annotator.conftest import Stage, make_stage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage(transactional_db: None) -> Stage:
    """A project whose rows the job's threads see."""
    return make_stage()


def _import(stage: Stage, monkeypatch: pytest.MonkeyPatch, *lines: dict[str, Any]) -> Import:
    monkeypatch.setattr(jobs, "send", lambda job_id: True)
    body = "\n".join(json.dumps(line) for line in lines).encode()
    record = start_import(by=stage.cast.viewer("manager"), files=[keep_stream("lines.jsonl", io.BytesIO(body))])
    jobs.run(record.job_id)
    return Import.objects.get(id=record.id)


def _line(number: int, *marks: dict[str, Any]) -> dict[str, Any]:
    return {"title": f"Line {number}", "text": f"Words of line {number}, 😀 and more.", "annotations": list(marks)}


def test_marks_arrive_with_their_documents_and_a_bad_line_leaves_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = {"label": "Claim", "start": 0, "end": 5, "annotator": "Ann"}
    record = _import(
        stage,
        monkeypatch,
        _line(1, good, {"label": "Claim/Figure", "start": 17, "end": 18, "annotator": "Bob"}),
        _line(2, good, {"label": "Unknown", "start": 0, "end": 5}),
        _line(3, good, {"label": "Claim", "start": 0, "end": 5000}),
        _line(4, good),
        _line(5),
    )
    assert Job.objects.get(id=record.job_id).status == Job.Status.DONE
    titles = set(Document.objects.filter(import_file__import_record=record).values_list("title", flat=True))
    assert titles == {"Line 1", "Line 4", "Line 5"}
    quotes = Anchor.objects.order_by("annotation__document__title", "id").values_list("quote", flat=True)
    assert list(quotes) == ["Words", "😀", "Words"]
    errors = json.dumps(record.files.get().errors, ensure_ascii=False)
    assert "There is no label “Unknown” in this project." in errors
    assert "annotations[1].fragments" in errors
    assert Event.objects.filter(kind="annotations.imported").count() == 3
    assert set(Annotation.objects.values_list("author__kind", flat=True)) == {"name"}


def test_a_thousand_documents_with_marks_are_written_whole(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    marks = [
        {"label": "Claim", "start": n, "end": n + 4, "annotator": name}
        for n in range(3)
        for name in ("Ann", "Bob", "Cy")
    ]
    record = _import(stage, monkeypatch, *[_line(number, *marks) for number in range(1000)])
    assert record.files.get().errors == []
    assert Annotation.objects.count() == Anchor.objects.count() == 9000
    assert Event.objects.filter(kind="annotations.imported").count() == 3000
    assert not Anchor.objects.filter(quote="").exists()
