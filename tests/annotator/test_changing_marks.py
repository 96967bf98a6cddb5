"""Changing, deleting and restoring marks: one's own, against the version one saw, and never without a trace."""

from typing import Any

import pytest
from django.utils import timezone

from annotator.models import Anchor, Annotation
from projects.models import Event
from projects.vocabulary import Layer, Secrecy
from sources.models import Reading
from tests.annotator.conftest import Stage, make_stage
from tests.cast import NOBODY, TEXT, make_label, make_mark, make_reading


def _url(mark: dict[str, Any], end: str = "") -> str:
    return f"/api/v1/annotations/{mark['id']}{end}"


def _version(number: int) -> dict[str, str]:
    return {"If-Match": f'"{number}"'}


def test_label_place_note_and_attributes_change_together(stage: Stage) -> None:
    mark = stage.create(note="first", attributes={"a": 1})
    body = {"label": "Claim/Figure", "start": 42, "end": 63, "note": "", "attributes": {"b": [2]}, "exact": TEXT[42:63]}
    answer = stage.client().patch(_url(mark), body, format="json", headers=_version(1))
    assert answer.status_code == 200, answer.content
    changed = answer.json()
    assert changed == mark | {
        "label": str(stage.nested.id),
        "label_path": "Claim/Figure",
        "version": 2,
        "fragments": [[42, 63]],
        "start": 42,
        "end": 63,
        "exact": TEXT[42:63],
        "note": "",
        "attributes": {"b": [2]},
        "updated_at": changed["updated_at"],
    }
    assert changed["updated_at"] > mark["updated_at"]
    assert stage.client().get(_url(mark)).json() == changed
    anchor = Anchor.objects.get()
    assert (anchor.prefix, anchor.suffix) == (TEXT[10:42], TEXT[63:95])


def test_what_is_not_named_stays(stage: Stage) -> None:
    mark = stage.create(note="kept", attributes={"a": 1})
    changed = stage.client().patch(_url(mark), {"start": 0, "end": 5}, format="json", headers=_version(1)).json()
    assert (changed["note"], changed["attributes"], changed["label"]) == ("kept", {"a": 1}, str(stage.label.id))


def test_a_change_of_nothing_is_no_change(stage: Stage) -> None:
    mark = stage.create(note="same")
    body = {"note": "same", "label": "Claim", "fragments": [[0, 12]], "exact": "Peacekeepers", "attributes": {}}
    answer = stage.client().patch(_url(mark), body, format="json", headers=_version(1))
    assert answer.json() == mark
    assert not Event.objects.filter(kind="annotation.updated").exists()


def test_a_change_keeps_the_state_before_it(stage: Stage) -> None:
    mark = stage.create(note="before")
    stage.client().patch(
        _url(mark), {"note": "after", "fragments": [[0, 5], [6, 9]]}, format="json", headers=_version(1)
    )
    event = Event.objects.get(kind="annotation.updated")
    assert event.before is not None
    assert event.after is not None
    assert (event.before["note"], event.before["fragments"], event.before["version"]) == ("before", [[0, 12]], 1)
    assert (event.after["note"], event.after["fragments"], event.after["version"]) == ("after", [[0, 5], [6, 9]], 2)
    assert (event.secrecy, event.author_id) == (Secrecy.MARK, stage.cast.participant("annotator").id)


def test_a_change_names_the_version_it_was_made_against(stage: Stage) -> None:
    mark = stage.create()
    client = stage.client()
    client.patch(_url(mark), {"note": "mine"}, format="json", headers=_version(1))
    for answer in [
        client.patch(_url(mark), {"note": "theirs"}, format="json", headers=_version(1)),
        client.delete(_url(mark), headers=_version(1)),
        client.post(_url(mark, "/restore"), headers=_version(1)),
    ]:
        assert answer.status_code == 409
        assert answer.json()["current"] == client.get(_url(mark)).json()
    for answer in [
        client.patch(_url(mark), {"note": "theirs"}, format="json"),
        client.delete(_url(mark)),
        client.post(_url(mark, "/restore")),
    ]:
        assert answer.status_code == 428
    assert Annotation.objects.get().note == "mine"


@pytest.mark.parametrize("raw", ["two", '""', "*", "-1", "1.5", '"99999999999999999999"'])
def test_a_version_that_is_none_is_refused(stage: Stage, raw: str) -> None:
    answer = stage.client().patch(_url(stage.create()), {"note": "x"}, format="json", headers={"If-Match": raw})
    assert answer.status_code == 400


def test_wrong_words_stop_a_change(stage: Stage) -> None:
    mark = stage.create()
    for body in [{"exact": "Other"}, {"start": 0, "end": 5, "exact": "Other"}]:
        answer = stage.client().patch(_url(mark), body, format="json", headers=_version(1))
        assert (answer.status_code, answer.json()["expected"]) == (409, "Other")
    assert Annotation.objects.get().version == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"label": "Nothing"}, "label"),
        ({"start": 0, "end": 100_000}, "fragments"),
        ({"start": 5, "end": 5}, "fragments"),
        ({"fragments": [[0, 5], [4, 8]]}, "fragments"),
        ({"start": 0}, "end"),
        ({"start": 0, "end": 5, "fragments": [[0, 5]]}, "fragments"),
        ({"note": 5}, "note"),
        ({"id": str(NOBODY)}, "id"),
        ({}, "body"),
    ],
)
def test_a_bad_change_is_refused_where_it_is_wrong(stage: Stage, body: dict[str, Any], field: str) -> None:
    mark = stage.create()
    answer = stage.client().patch(_url(mark), body, format="json", headers=_version(1))
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert Annotation.objects.get().version == 1


