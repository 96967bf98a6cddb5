"""Relations between marks: made, taken away and brought back by their maker, and as blind as the marks they join."""

from itertools import pairwise
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotator.models import Relation, RelationKind
from projects.ids import new_id
from projects.models import Event
from projects.vocabulary import Blindness, Layer, Secrecy, Tlp
from sources.models import Document, Reading
from tests.annotator.conftest import Stage, make_stage
from tests.cast import NOBODY, make_document, make_mark, make_reading, make_relation

Body = dict[str, Any]
OTHERS = ("annotator2", "reviewer", "adjudicator", "manager", "viewer")


def _url(stage: Stage) -> str:
    return f"/api/v1/documents/{stage.document.id}/relations"


def _relate(
    stage: Stage, source: Body, target: Body, kind: str = "supports", name: str = "annotator", **more: Any
) -> Any:
    body = {"source": source["id"], "target": target["id"], "kind": kind, **more}
    return stage.client(name).post(_url(stage), body, format="json")


def _two(stage: Stage, name: str = "annotator") -> tuple[Body, Body]:
    return stage.create(name), stage.create(name, start=13, end=17)


def _listed(stage: Stage, name: str = "annotator", query: str = "") -> list[str]:
    answer = stage.client(name).get(_url(stage) + query)
    assert answer.status_code == 200, answer.content
    return [row["id"] for row in answer.json()["results"]]


def _version(number: int) -> dict[str, str]:
    return {"If-Match": f'"{number}"'}


def test_one_mark_is_related_to_another(stage: Stage) -> None:
    source, target = _two(stage)
    answer = _relate(stage, source, target)
    assert answer.status_code == 201, answer.content
    made = answer.json()
    participant = stage.cast.participant("annotator")
    assert made == {
        "id": made["id"],
        "document": str(stage.document.id),
        "kind": str(RelationKind.objects.get(project=stage.cast.project, name="supports").id),
        "kind_name": "supports",
        "symmetric": False,
        "source": source["id"],
        "target": target["id"],
        "author": {"id": str(participant.id), "name": "annotator"},
        "version": 1,
        "created_at": made["created_at"],
        "updated_at": made["created_at"],
        "deleted_at": None,
    }
    assert stage.client().get(f"/api/v1/relations/{made['id']}").json() == made
    assert _listed(stage) == [made["id"]]
    event = Event.objects.get(kind="relation.created")
    assert (event.author_id, event.document_id, str(event.subject_id)) == (
        participant.id,
        stage.document.id,
        made["id"],
    )
    assert (event.secrecy, event.tlp) == (Secrecy.MARK, stage.document.tlp)
    rows = stage.client().get(stage.cast.url(f"events?subject={made['id']}")).json()["results"]
    assert rows[0]["sentence"] == "annotator related two marks: one supports the other"


def test_a_relation_is_taken_away_and_brought_back(stage: Stage) -> None:
    made = _relate(stage, *_two(stage)).json()
    client, url = stage.client(), f"/api/v1/relations/{made['id']}"
    assert client.delete(url).status_code == 428
    assert client.delete(url, headers=_version(7)).json()["current"] == made
    assert client.delete(url, headers=_version(1)).status_code == 204
    assert (client.get(url).status_code, _listed(stage)) == (404, [])
    assert client.delete(url, headers=_version(2)).status_code == 410
    restored = client.post(f"{url}/restore", headers=_version(2))
    assert restored.status_code == 200
    assert restored.json() == made | {"version": 3, "updated_at": restored.json()["updated_at"]}
    assert client.post(f"{url}/restore", headers=_version(3)).status_code == 409
    kinds = [kind for kind in Event.objects.order_by("number").values_list("kind", flat=True) if "relation" in kind]
    assert kinds == ["relation.created", "relation.deleted", "relation.restored"]


def test_a_relation_goes_with_a_mark_that_it_joins_and_comes_back_with_it(stage: Stage) -> None:
    source, target = _two(stage)
    made = _relate(stage, source, target).json()
    client = stage.client()
    client.delete(f"/api/v1/annotations/{target['id']}", headers=_version(1))
    assert (_listed(stage), client.get(f"/api/v1/relations/{made['id']}").status_code) == ([], 404)
    assert client.delete(f"/api/v1/relations/{made['id']}", headers=_version(1)).status_code == 404
    client.post(f"/api/v1/annotations/{target['id']}/restore", headers=_version(2))
    assert _listed(stage) == [made["id"]]


