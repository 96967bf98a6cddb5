"""Several operations on marks as one: all or none, each step answered, the failing one named."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotator.models import Anchor, Annotation
from projects.ids import new_id
from projects.models import Event
from projects.vocabulary import Layer, Secrecy
from sources.models import Reading
from tests.annotator.conftest import Stage, make_stage
from tests.cast import NOBODY, TEXT, make_document, make_mark, make_reading

Body = dict[str, Any]


def _take(stage: Stage, steps: Any, name: str = "annotator", **headers: str) -> Any:
    return stage.client(name).post(f"{stage.marks_url}/steps", steps, format="json", headers=headers)


def _on(op: str, mark: Body, version: int = 1, **fields: Any) -> Body:
    return {"op": op, "annotation": mark["id"], "version": version, **fields}


def _kinds() -> list[str]:
    return list(Event.objects.order_by("number").values_list("kind", flat=True))


def test_steps_of_every_kind_are_taken_in_their_order_and_each_is_answered(stage: Stage) -> None:
    kept, gone, back = stage.create(note="a"), stage.create(start=13, end=17), stage.create(start=18, end=21)
    stage.client().delete(f"/api/v1/annotations/{back['id']}", headers={"If-Match": '"1"'})
    before = Event.objects.count()
    answer = _take(
        stage,
        [
            {"op": "create", **stage.body(22, 28, note="new", exact=TEXT[22:28])},
            _on("change", kept, label="Claim/Figure", start=0, end=5, note="b"),
            _on("delete", gone),
            _on("restore", back, 2),
        ],
    )
    assert answer.status_code == 200, answer.content
    made, changed, deleted, restored = answer.json()
    assert (made["version"], made["exact"], made["note"]) == (1, TEXT[22:28], "new")
    assert (changed["id"], changed["version"], changed["label_path"]) == (kept["id"], 2, "Claim/Figure")
    assert (deleted["id"], deleted["version"], bool(deleted["deleted_at"])) == (gone["id"], 2, True)
    assert restored == back | {"version": 3, "updated_at": restored["updated_at"]}
    assert _kinds()[before:] == [f"annotation.{kind}" for kind in ("created", "updated", "deleted", "restored")]
    assert sorted(stage.client().get(stage.columns_url).json()["ids"]) == sorted([made["id"], kept["id"], back["id"]])


def test_a_step_finds_the_mark_as_the_step_before_left_it(stage: Stage) -> None:
    id_ = str(new_id())
    steps = [
        {"op": "create", **stage.body(id=id_)},
        _on("change", {"id": id_}, 1, note="n"),
        _on("delete", {"id": id_}, 2),
        _on("restore", {"id": id_}, 3),
        _on("change", {"id": id_}, 4, start=0, end=5),
    ]
    answer = _take(stage, steps)
    assert [row["version"] for row in answer.json()] == [1, 2, 3, 4, 5]
    assert Annotation.objects.get().note == "n"
    assert Anchor.objects.get().quote == "Peace"


def _stale(stage: Stage, mark: Body) -> Body:
    stage.client().patch(
        f"/api/v1/annotations/{mark['id']}", {"note": "later"}, format="json", headers={"If-Match": '"1"'}
    )
    return _on("delete", mark)


def _deleted(stage: Stage, mark: Body) -> Body:
    stage.client().delete(f"/api/v1/annotations/{mark['id']}", headers={"If-Match": '"1"'})
    return _on("change", mark, 2, note="x")


def _elsewhere(stage: Stage, mark: Body) -> Body:
    other = make_document(stage.cast.project)
    theirs = make_mark(other, stage.cast.participant("annotator"), stage.label)
    return _on("delete", {"id": str(theirs.id)})


def _adjudicated(stage: Stage, mark: Body) -> Body:
    author = stage.cast.participant("adjudicator")
    gold = make_mark(stage.document, author, stage.label, layer=Layer.GOLD, secrecy=Secrecy.OPEN)
    return _on("delete", {"id": str(gold.id)})


FAILING: dict[str, tuple[Callable[[Stage, Body], Body], int]] = {
    "a version that is no more": (_stale, 409),
    "a mark that is deleted": (_deleted, 410),
    "a mark of another document": (_elsewhere, 404),
    "a mark that nobody changes": (_adjudicated, 403),
    "a mark that is not": (lambda s, m: _on("delete", {"id": str(NOBODY)}), 404),
    "a restored mark that was there": (lambda s, m: _on("restore", m), 409),
    "an unknown label": (lambda s, m: _on("change", m, label="Nothing"), 400),
    "a place outside": (lambda s, m: _on("change", m, start=0, end=10_000), 400),
    "other words": (lambda s, m: _on("change", m, start=0, end=5, exact="wrong"), 409),
    "a new mark with other words": (lambda s, m: {"op": "create", **s.body(exact="wrong")}, 409),
    "a new mark with an unknown label": (lambda s, m: {"op": "create", **s.body(label="Nothing")}, 400),
    "a taken id": (lambda s, m: {"op": "create", **s.body(3, 9, id=m["id"])}, 409),
    "an id of nothing": (lambda s, m: {"op": "delete", "annotation": "x", "version": 1}, 400),
    "no version": (lambda s, m: {"op": "delete", "annotation": m["id"]}, 400),
    "no mark": (lambda s, m: {"op": "delete", "version": 1}, 400),
    "nothing to change": (lambda s, m: _on("change", m), 400),
    "a field of another step": (lambda s, m: _on("delete", m, note="x"), 400),
    "an unknown step": (lambda s, m: _on("merge", m), 400),
}


@pytest.mark.parametrize("name", FAILING)
def test_where_one_step_fails_none_is_taken_and_the_problem_says_which(stage: Stage, name: str) -> None:
    make, status = FAILING[name]
    mark, bystander = stage.create(), stage.create(start=13, end=17)
    failing = make(stage, mark)
    before, marks = _kinds(), Annotation.objects.count()
    new = {"op": "create", **stage.body(22, 28)}
    answer = _take(stage, [new, _on("delete", bystander), new, failing, new])
    assert (answer.status_code, answer.json()["index"]) == (status, 3), answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    if status == 400:
        assert all(field.startswith("[3].") for field in answer.json()["errors"])
    assert (_kinds(), Annotation.objects.count()) == (before, marks)
    assert not Annotation.objects.filter(id=bystander["id"], deleted_at__isnull=False).exists()


def test_a_stale_step_shows_the_mark_as_it_is(stage: Stage) -> None:
    mark = stage.create()
    step = _stale(stage, mark)
    answer = _take(stage, [step])
    assert answer.json()["current"] == stage.client().get(f"/api/v1/annotations/{mark['id']}").json()


def test_a_list_is_of_one_to_a_thousand_steps(stage: Stage) -> None:
    create = {"op": "create", **stage.body()}
    for body in ([], create, [create] * 1001, "text", [None]):
        assert _take(stage, body).status_code == 400
    assert not Annotation.objects.exists()
    assert _take(stage, [create] * 1000).status_code == 200


def test_a_key_makes_the_whole_list_repeatable(stage: Stage) -> None:
    mark = stage.create()
    steps = [_on("delete", mark), {"op": "create", **stage.body(0, 5)}]
    first = _take(stage, steps, **{"Idempotency-Key": "compound"})
    again = _take(stage, steps, **{"Idempotency-Key": "compound"})
    other = _take(stage, steps[1:], **{"Idempotency-Key": "compound"})
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert other.status_code == 422
    assert Annotation.objects.count() == 2
    assert set(Event.objects.filter(operation="compound").values_list("kind", flat=True)) == {
        "annotation.deleted",
        "annotation.created",
    }


@pytest.mark.parametrize("name", ["viewer", "reviewer", "adjudicator", "outsider", "admin"])
def test_whoever_may_not_mark_takes_no_steps(stage: Stage, name: str) -> None:
    answer = _take(stage, [{"op": "create", **stage.body()}], name)
    assert answer.status_code == (404 if name in {"outsider", "admin"} else 403)


def test_the_marks_of_others_are_not_there_while_one_is_blind_and_not_ones_own_afterwards(stage: Stage) -> None:
    theirs = stage.create()
    stage.create("annotator2")
    hidden = _take(stage, [_on("delete", theirs)], "annotator2")
    nothing = _take(stage, [_on("delete", {"id": str(NOBODY)})], "annotator2")
    assert (hidden.status_code, hidden.content) == (404, nothing.content)
    stage.cast.project.marks_blind = "never"
    stage.cast.project.save()
    assert _take(stage, [_on("delete", theirs)], "annotator2").status_code == 403
    assert Annotation.objects.filter(deleted_at__isnull=True).count() == 2


def test_whoever_has_finished_takes_no_steps(stage: Stage) -> None:
    mark = stage.create()
    Reading.objects.all().delete()
    make_reading(stage.document, stage.cast.participant("annotator"), Reading.State.FINISHED)
    assert _take(stage, [_on("delete", mark)]).status_code == 409


def test_marks_of_another_project_are_not_there(stage: Stage) -> None:
    other = make_stage("other", "other-")
    mark = other.create()
    assert _take(stage, [_on("delete", mark)]).status_code == 404
    assert _take(stage, [_on("delete", mark)], "manager").status_code == 404


def test_what_is_asked_of_the_database_grows_by_what_a_step_writes(stage: Stage) -> None:
    marks = [stage.create(start=n, end=n + 3) for n in range(21)]
    with CaptureQueriesContext(connection) as one:
        assert _take(stage, [_on("delete", marks[0])]).status_code == 200
    with CaptureQueriesContext(connection) as twenty:
        assert _take(stage, [_on("delete", mark) for mark in marks[1:]]).status_code == 200
    assert len(twenty) == len(one) + 19
    new = {"op": "create", **stage.body()}
    with CaptureQueriesContext(connection) as one:
        assert _take(stage, [new]).status_code == 200
    with CaptureQueriesContext(connection) as twenty:
        assert _take(stage, [new] * 20).status_code == 200
    assert len(twenty) == len(one)
