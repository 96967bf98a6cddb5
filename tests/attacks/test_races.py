"""Two people at the same moment: each answer is true, and what is left is what one of the orders leaves."""

import threading
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from django.db import connections

from annotator.models import Annotation, Label
from projects import jobs
from projects.models import Event
from projects.queries.verification import verify_project
from projects.vocabulary import Role
from reviews.models import Adjudication, Claim, Verdict
from sources.models import Reading
from tests.attacks.world import REFUTED, SUPPORTED, World, make_world
from tests.campaigns import Campaign
from tests.cast import join, make_user, new_id

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """A project whose rows are committed, so that other connections see them."""
    monkeypatch.setattr(jobs, "send", lambda job_id: True)
    return make_world()


def at_once(*requests: Callable[[], Any]) -> list[Any]:
    """The answers to requests that start together, each on a connection of its own."""
    gate, answers = threading.Barrier(len(requests)), [None] * len(requests)

    def run(number: int) -> None:
        try:
            gate.wait(10)
            answers[number] = requests[number]()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(requests))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert all(answer is not None and answer.status_code < 500 for answer in answers), answers
    return answers


def asks(world: World, who: str, method: str, path: str, body: Any = None, **headers: str) -> Callable[[], Any]:
    """A request to be sent later."""
    client = world.client(who)
    return lambda: client.generic(
        method, f"/api/v1/{path}", b"" if body is None else _json(body), "application/json", headers=headers
    )


def _json(body: Any) -> bytes:
    return orjson.dumps(body)


def statuses(answers: list[Any]) -> list[int]:
    """The status of each answer."""
    return [answer.status_code for answer in answers]


def whole_log(world: World) -> list[str]:
    """The kinds of all events, whose numbers have no gap and whose chain holds."""
    events = list(Event.objects.filter(project=world.cast.project).order_by("number").values_list("number", "kind"))
    assert [number for number, _kind in events] == list(range(1, len(events) + 1))
    assert verify_project(world.cast.project.id).broken is None
    return [kind for _number, kind in events]


def test_the_last_two_verdicts_at_once_close_the_review_once(world: World, campaign: Campaign) -> None:
    for _round in range(campaign.size(100, least=3)):
        claim = world.claim()
        path = f"claims/{claim}/verdicts"
        answers = at_once(
            asks(world, "reviewer", "POST", path, SUPPORTED), asks(world, "reviewer2", "POST", path, REFUTED)
        )
        assert statuses(answers) == [201, 201]
        found = Claim.objects.get(id=claim)
        assert found.state == "disputed"
        assert set(found.counted) == set(Verdict.objects.filter(claim=claim).values_list("id", flat=True))
        assert Event.objects.filter(subject_id=claim, kind="claim.disputed").count() == 1
    whole_log(world)


def test_two_adjudications_at_once_leave_one_that_stands(world: World, campaign: Campaign) -> None:
    world.cast.users["judge2"] = make_user("judge2")
    world.cast.memberships["judge2"] = join(world.cast.project, world.cast.users["judge2"], Role.ADJUDICATOR)
    for _round in range(campaign.size(100, least=3)):
        claim = world.claim()
        world.judge("reviewer", claim)
        world.judge("reviewer2", claim, **REFUTED)
        path = f"claims/{claim}/adjudication"
        answers = at_once(
            asks(world, "adjudicator", "POST", path, REFUTED), asks(world, "judge2", "POST", path, SUPPORTED)
        )
        made = [answer for answer in answers if answer.status_code == 201]
        assert made
        assert set(statuses(answers)) <= {201, 403, 409}
        standing = Adjudication.objects.get(claim=claim, current=True)
        assert Claim.objects.get(id=claim).finding == standing.finding
        assert Adjudication.objects.filter(claim=claim).count() == len(made)
    whole_log(world)


def test_one_id_used_by_two_people_at_once_makes_one_mark(world: World, campaign: Campaign) -> None:
    path = f"documents/{world.ids['document']}/annotations"
    for _round in range(campaign.size(100, least=3)):
        body = {"id": str(new_id()), "label": world.ids["label"], "start": 0, "end": 12}
        answers = at_once(asks(world, "annotator", "POST", path, body), asks(world, "annotator2", "POST", path, body))
        assert sorted(statuses(answers)) == [201, 409]
        winner = next(answer.json() for answer in answers if answer.status_code == 201)
        assert Annotation.objects.get(id=body["id"]).author_id.hex == winner["author"]["id"].replace("-", "")
        same = at_once(*[asks(world, winner["author"]["name"], "POST", path, body)] * 2)
        assert statuses(same) == [201, 201]
    whole_log(world)