def test_the_same_relation_sent_again_is_the_same_and_another_under_its_id_a_conflict(stage: Stage) -> None:
    source, target = _two(stage)
    id_ = str(new_id())
    first, again = (_relate(stage, source, target, id=id_) for _ in range(2))
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert _relate(stage, target, source, id=id_).status_code == 409
    assert Relation.objects.count() == Event.objects.filter(kind="relation.created").count() == 1


def test_two_marks_are_related_in_one_way_once(stage: Stage) -> None:
    source, target = _two(stage)
    first = _relate(stage, source, target).json()
    assert _relate(stage, source, target).status_code == 409
    assert _relate(stage, target, source).status_code == 201
    assert _relate(stage, source, target, "contradicts").status_code == 201
    assert _relate(stage, target, source, "contradicts").status_code == 409, "it says the same either way round"
    stage.client().delete(f"/api/v1/relations/{first['id']}", headers=_version(1))
    assert _relate(stage, source, target).status_code == 201
    answer = stage.client().post(f"/api/v1/relations/{first['id']}/restore", headers=_version(2))
    assert answer.status_code == 409


def test_what_cannot_be_related_is_refused_where_it_is_wrong(stage: Stage) -> None:
    source, target = _two(stage)
    gone = stage.create(start=18, end=21)
    stage.client().delete(f"/api/v1/annotations/{gone['id']}", headers=_version(1))
    other = make_mark(make_document(stage.cast.project), stage.cast.participant("annotator"), stage.label)
    archived = RelationKind.objects.get(project=stage.cast.project, name="contradicts")
    archived.archived_at = archived.created_at
    archived.save()
    for pair, kind, field in [
        ((source, source), "supports", "target"),
        ((source, {"id": str(NOBODY)}), "supports", "target"),
        (({"id": str(other.id)}, target), "supports", "source"),
        ((source, gone), "supports", "target"),
        ((source, {"id": "x"}), "supports", "target"),
        ((source, target), "invents", "kind"),
        ((source, target), str(NOBODY), "kind"),
        ((source, target), "contradicts", "kind"),
    ]:
        answer = _relate(stage, *pair, kind)
        assert (answer.status_code, list(answer.json()["errors"])) == (400, [field]), answer.content
    assert _relate(stage, source, target, note="x").status_code == 400
    assert not Relation.objects.exists()


def test_one_relates_ones_own_marks_and_adjudicated_ones_alone(stage: Stage) -> None:
    stage.cast.project.marks_blind = Blindness.NEVER
    stage.cast.project.save()
    mine, theirs = stage.create(), stage.create("annotator2")
    gold = make_mark(
        stage.document, stage.cast.participant("adjudicator"), stage.label, layer=Layer.GOLD, secrecy=Secrecy.OPEN
    )
    refused = _relate(stage, mine, theirs)
    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["target"])
    assert _relate(stage, mine, {"id": str(gold.id)}).status_code == 201


def test_what_others_marks_there_are_cannot_be_found_out_by_relating_them(stage: Stage) -> None:
    mine, theirs = stage.create(), stage.create("annotator2")
    hidden = _relate(stage, mine, theirs)
    nothing = _relate(stage, mine, {"id": str(NOBODY)})
    assert (hidden.status_code, hidden.content) == (nothing.status_code, nothing.content)
    answers = [stage.client().get(f"{_url(stage)}?annotation={id_}") for id_ in (theirs["id"], NOBODY)]
    assert {answer.status_code for answer in answers} == {400}
    assert answers[0].content == answers[1].content


@pytest.mark.parametrize("name", ["viewer", "reviewer", "adjudicator", "outsider", "admin"])
def test_whoever_may_not_mark_relates_nothing(stage: Stage, name: str) -> None:
    expected = 404 if name in {"outsider", "admin"} else 403
    assert _relate(stage, *_two(stage), name=name).status_code == expected


def test_whoever_has_finished_leaves_relations_as_they_are(stage: Stage) -> None:
    source, target = _two(stage)
    made = _relate(stage, source, target).json()
    Reading.objects.update(state=Reading.State.FINISHED, revealed_at=timezone.now())
    assert _relate(stage, target, source).status_code == 409
    assert stage.client().delete(f"/api/v1/relations/{made['id']}", headers=_version(1)).status_code == 409


CASES: list[tuple[str, dict[str, str], set[str]]] = [
    (Blindness.UNTIL_FINISHED, {"annotator": "open"}, {"reviewer"}),
    (Blindness.UNTIL_FINISHED, {"annotator": "open", "annotator2": "finished"}, {"reviewer", "annotator2"}),
    (
        Blindness.UNTIL_FINISHED,
        {"annotator": "finished", "annotator2": "finished"},
        {"reviewer", "adjudicator", "manager", "annotator2"},
    ),
    (Blindness.NEVER, {"annotator": "open"}, {"annotator2", "reviewer", "adjudicator", "manager"}),
    (Blindness.ALWAYS, {"annotator": "finished", "annotator2": "finished"}, {"adjudicator", "manager"}),
]


