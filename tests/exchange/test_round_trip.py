"""What the JSON Lines export writes, the import reads back: texts, records, labels, offsets and annotators."""

import io
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.models import Anchor
from exchange.formats.base import LEVELS
from projects import jobs
from projects.models import Job, Participant
from sources.models import Document, Publisher
from sources.services.imports import start_import
from sources.services.storing import keep_stream
from sources.text import settle
from tests.cast import Cast, gather, make_document, make_label, make_mark
from tests.exchange.conftest import Stage
from tests.processes import eventually


def without_ids(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What has to survive: everything but what is made anew for another project."""
    made_anew = {"id", "revision", "created_at"}
    kept = []
    for line in lines:
        marks = [{key: mark[key] for key in mark.keys() - made_anew} for mark in line["annotations"]]
        marks.sort(key=lambda mark: (mark["fragments"], mark["label"], mark["annotator"]))
        kept.append({key: line[key] for key in line.keys() - made_anew} | {"annotations": marks})
    return sorted(kept, key=lambda line: (line["title"], line["text"]))


def take_in(cast: Cast, content: bytes, name: str = "desk.jsonl") -> Job:
    """Import a file into a project, here and now."""
    record = start_import(by=cast.viewer("manager"), files=[keep_stream(name, io.BytesIO(content))])
    jobs.run(record.job_id)
    eventually(lambda: Job.objects.get(id=record.job_id).finished, what="the import")
    refused = [error for file in record.files.all() for error in file.errors]
    assert refused == []
    return Job.objects.get(id=record.job_id)


@pytest.fixture
def elsewhere(stage: Stage) -> Stage:
    """Another project with the same labels, where nobody is blind."""
    cast = gather("elsewhere", "other-")
    for each in (stage.cast, cast):
        each.project.marks_blind = "never"
        each.project.save()
    return Stage(cast, make_label(cast.project, "Statement"), make_label(cast.project, "Statement/Figure"))


def test_an_export_read_back_and_exported_again_is_the_same(stage: Stage, elsewhere: Stage) -> None:
    cast, document = stage.cast, stage.documents[0]
    Document.objects.filter(id=document.id).update(
        title="A convoy 🛰 of “words”",
        authors=["Ada", "Ben"],
        publisher=Publisher.objects.create(project=cast.project, name="The Post"),
        published="2024-04",
        language="en",
        url="https://post.example/a?b=c",
        type="article-newspaper",
        container="The Post on Sunday",
        published_basis="inferred",
        archive_url="https://archive.example/1",
        retrieved="2024-05-01",
        licence="CC BY 4.0",
        notes="One.\nTwo\\n.",
        file_name="convoy.txt",
        metadata={"desk": {"shelf": [1, None, "نص"]}, "id_of_desk": "7"},
        tlp=1,
    )
    make_mark(document, cast.participant("annotator"), stage.nested, 4, 12, note="One\nnote", attributes={"sure": [1]})
    two = make_mark(document, cast.participant("annotator2"), stage.label, 4, 12)
    Anchor.objects.filter(annotation=two).update(starts=[4, 27], ends=[12, 46], quote="…")
    program = Participant.objects.create(project=cast.project, kind="program", name="Reader", program_version="2")
    make_mark(document, program, stage.label, 60, 70, layer="machine")
    make_mark(document, cast.participant("adjudicator"), stage.label, 0, 3, layer="gold", secrecy="open")
    make_document(cast.project, "No marks here.\n\n\tA tab, a \\ and a \\n.\n", "Plain", file_name="plain.md")
    made = stage.export("manager")
    assert made.manifest["counts"]["annotations"] == 4
    assert take_in(elsewhere.cast, made.content()).status == "done"
    again = elsewhere.export("manager")
    assert again.manifest["counts"]["documents"] == 2
    assert without_ids(again.lines()) == without_ids(made.lines())


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=300)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(texts=st.lists(TEXT, min_size=1, max_size=8), data=st.data())
def test_any_text_and_any_offsets_survive(
    stage: Stage, elsewhere: Stage, texts: list[str], data: st.DataObject
) -> None:
    for project in (stage.cast.project, elsewhere.cast.project):
        Document.objects.filter(project=project).update(deleted_at="2024-01-01T00:00:00Z")
    kept = [text for text in (settle(given)[0] for given in texts) if text.strip()]
    for number, text in enumerate(kept):
        level = data.draw(st.integers(0, 3))
        document = make_document(stage.cast.project, text, f"Text {number}", tlp=level, file_name="text.txt")
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        make_mark(document, stage.cast.participant("annotator"), stage.label, start, end)
    made = stage.export("manager", tlp=LEVELS[3])
    if kept:
        take_in(elsewhere.cast, made.content())
    again = elsewhere.export("manager", tlp=LEVELS[3])
    assert without_ids(again.lines()) == without_ids(made.lines())
    assert sorted(line["text"] for line in again.lines()) == sorted(kept)
