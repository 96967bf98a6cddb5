"""The history of a mark and the list of deleted ones: all that was done, and nothing of others' while one is blind."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotator.models import Annotation
from annotator.queries.history import represent_history
from projects.events import change
from projects.models import Event
from projects.vocabulary import Secrecy
from sources.models import Reading
from tests.annotator.conftest import Stage, make_stage
from tests.cast import make_mark, make_reading

Body = dict[str, Any]


def _history(stage: Stage, mark: str, name: str = "annotator", query: str = "") -> Any:
    return stage.client(name).get(f"/api/v1/annotations/{mark}/history{query}")


def _deleted(stage: Stage, name: str = "annotator") -> list[str]:
    rows = stage.client(name).get(f"{stage.marks_url}?deleted=true").json()["results"]
    return [row["id"] for row in rows]


def _change(stage: Stage, mark: Body, version: int, **fields: Any) -> None:
    headers = {"If-Match": f'"{version}"'}
    answer = stage.client().patch(f"/api/v1/annotations/{mark['id']}", fields, format="json", headers=headers)
    assert answer.status_code == 200, answer.content


def _delete(stage: Stage, mark: Body, version: int = 1) -> None:
    headers = {"If-Match": f'"{version}"'}
    assert stage.client().delete(f"/api/v1/annotations/{mark['id']}", headers=headers).status_code == 204


def test_a_history_says_who_did_what_when_and_how_the_mark_stood(stage: Stage) -> None:
    mark = stage.create(note="first")
    _change(stage, mark, 1, label="Claim/Figure", note="second")
    _delete(stage, mark, 2)
    entries = _history(stage, mark["id"]).json()["results"]
    assert [entry["kind"] for entry in entries] == ["annotation.deleted", "annotation.updated", "annotation.created"]
    deleted, changed, created = entries
    participant = stage.cast.participant("annotator")
    assert changed["actor"] == {"id": str(participant.id), "name": "annotator"}
    assert changed["sentence"] == "annotator changed a mark of Claim/Figure"
    assert changed["at"] > created["at"]
    assert changed["changed"] == ["label", "note"]
    assert deleted["changed"] == ["deleted"]
    assert changed["before"] == created["after"] == {
        "version": 1,
        "revision": mark["revision"],
        "label": str(stage.label.id),
        "label_path": "Claim",
        "fragments": [[0, 12]],
        "note": "first",
        "attributes": {},
        "deleted": False,
    }  # fmt: skip
    assert (changed["after"]["note"], changed["after"]["version"]) == ("second", 2)
    assert created["before"] is None


def test_a_history_is_of_one_mark_alone(stage: Stage) -> None:
    mark, other = stage.create(), stage.create(start=13, end=17)
    _change(stage, other, 1, note="x")
    assert [entry["kind"] for entry in _history(stage, mark["id"]).json()["results"]] == ["annotation.created"]


def test_a_mark_that_came_with_an_import_begins_with_it(stage: Stage) -> None:
    author = stage.cast.participant("annotator")
    mark, other = (make_mark(stage.document, author, stage.label) for _ in range(2))
    for ids in ([str(mark.id)], [str(other.id)]):
        with change(project_id=stage.cast.project.id, by=stage.cast.viewer("manager")) as log:
            log.add(
                "annotations.imported",
                subject=stage.document.id,
                document=stage.document.id,
                author=author.id,
                secrecy=Secrecy.MARK,
                tlp=stage.document.tlp,
                after={"ids": ids, "count": 1, "author_name": "A. Reader"},
            )
    _change(stage, {"id": str(mark.id)}, 1, note="x")
    changed, came = _history(stage, str(mark.id)).json()["results"]
    assert came["sentence"] == "1 marks by A. Reader came with an import"
    assert (came["before"], came["after"], came["changed"]) == (None, None, [])
    assert changed["before"]["note"] == ""


def test_an_entry_whose_content_was_removed_says_so(stage: Stage) -> None:
    stage.create()
    event = Event.objects.get(kind="annotation.created")
    event.redacted, event.after = True, None
    (entry,) = represent_history([event])
    assert (entry["sentence"], entry["after"]) == ("The content of this entry was removed", None)


@pytest.mark.parametrize("name", ["annotator2", "adjudicator", "manager", "viewer", "outsider", "admin"])
def test_whoever_may_not_see_a_mark_has_no_history_of_it_nor_sees_that_one_was_deleted(stage: Stage, name: str) -> None:
    mark = stage.create()
    _delete(stage, stage.create(start=13, end=17))
    make_reading(stage.document, stage.cast.participant("annotator2"))
    assert _history(stage, mark["id"], name).status_code == 404
    if name not in {"outsider", "admin"}:
        assert _deleted(stage, name) == []


def test_with_the_marks_of_others_comes_their_history(stage: Stage) -> None:
    mark, gone = stage.create(), stage.create(start=13, end=17)
    _delete(stage, gone)
    Reading.objects.update(state=Reading.State.FINISHED, revealed_at=timezone.now())
    make_reading(stage.document, stage.cast.participant("annotator2"), Reading.State.FINISHED)
    for name in ("annotator2", "reviewer", "adjudicator", "manager"):
        assert len(_history(stage, mark["id"], name).json()["results"]) == 1
        assert len(_history(stage, gone["id"], name).json()["results"]) == 2
        assert _deleted(stage, name) == [gone["id"]]


def test_a_mark_of_another_project_has_no_history_here(stage: Stage) -> None:
    other = make_stage("other", "other-")
    mark = other.create()
    assert _history(stage, mark["id"]).status_code == 404


def test_deleted_marks_are_listed_and_can_be_restored(stage: Stage) -> None:
    kept, gone = stage.create(), stage.create(start=13, end=17, note="n", attributes={"a": 1})
    _delete(stage, gone)
    (row,) = stage.client().get(f"{stage.marks_url}?deleted=true").json()["results"]
    assert (row["id"], row["version"], row["note"], row["attributes"]) == (gone["id"], 2, "n", {"a": 1})
    assert row["deleted_at"] is not None
    assert [row["id"] for row in stage.client().get(stage.marks_url).json()["results"]] == [kept["id"]]
    answer = stage.client().post(f"/api/v1/annotations/{gone['id']}/restore", headers={"If-Match": '"2"'})
    assert answer.status_code == 200
    assert _deleted(stage) == []
    assert stage.client().get(f"{stage.marks_url}?deleted=yes").status_code == 400


def test_histories_and_lists_of_deleted_marks_come_in_pages(stage: Stage) -> None:
    mark = stage.create()
    for version in range(1, 6):
        _change(stage, mark, version, note=str(version))
    page = _history(stage, mark["id"], query="?page_size=4").json()
    assert [entry["after"]["version"] for entry in page["results"]] == [6, 5, 4, 3]
    rest = stage.client().get(page["next"]).json()
    assert [entry["after"]["version"] for entry in rest["results"]] == [2, 1]
    assert rest["next"] is None


def test_a_long_history_costs_as_many_queries_as_a_short_one(stage: Stage) -> None:
    short, long = stage.create(), stage.create()
    for version in range(1, 20):
        _change(stage, long, version, note=str(version))
    client = stage.client()
    counts = []
    for mark in (short, long):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/api/v1/annotations/{mark['id']}/history")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6


def test_many_deleted_marks_cost_as_many_queries_as_one(stage: Stage) -> None:
    client, counts = stage.client(), []
    for number in range(1, 21):
        _delete(stage, stage.create())
        if number in {1, 20}:
            with CaptureQueriesContext(connection) as queries:
                rows = client.get(f"{stage.marks_url}?deleted=true").json()["results"]
            assert len(rows) == number
            counts.append(len(queries))
    assert counts[0] == counts[1]
    assert Annotation.objects.count() == 20
