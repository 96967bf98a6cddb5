"""Imported names over the API: who may map them, to whom, against which version, and who hears of it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projects.live.reading import looks_where_needed, sight_kinds, subjects_of
from projects.live.sight import changed, look
from projects.models import Event, Membership, Participant
from projects.queries.events import represent_event
from projects.viewers import find_viewer, viewers_for, viewers_of
from tests.cast import NOBODY, Cast, gather

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return gather()


def make_name(cast: Cast, name: str = "A. Reader", **fields: Any) -> Participant:
    """A name as an import leaves it."""
    return Participant.objects.create(project=cast.project, name=name, **({"kind": "name"} | fields))


def patch(cast: Cast, name: Participant, member: Any, *, by: str = "manager", version: int | None = 1) -> Any:
    """The answer to mapping a name to a member of the cast, a membership's id, or nobody."""
    membership = cast.memberships[member].id if member in cast.memberships else member
    body = {"member": str(membership) if membership else None}
    headers = {} if version is None else {"If-Match": f'"{version}"'}
    return cast.client(by).patch(f"/api/v1/imported-names/{name.id}", body, format="json", headers=headers)


def test_a_manager_maps_a_name_and_takes_it_back_and_the_answers_say_who_and_when(cast: Cast) -> None:
    name = make_name(cast)
    found = patch(cast, name, "annotator").json()
    member, manager = cast.participant("annotator"), cast.participant("manager")
    assert found["speaks_for"] == {"id": str(member.id), "name": "annotator"}
    assert found["mapped_by"] == {"id": str(manager.id), "name": "manager"}
    assert (found["member"], found["version"]) == (str(cast.memberships["annotator"].id), 2)
    assert found["mapped_at"] is not None
    answer = cast.client("manager").get(f"/api/v1/imported-names/{name.id}")
    assert (answer.json(), answer["ETag"]) == (found, '"2"')
    back = patch(cast, name, None, version=2).json()
    assert [back[key] for key in ("speaks_for", "member", "mapped_by", "mapped_at")] == [None] * 4
    sentences = [represent_event(event)["sentence"] for event in Event.objects.order_by("number")]
    assert sentences == [
        "manager said that the imported name “A. Reader” speaks for annotator",
        "manager took back that the imported name “A. Reader” speaks for annotator",
    ]
    assert patch(cast, name, None, version=3).json()["version"] == 3  # nothing to take back is no change


def test_the_version_it_was_seen_at_is_named_and_has_to_be_the_present_one(cast: Cast) -> None:
    name = make_name(cast)
    assert patch(cast, name, "annotator", version=None).status_code == 428
    assert patch(cast, name, "annotator").status_code == 200
    stale = patch(cast, name, "annotator2")
    assert (stale.status_code, stale.json()["current"]["speaks_for"]["name"]) == (409, "annotator")


def test_a_name_speaks_for_one_member_at_a_time(cast: Cast) -> None:
    name = make_name(cast)
    assert patch(cast, name, "annotator").status_code == 200
    taken = patch(cast, name, "annotator2", version=2)
    assert (taken.status_code, "speaks for annotator already" in taken.json()["detail"]) == (409, True)
    assert patch(cast, name, "annotator", version=2).json()["version"] == 2
    second = make_name(cast, "B. Reader")
    assert patch(cast, second, "annotator").status_code == 200
    assert set(cast.viewer("annotator").names) == {name.id, second.id}


@pytest.mark.parametrize("whom", ["left", "outsider", "unknown"])
def test_a_name_speaks_for_no_one_who_is_no_member(cast: Cast, whom: str) -> None:
    name, left = make_name(cast), cast.memberships["annotator"].id
    Membership.objects.filter(id=left).delete()
    member = {"left": left, "outsider": "outsider", "unknown": NOBODY}[whom]
    answer = patch(cast, name, member)
    assert (answer.status_code, "no member" in answer.json()["detail"]) == (409, True)
    assert not Event.objects.exists()


def test_who_has_left_still_has_their_names_and_finds_them_when_they_come_back(cast: Cast) -> None:
    name = make_name(cast)
    patch(cast, name, "annotator")
    membership = cast.memberships["annotator"]
    member = str(membership.participant_id)
    membership.delete()
    found = cast.client("manager").get(f"/api/v1/imported-names/{name.id}").json()
    assert (found["speaks_for"]["id"], found["member"]) == (member, None)
    again = {"username": "annotator", "role": "annotator"}
    assert cast.client("manager").post(cast.url("members"), again, format="json").status_code == 201
    assert cast.viewer("annotator").names == (name.id,)