@pytest.mark.parametrize(("blindness", "readings", "seeing"), CASES)
def test_a_relation_is_seen_by_whoever_sees_the_marks_that_it_joins(
    stage: Stage, blindness: str, readings: dict[str, str], seeing: set[str]
) -> None:
    source, target = _two(stage)
    made = _relate(stage, source, target).json()
    stage.cast.project.marks_blind = blindness
    stage.cast.project.save()
    Reading.objects.all().delete()
    for name, state in readings.items():
        make_reading(stage.document, stage.cast.participant(name), state)
    for name in OTHERS:
        client = stage.client(name)
        routes = {
            "the list": made["id"] in _listed(stage, name),
            "the relation": client.get(f"/api/v1/relations/{made['id']}").status_code == 200,
            "events": bool(client.get(stage.cast.url("events?kind=relation.created")).json()["results"]),
            "the mark": client.get(f"/api/v1/annotations/{source['id']}").status_code == 200,
        }
        assert set(routes.values()) == {name in seeing}, (name, routes)
        refused = client.delete(f"/api/v1/relations/{made['id']}", headers=_version(1))
        assert refused.status_code == (403 if name in seeing else 404)


def test_a_relation_to_a_mark_that_is_hidden_again_is_hidden_with_it(stage: Stage) -> None:
    mine = make_mark(stage.document, stage.cast.participant("annotator"), stage.label)
    theirs = make_mark(stage.document, stage.cast.participant("annotator2"), stage.label)
    relation = make_relation(mine, theirs)
    make_reading(stage.document, stage.cast.participant("annotator"))
    assert _listed(stage) == []
    assert stage.client().get(f"/api/v1/relations/{relation.id}").status_code == 404


def test_relations_are_marked_as_their_document_is_and_hidden_with_it(stage: Stage) -> None:
    _relate(stage, *_two(stage))
    url, body = f"/api/v1/documents/{stage.document.id}", {"tlp": "CLEAR", "reason": "it was published"}
    assert stage.client("manager").patch(url, body, format="json", headers=_version(1)).status_code == 200
    assert Relation.objects.get().tlp == Tlp.CLEAR
    Document.objects.update(tlp=Tlp.RED)
    assert stage.client().get(_url(stage)).status_code == 404


def test_no_relation_points_out_of_its_project(stage: Stage) -> None:
    other = make_stage("other", "other-")
    here = make_mark(stage.document, stage.cast.participant("annotator"), stage.label)
    there = make_mark(other.document, other.cast.participant("annotator"), other.label)
    mine = make_mark(stage.document, stage.cast.participant("annotator"), stage.label, 13, 17)
    fine = make_relation(here, mine)
    for field, value in [
        ("target_id", there.id),
        ("source_id", there.id),
        ("document_id", other.document.id),
        ("kind_id", RelationKind.objects.get(project=other.cast.project, name="supports").id),
        ("author_id", other.cast.participant("annotator").id),
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Relation.objects.filter(pk=fine.pk).update(**{field: value})
    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.filter(pk=fine.pk).update(target_id=here.id)
    assert _relate(stage, {"id": str(here.id)}, {"id": str(there.id)}).status_code == 400
    assert stage.client().get(f"/api/v1/documents/{other.document.id}/relations").status_code == 404


def test_those_of_one_mark_are_asked_for_by_its_id(stage: Stage) -> None:
    first, second = _two(stage)
    third = stage.create(start=18, end=21)
    one, two = _relate(stage, first, second).json(), _relate(stage, third, first).json()
    other = _relate(stage, second, third).json()
    assert set(_listed(stage, query=f"?annotation={first['id']}")) == {one["id"], two["id"]}
    assert set(_listed(stage)) == {one["id"], two["id"], other["id"]}
    assert stage.client().get(f"{_url(stage)}?annotation=x").status_code == 400


def test_many_relations_cost_as_many_queries_as_one(stage: Stage) -> None:
    author, counts = stage.cast.participant("annotator"), []
    marks = [make_mark(stage.document, author, stage.label, n, n + 2) for n in range(12)]
    client = stage.client()
    for number, (source, target) in enumerate(pairwise(marks), 1):
        make_relation(source, target)
        if number in {1, 11}:
            with CaptureQueriesContext(connection) as queries:
                assert len(client.get(_url(stage)).json()["results"]) == number
            counts.append(len(queries))
    assert counts[0] == counts[1] <= 6