def test_a_deleted_mark_is_gone_and_its_row_stays(stage: Stage) -> None:
    mark = stage.create()
    client = stage.client()
    answer = client.delete(_url(mark), headers=_version(1))
    assert (answer.status_code, answer.content) == (204, b"")
    row = Annotation.objects.get()
    assert row.deleted_at is not None
    assert row.version == 2
    assert client.get(_url(mark)).status_code == 404
    assert client.get(stage.marks_url).json()["results"] == []
    assert client.get(stage.columns_url).json()["ids"] == []
    event = Event.objects.get(kind="annotation.deleted")
    assert event.before is not None
    assert event.after is not None
    assert (event.before["deleted"], event.after["deleted"]) == (False, True)


def test_a_deletion_is_undone_with_the_version_it_made(stage: Stage) -> None:
    mark = stage.create(note="n")
    client = stage.client()
    client.delete(_url(mark), headers=_version(1))
    stale = client.post(_url(mark, "/restore"), headers=_version(1))
    assert stale.status_code == 409
    assert stale.json()["current"]["deleted_at"]
    restored = client.post(_url(mark, "/restore"), headers=_version(2))
    assert restored.status_code == 200
    assert restored.json() == mark | {"version": 3, "updated_at": restored.json()["updated_at"]}
    assert client.get(stage.columns_url).json()["ids"] == [mark["id"]]
    again = client.post(_url(mark, "/restore"), headers=_version(3))
    assert (again.status_code, "not deleted" in again.json()["detail"]) == (409, True)
    assert Event.objects.filter(kind="annotation.restored").count() == 1


def test_a_deleted_mark_is_not_changed(stage: Stage) -> None:
    mark = stage.create()
    client = stage.client()
    client.delete(_url(mark), headers=_version(1))
    late = client.patch(_url(mark), {"note": "x"}, format="json", headers=_version(1))
    assert (late.status_code, bool(late.json()["current"]["deleted_at"])) == (409, True)
    assert client.patch(_url(mark), {"note": "x"}, format="json", headers=_version(2)).status_code == 410
    assert client.delete(_url(mark), headers=_version(2)).status_code == 410


def test_a_repeated_deletion_with_its_key_gets_the_same_answer(stage: Stage) -> None:
    mark = stage.create()
    headers = {**_version(1), "Idempotency-Key": "gone"}
    answers = [stage.client().delete(_url(mark), headers=headers).status_code for _ in range(2)]
    assert answers == [204, 204]
    assert Event.objects.filter(kind="annotation.deleted").count() == 1


@pytest.mark.parametrize("name", ["annotator2", "reviewer", "adjudicator", "manager", "viewer", "outsider", "admin"])
def test_nobody_changes_the_mark_of_another(stage: Stage, name: str) -> None:
    mark = stage.create()
    participants = {n: stage.cast.participant(n) for n in ("annotator", "annotator2")}
    Reading.objects.update(state=Reading.State.FINISHED, revealed_at=timezone.now())
    make_reading(stage.document, participants["annotator2"], Reading.State.FINISHED)
    expected = 404 if name in {"viewer", "outsider", "admin"} else 403
    client = stage.client(name)
    assert client.patch(_url(mark), {"note": "x"}, format="json", headers=_version(1)).status_code == expected
    assert client.delete(_url(mark), headers=_version(1)).status_code == expected
    assert client.post(_url(mark, "/restore"), headers=_version(1)).status_code == expected
    assert Annotation.objects.get().version == 1


def test_whoever_may_not_see_a_mark_is_told_that_it_is_not_there(stage: Stage) -> None:
    mark = stage.create()
    for name in ["annotator2", "viewer", "manager", "adjudicator"]:
        client = stage.client(name)
        assert client.get(_url(mark)).status_code == 404
        assert client.patch(_url(mark), {"note": "x"}, format="json", headers=_version(1)).status_code == 404
        assert client.delete(_url(mark), headers=_version(1)).status_code == 404


def test_a_person_who_no_longer_annotates_reads_their_marks_but_leaves_them(stage: Stage) -> None:
    mark = stage.create()
    membership = stage.cast.memberships["annotator"]
    membership.roles = ["reviewer"]
    membership.save()
    assert stage.client().get(_url(mark)).status_code == 200
    assert stage.client().patch(_url(mark), {"note": "x"}, format="json", headers=_version(1)).status_code == 403


def test_marks_of_another_project_are_not_there(stage: Stage) -> None:
    other = make_stage("other", "other-")
    mark = other.create()
    for name in ["annotator", "manager"]:
        client = stage.client(name)
        assert client.get(_url(mark)).status_code == 404
        assert client.patch(_url(mark), {"note": "x"}, format="json", headers=_version(1)).status_code == 404
    theirs = make_label(other.cast.project, "Theirs")
    own = stage.create()
    answer = stage.client().patch(_url(own), {"label": str(theirs.id)}, format="json", headers=_version(1))
    assert answer.status_code == 400


def test_an_adjudicated_mark_is_open_to_every_member(stage: Stage) -> None:
    gold = make_mark(
        stage.document, stage.cast.participant("adjudicator"), stage.label, layer=Layer.GOLD, secrecy=Secrecy.OPEN
    )
    for name in ["viewer", "annotator", "reviewer", "manager"]:
        assert stage.client(name).get(f"/api/v1/annotations/{gold.id}").json()["layer"] == "gold"
