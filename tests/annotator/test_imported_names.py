"""What it means that an imported name speaks for a member: their marks, to see and to change, and nobody else's."""

import json

import pytest
from django.utils import timezone

from annotator.models import Annotation
from annotator.queries.counts import marks_in_project
from projects.models import Event, Participant
from projects.vocabulary import Blindness, Layer, Secrecy
from sources.models import Reading
from tests.annotator.conftest import Stage
from tests.annotator.imported import bring_to, map_to, patch
from tests.annotator.test_blindness import OPEN, OTHERS, ROUTES, _read, _who_sees
from tests.cast import make_document, make_mark, make_reading

EVERYBODY = ("annotator", *OTHERS)


@pytest.mark.parametrize("blindness", Blindness.values)
def test_the_member_sees_the_marks_as_their_own_and_for_everybody_else_nothing_changes(
    stage: Stage, blindness: str
) -> None:
    stage.cast.project.marks_blind = blindness
    stage.cast.project.save()
    mark = bring_to(stage)
    _read(stage, annotator=OPEN, annotator2=OPEN)
    before = _who_sees(stage, str(mark.id), EVERYBODY)
    assert before["annotator"] == (set(ROUTES) if blindness == Blindness.NEVER else set())
    map_to(stage, mark, "annotator")
    assert _who_sees(stage, str(mark.id), EVERYBODY) == before | {"annotator": set(ROUTES)}
    map_to(stage, mark, None)
    assert _who_sees(stage, str(mark.id), EVERYBODY) == before


def test_the_member_changes_the_marks_and_only_while_the_name_speaks_for_them(stage: Stage) -> None:
    mark = bring_to(stage)
    url = f"/api/v1/annotations/{mark.id}"

    def edit(name: str, note: str, version: int) -> int:
        headers = {"If-Match": f'"{version}"'}
        return int(stage.client(name).patch(url, {"note": note}, format="json", headers=headers).status_code)

    assert edit("annotator", "a", 1) == 404
    map_to(stage, mark, "annotator")
    assert edit("annotator", "b", 1) == 200
    assert edit("annotator2", "c", 2) == 404
    event = Event.objects.get(kind="annotation.updated")
    assert (event.author_id, event.actor_id) == (mark.author_id, stage.cast.participant("annotator").id)
    map_to(stage, mark, None)
    assert edit("annotator", "d", 2) == 404
    assert Annotation.objects.get().note == "b"


def test_what_came_in_as_adjudicated_is_changed_by_nobody(stage: Stage) -> None:
    mark = bring_to(stage, layer=Layer.GOLD, secrecy=Secrecy.OPEN)
    map_to(stage, mark, "annotator")
    answer = stage.client().delete(f"/api/v1/annotations/{mark.id}", headers={"If-Match": '"1"'})
    assert answer.status_code == 403
    assert Annotation.objects.get().deleted_at is None


def test_they_are_among_the_members_own_in_lists_and_counts(stage: Stage) -> None:
    mark = bring_to(stage)
    own = stage.create()
    mine = f"{stage.marks_url}?mine=true"
    assert [row["id"] for row in stage.client().get(mine).json()["results"]] == [own["id"]]
    assert marks_in_project(stage.cast.viewer("annotator")) == (1, 1)
    map_to(stage, mark, "annotator")
    rows = {row["id"]: row["author"] for row in stage.client().get(mine).json()["results"]}
    member = stage.cast.participant("annotator")
    spoken = {"id": str(member.id), "name": member.name}
    assert rows == {
        own["id"]: {**spoken, "speaks_for": None},
        str(mark.id): {"id": str(mark.author_id), "name": "A. Reader", "speaks_for": spoken},
    }
    assert marks_in_project(stage.cast.viewer("annotator")) == (2, 2)


