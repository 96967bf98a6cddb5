"""Marks sent twice and marks sent by the hundred: made once, and all or none."""

from typing import Any

import pytest

from annotator.models import Anchor, Annotation
from projects.ids import new_id
from projects.models import Event
from sources.models import Reading
from tests.annotator.conftest import Stage, make_stage
from tests.cast import TEXT, make_label


def test_the_same_mark_sent_again_is_the_same_mark(stage: Stage) -> None:
    body = stage.body(id=str(new_id()), exact="Peacekeepers", note="n", attributes={"a": [1, 2.5, None]})
    first = stage.client().post(stage.marks_url, body, format="json")
    again = stage.client().post(stage.marks_url, body, format="json")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert Annotation.objects.count() == 1
    assert Event.objects.filter(kind="annotation.created").count() == 1


@pytest.mark.parametrize(
    "change", [{"end": 11}, {"note": "other"}, {"label": "Claim/Figure"}, {"attributes": {"a": 1}}]
)
def test_a_taken_id_with_another_body_is_a_conflict(stage: Stage, change: dict[str, Any]) -> None:
    body = stage.body(id=str(new_id()))
    stage.client().post(stage.marks_url, body, format="json")
    answer = stage.client().post(stage.marks_url, body | change, format="json")
    assert answer.status_code == 409
    assert Annotation.objects.count() == Anchor.objects.count() == 1


def test_a_taken_id_never_shows_the_row_that_has_it(stage: Stage) -> None:
    other = make_stage("other", "other-")
    taken = other.create(note="secret of the other desk")
    theirs = stage.create("annotator2", note="secret of the second reader")
    for id_ in (taken["id"], theirs["id"]):
        answer = stage.client().post(stage.marks_url, stage.body(id=id_), format="json")
        assert answer.status_code == 409
        assert "secret" not in answer.content.decode()


def test_a_deleted_id_stays_deleted(stage: Stage) -> None:
    body = stage.body(id=str(new_id()))
    client = stage.client()
    client.post(stage.marks_url, body, format="json")
    client.delete(f"/api/v1/annotations/{body['id']}", headers={"If-Match": '"1"'})
    assert client.post(stage.marks_url, body, format="json").status_code == 409
    assert client.get(f"/api/v1/annotations/{body['id']}").status_code == 404


def test_a_key_makes_a_write_repeatable(stage: Stage) -> None:
    headers = {"Idempotency-Key": "operation-1"}
    client = stage.client()
    first = client.post(stage.marks_url, stage.body(), format="json", headers=headers)
    again = client.post(stage.marks_url, stage.body(), format="json", headers=headers)
    other = client.post(stage.marks_url, stage.body(0, 5), format="json", headers=headers)
    assert first.json() == again.json()
    assert other.status_code == 422
    assert Annotation.objects.count() == 1
    assert Event.objects.get(kind="annotation.created").operation == "operation-1"


def test_many_marks_are_made_at_once_in_their_order(stage: Stage) -> None:
    make_label(stage.cast.project, "Other")
    bodies = [stage.body(n, n + 2, label="Other" if n % 2 else "Claim", note=str(n)) for n in range(100)]
    answer = stage.client().post(f"{stage.marks_url}/bulk", bodies, format="json")
    assert answer.status_code == 201
    assert [row["note"] for row in answer.json()] == [str(n) for n in range(100)]
    assert [row["exact"] for row in answer.json()] == [TEXT[n : n + 2] for n in range(100)]
    assert Event.objects.filter(kind="annotation.created").count() == 100
    assert list(Event.objects.order_by("number").values_list("number", flat=True)) == list(
        range(1, Event.objects.count() + 1)
    )


def test_of_many_marks_all_are_made_or_none(stage: Stage) -> None:
    good = [stage.body(n, n + 2) for n in range(5)]
    for bad, status, field in [
        (stage.body(label="Nothing"), 400, "[5].label"),
        (stage.body(0, 10_000), 400, "[5].fragments"),
        (stage.body(start=-1), 400, "[5].fragments"),
        (stage.body(exact="wrong"), 409, None),
        ("text", 400, "[5].body"),
    ]:
        answer = stage.client().post(f"{stage.marks_url}/bulk", [*good, bad], format="json")
        assert answer.status_code == status, answer.content
        if field:
            assert list(answer.json()["errors"]) == [field]
        assert not Annotation.objects.exists()
        assert not Event.objects.exists()
        assert not Reading.objects.exists()


def test_a_list_may_be_sent_again_but_not_hold_an_id_twice(stage: Stage) -> None:
    bodies = [stage.body(n, n + 2, id=str(new_id())) for n in range(5)]
    url = f"{stage.marks_url}/bulk"
    first = stage.client().post(url, bodies[:3], format="json")
    again = stage.client().post(url, bodies, format="json")
    assert again.status_code == 201
    assert again.json()[:3] == first.json()
    assert Annotation.objects.count() == Event.objects.filter(kind="annotation.created").count() == 5
    twice = stage.client().post(url, [bodies[0], bodies[0]], format="json")
    assert (twice.status_code, list(twice.json()["errors"])) == (400, ["[1].id"])


def test_at_most_a_thousand_marks_at_once(stage: Stage) -> None:
    url = f"{stage.marks_url}/bulk"
    assert stage.client().post(url, [stage.body()] * 1001, format="json").status_code == 400
    assert stage.client().post(url, [], format="json").status_code == 400
    assert stage.client().post(url, stage.body(), format="json").status_code == 400
    assert stage.client().post(url, [stage.body()] * 1000, format="json").status_code == 201