def test_marking_while_ones_reading_is_finished_leaves_both_or_is_refused(world: World, campaign: Campaign) -> None:
    document = world.ids["document"]
    body = {"label": world.ids["label"], "start": 0, "end": 12}
    for _round in range(campaign.size(100, least=3)):
        marks = Annotation.objects.filter(document=document).count()
        answers = at_once(
            asks(world, "annotator2", "POST", f"documents/{document}/annotations", body),
            asks(world, "annotator2", "POST", f"documents/{document}/finish"),
        )
        made = statuses(answers)[0] == 201
        assert statuses(answers)[1] == 200
        assert Annotation.objects.filter(document=document).count() == marks + made
        reading = Reading.objects.get(document=document, participant=world.cast.participant("annotator2"))
        assert reading.state == Reading.State.FINISHED
        reading.delete()
    whole_log(world)


def test_of_going_on_reading_and_seeing_the_work_of_others_at_once_one_is_refused(
    world: World, campaign: Campaign
) -> None:
    document = f"documents/{world.ids['document']}"
    for _round in range(campaign.size(100, least=3)):
        world.do("annotator2", "POST", f"{document}/finish", {"look": False})
        answers = at_once(*[asks(world, "annotator2", "POST", f"{document}/{act}") for act in ("resume", "reveal")])
        assert sorted(statuses(answers)) == [200, 409]
        reading = Reading.objects.get(document=world.ids["document"], participant=world.cast.participant("annotator2"))
        resumed = statuses(answers)[0] == 200
        assert (reading.state == Reading.State.OPEN, reading.revealed_at is None) == (resumed, resumed)
        reading.delete()
    whole_log(world)


def test_a_label_archived_while_a_mark_takes_it_is_on_the_mark_or_refused(world: World, campaign: Campaign) -> None:
    path = f"documents/{world.ids['document']}/annotations"
    for _round in range(campaign.size(100, least=3)):
        name = f"Label {new_id().hex}"
        made = world.do("manager", "POST", f"projects/{world.slug}/labels", {"name": name})
        body = {"label": name, "start": 0, "end": 12}
        answers = at_once(
            asks(world, "annotator", "POST", path, body),
            asks(world, "manager", "DELETE", f"labels/{made['id']}", **{"If-Match": '"1"'}),
        )
        assert statuses(answers)[1] == 204
        assert statuses(answers)[0] in {201, 400}
        assert Annotation.objects.filter(label=made["id"]).count() == (statuses(answers)[0] == 201)
        assert Label.objects.get(id=made["id"]).archived_at is not None
    whole_log(world)


def test_a_role_taken_away_during_a_write_lets_it_through_or_refuses_it(world: World, campaign: Campaign) -> None:
    path = f"documents/{world.ids['document']}/annotations"
    body = {"label": world.ids["label"], "start": 0, "end": 12}
    member = world.ids["annotator's membership"]
    for _round in range(campaign.size(100, least=3)):
        marks = Annotation.objects.count()
        version = world.do("manager", "GET", f"members/{member}")["version"]
        answers = at_once(
            asks(world, "annotator", "POST", path, body),
            asks(world, "manager", "PATCH", f"members/{member}", {"role": "viewer"}, **{"If-Match": f'"{version}"'}),
        )
        assert statuses(answers)[1] == 200
        assert statuses(answers)[0] in {201, 403}
        assert Annotation.objects.count() == marks + (statuses(answers)[0] == 201)
        assert world.client("annotator").post(f"/api/v1/{path}", body, format="json").status_code == 403
        back = {"If-Match": f'"{version + 1}"'}
        world.do("manager", "PATCH", f"members/{member}", {"role": "annotator"}, **back)
    whole_log(world)


def test_two_edits_of_one_version_at_once_keep_one_of_them(world: World, campaign: Campaign) -> None:
    for _round in range(campaign.size(100, least=3)):
        mark = world.mark()
        edits = [
            asks(world, "annotator", "PATCH", f"annotations/{mark}", {"note": note}, **{"If-Match": '"1"'})
            for note in ("one", "two")
        ]
        answers = at_once(*edits)
        assert sorted(statuses(answers)) == [200, 409]
        kept = next(answer.json()["note"] for answer in answers if answer.status_code == 200)
        assert Annotation.objects.get(id=mark).note == kept
    whole_log(world)