def test_the_columns_name_both_and_their_tag_changes_for_everybody_who_sees_them(stage: Stage) -> None:
    mark = bring_to(stage)
    stage.create()
    columns = {name: stage.client(name).get(stage.columns_url) for name in ("annotator", "reviewer")}
    map_to(stage, mark, "annotator")
    for name, before in columns.items():
        after = stage.client(name).get(stage.columns_url, headers={"If-None-Match": before["ETag"]})
        assert after.status_code == 200, name
        people = {person["name"]: person["speaks_for"] for person in json.loads(after.content)["authors"]}
        member = {"id": str(stage.cast.participant("annotator").id), "name": "annotator"}
        assert people == {"A. Reader": member, "annotator": None}
        again = stage.client(name).get(stage.columns_url, headers={"If-None-Match": after["ETag"]})
        assert again.status_code == 304
    map_to(stage, mark, None)
    assert stage.client("reviewer").get(stage.columns_url)["ETag"] != columns["reviewer"]["ETag"]


def test_a_manager_who_may_not_see_a_mark_cannot_map_its_name_to_themself(stage: Stage) -> None:
    mark = bring_to(stage)
    hidden = make_document(stage.cast.project, title="Being read")
    make_mark(hidden, Participant.objects.get(id=mark.author_id), stage.label)
    make_reading(hidden, stage.cast.participant("annotator2"))
    Annotation.objects.filter(document=hidden).update(deleted_at=mark.created_at)  # a deleted mark is work as well
    answer = patch(stage, mark, "manager")
    assert (answer.status_code, "Another manager" in answer.json()["detail"]) == (403, True)
    assert not Event.objects.filter(kind="name.mapped").exists()
    map_to(stage, mark, "annotator")  # for anybody else a manager answers, and the log says who
    map_to(stage, mark, None)
    Reading.objects.update(state=Reading.State.FINISHED, revealed_at=timezone.now())
    map_to(stage, mark, "manager")


def test_a_mark_above_a_manager_s_clearance_is_not_shown_by_mapping_its_name_to_them(stage: Stage) -> None:
    mark = bring_to(stage)
    Annotation.objects.update(tlp=4)
    map_to(stage, mark, "manager")
    assert stage.client("manager").get(f"/api/v1/annotations/{mark.id}").status_code == 404


def test_what_one_member_changed_under_a_name_can_be_given_to_no_other(stage: Stage) -> None:
    mark = bring_to(stage)
    map_to(stage, mark, "annotator")
    answer = stage.client().delete(f"/api/v1/annotations/{mark.id}", headers={"If-Match": '"1"'})
    assert answer.status_code == 204
    map_to(stage, mark, None)
    refused = patch(stage, mark, "annotator2")
    assert (refused.status_code, "for that member only" in refused.json()["detail"]) == (409, True)
    map_to(stage, mark, "annotator")


def test_marks_that_came_without_a_name_speak_for_nobody(stage: Stage) -> None:
    mark = bring_to(stage, "imported")
    answer = patch(stage, mark, "annotator")
    assert (answer.status_code, "without a name" in answer.json()["detail"]) == (409, True)


def test_a_later_import_under_the_name_is_the_members_as_well(stage: Stage) -> None:
    map_to(stage, bring_to(stage), "annotator")
    later = bring_to(stage, start=13, end=20)
    make_reading(stage.document, stage.cast.participant("annotator"))
    assert stage.client().get(f"/api/v1/annotations/{later.id}").status_code == 200


def test_names_are_counted_as_far_as_the_manager_may_see(stage: Stage) -> None:
    bring_to(stage)
    bring_to(stage, start=13, end=20)
    bring_to(stage, "B. Reader")
    other = make_document(stage.cast.project, title="Being read")
    make_mark(other, Participant.objects.get(name="A. Reader"), stage.label)
    make_reading(other, stage.cast.participant("annotator2"))
    rows = stage.client("manager").get(stage.cast.url("imported-names")).json()["results"]
    assert [(row["name"], row["marks"], row["documents"]) for row in rows] == [("A. Reader", 2, 1), ("B. Reader", 1, 1)]
    Reading.objects.all().delete()
    rows = stage.client("manager").get(stage.cast.url("imported-names?q=a.")).json()["results"]
    assert [(row["name"], row["marks"], row["documents"]) for row in rows] == [("A. Reader", 3, 2)]