@pytest.mark.parametrize("fields", [{"kind": "program"}, {"kind": "user"}])
def test_neither_a_program_nor_a_member_is_an_imported_name(cast: Cast, fields: dict[str, str]) -> None:
    other = cast.participant("viewer") if fields["kind"] == "user" else make_name(cast, "a model", **fields)
    assert patch(cast, other, "annotator").status_code == 404
    assert cast.client("manager").get(cast.url("imported-names")).json()["results"] == []


def test_a_member_who_is_no_manager_reads_and_maps_none(cast: Cast) -> None:
    name = make_name(cast)
    for person in ("viewer", "annotator", "reviewer", "adjudicator"):
        assert patch(cast, name, person, by=person).status_code == 403
        assert cast.client(person).get(cast.url("imported-names")).status_code == 403
    assert patch(cast, name, "annotator", by="outsider").status_code == 404


def test_only_managers_and_the_member_concerned_hear_of_it(cast: Cast) -> None:
    patch(cast, make_name(cast), "annotator")
    told = {
        person
        for person in cast.memberships
        if person != "outsider" and cast.client(person).get(cast.url("events")).json()["results"]
    }
    assert told == {"manager", "annotator"}


def test_the_list_is_filtered_and_takes_as_many_queries_for_many_as_for_one(cast: Cast) -> None:
    patch(cast, make_name(cast), "annotator")
    client, url = cast.client("manager"), cast.url("imported-names")
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for n in range(20):
        patch(cast, make_name(cast, f"Name {n}"), "annotator2")
    make_name(cast, "Unmapped")
    with CaptureQueriesContext(connection) as many:
        rows = client.get(url).json()["results"]
    assert (len(rows), len(many)) == (22, len(one))
    assert [row["name"] for row in client.get(f"{url}?mapped=false").json()["results"]] == ["Unmapped"]
    assert len(client.get(f"{url}?mapped=true&q=name 1").json()["results"]) == 11
    assert client.get(f"{url}?mapped=x").status_code == 400


def test_whose_names_they_are_costs_no_query(cast: Cast) -> None:
    name = make_name(cast)
    patch(cast, name, "annotator")
    user = cast.users["annotator"]
    find: list[Callable[[], Any]] = [
        lambda: [find_viewer(user, slug="desk")],
        lambda: [viewer for viewer in viewers_of(cast.project.id) if viewer.user == user],
        lambda: viewers_for(user),
    ]
    for found in find:
        with CaptureQueriesContext(connection) as queries:
            (viewer,) = found()
        assert (len(queries), viewer.names) == (1, (name.id,))
        assert viewer.participant_ids == (cast.participant("annotator").id, name.id)
        assert [viewer.wrote(id_) for id_ in (*viewer.participant_ids, None, NOBODY)] == [True, True, False, False]


def test_the_feed_looks_again_and_tells_the_member_alone_to_fetch_everything(cast: Cast) -> None:
    name = make_name(cast)
    before = {person: look(cast.viewer(person)) for person in ("annotator", "annotator2")}
    patch(cast, name, "annotator")
    event = Event.objects.get()
    resets = {person: changed(before[person], look(cast.viewer(person))) for person in before}
    assert resets == {"annotator": [None], "annotator2": []}
    told = {person: subjects_of(event, cast.viewer(person), sight_kinds()) for person in (*before, "manager")}
    assert told == {"annotator": [None], "annotator2": [None], "manager": []}, "what one may not see names nothing"
    known = {sight.viewer.user.pk: sight.viewer for sight in before.values()}
    assert set(looks_where_needed(cast.project.id, known)) == {cast.users["annotator"].pk}


def _refused(**fields: Any) -> str:
    try:
        with transaction.atomic():
            Participant.objects.filter(name="A. Reader").update(**fields)
    except IntegrityError as error:
        return str(error)
    return ""


def test_the_database_itself_keeps_names_in_their_project_and_to_members(cast: Cast) -> None:
    there = gather("other", "other-")
    name = make_name(cast)
    mapped = {"speaks_for": cast.participant("annotator"), "mapped_at": timezone.now()}
    assert "speaks_for_id_in_project" in _refused(**mapped | {"speaks_for": there.participant("annotator")})
    assert "mapped_by_id_in_project" in _refused(**mapped, mapped_by=there.participant("manager"))
    assert "only_names_speak" in _refused(speaks_for=cast.participant("annotator"))
    assert "only_names_speak" in _refused(**mapped, kind="program")
    assert _refused(**mapped) == ""
    name.refresh_from_db()
    assert name.speaks_for == cast.participant("annotator")
