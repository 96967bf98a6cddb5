"""The live feed over HTTP: what each person hears, resuming, being told to look again, and being shown the door."""

import time
from typing import Any

import pytest

from projects.events import change
from projects.models import Membership
from projects.services.members import change_member
from projects.services.projects import change_project
from projects.vocabulary import Tlp
from tests.cast import Cast, make_document, make_reading, new_id
from tests.processes import WebProcess, eventually
from tests.projects.stream_fixtures import cast, listen
from tests.projects.streams import finish, mark, numbers, resume, say, set_marking

__all__ = ["cast", "listen"]

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_change_reaches_a_listener_within_a_second(cast: Cast, listen: Any) -> None:
    stream = listen("viewer")
    before = time.monotonic()
    number = say(cast, subject=new_id())
    (data,) = stream.wait_for("change")
    assert next(heard.at for heard in stream.heard if heard.event == "change") - before < 1
    assert (data["number"], stream.last_id) == (number, str(number))
    assert data["actor"] == {"id": str(cast.participant("manager").id), "name": "manager"}
    assert data["sentence"] == "manager cancelled a job (x)"


def test_everybody_hears_what_they_may_see_and_nothing_else(cast: Cast, listen: Any) -> None:
    document = make_document(cast.project)
    for name in ("annotator", "annotator2"):
        make_reading(document, cast.participant(name))
    streams = {name: listen(name) for name in ("viewer", "annotator", "annotator2", "reviewer", "manager")}
    for stream in streams.values():
        stream.heard.clear()
    secret = mark(cast, document)
    classified = say(cast, tlp=4)
    shown = say(cast)
    for stream in streams.values():
        eventually(lambda stream=stream: shown in numbers(stream), what="the open event")
    heard = {name: set(numbers(stream)) for name, stream in streams.items()}
    assert classified not in set.union(*heard.values())
    assert {name for name, seen in heard.items() if secret in seen} == {"annotator", "reviewer"}


def test_finishing_one_s_reading_shows_the_others_marks_there_and_then(cast: Cast, listen: Any) -> None:
    document, other = make_document(cast.project), make_document(cast.project)
    for name in ("annotator", "annotator2"):
        make_reading(document, cast.participant(name))
    stream = listen("annotator2")
    hidden = mark(cast, document)
    finish(cast, document, "annotator2")
    (reset,) = stream.wait_for("reset", seconds=2)
    assert reset == {"subject": str(document.id)}
    later = mark(cast, document)
    elsewhere = mark(cast, other)
    shown = say(cast)
    eventually(lambda: shown in numbers(stream), what="the open event")
    assert hidden not in numbers(stream)
    assert later in numbers(stream)
    assert elsewhere not in numbers(stream)
    assert stream.of("reset") == [{"subject": str(document.id)}]


def test_whose_sight_does_not_change_is_not_told_to_look_again(cast: Cast, listen: Any) -> None:
    document = make_document(cast.project)
    for name in ("annotator", "annotator2"):
        make_reading(document, cast.participant(name))
    viewer, manager = listen("viewer"), listen("manager")
    finish(cast, document, "annotator2")
    shown = say(cast)
    eventually(lambda: shown in numbers(manager) and shown in numbers(viewer), what="the open event")
    assert viewer.of("reset") == []
    assert manager.of("reset") == [], "one reading is still due: managers see as little as before"
    finish(cast, document, "annotator")
    assert manager.wait_for("reset", seconds=2) == [{"subject": str(document.id)}]
    assert viewer.of("reset") == []


def test_whoever_could_choose_to_look_from_now_on_is_told(cast: Cast, listen: Any) -> None:
    document = make_document(cast.project)
    make_reading(document, cast.participant("annotator"))
    make_reading(document, cast.participant("manager"), "finished", look=False)
    make_reading(document, cast.participant("annotator2"), "finished", look=False)
    adjudicator, manager, blind = listen("adjudicator"), listen("manager"), listen("annotator2")
    finish(cast, document, "annotator")
    for overseer in (adjudicator, manager):
        assert overseer.wait_for("reset", seconds=2) == [{"subject": str(document.id)}]
    shown = say(cast)
    eventually(lambda: shown in numbers(blind), what="the open event")
    assert blind.of("reset") == [], "whether others have finished is nothing to a reader who works blind"


def test_a_rule_that_changes_for_the_whole_project_tells_everybody_it_concerns(cast: Cast, listen: Any) -> None:
    annotator, viewer = listen("annotator"), listen("viewer")
    change_project(by=cast.viewer("manager"), expected_version=1, changes={"marks_blind": "never"})
    assert annotator.wait_for("reset", seconds=2) == [{"subject": None}]
    document = make_document(cast.project)
    number = mark(cast, document, "annotator2")
    eventually(lambda: number in numbers(annotator), seconds=2, what="the mark")
    assert viewer.of("reset") == []
    assert number not in numbers(viewer)


def test_new_roles_take_effect_in_an_open_stream(cast: Cast, listen: Any) -> None:
    stream, member = listen("viewer"), cast.memberships["viewer"]
    document = make_document(cast.project)
    change_member(by=cast.viewer("manager"), membership_id=member.id, expected_version=1, roles=["reviewer"])
    assert stream.wait_for("reset", seconds=2) == [{"subject": None}]
    number = mark(cast, document)
    eventually(lambda: number in numbers(stream), seconds=2, what="the mark")


def test_a_document_marked_out_of_sight_takes_what_was_told_of_it_along(
    live_server: WebProcess, cast: Cast, listen: Any
) -> None:
    document, other = make_document(cast.project, tlp=Tlp.GREEN), make_document(cast.project, tlp=Tlp.GREEN)
    told = say(cast, document=document.id, tlp=Tlp.GREEN)
    stream = listen("viewer")
    Membership.objects.filter(id=cast.memberships["manager"].id).update(clearance=Tlp.RED)
    raised = set_marking(cast, document, Tlp.RED)
    assert stream.wait_for("reset", seconds=2) == [{"subject": str(document.id)}]
    late = say(cast, document=document.id, tlp=Tlp.GREEN)
    shown = say(cast, document=other.id)
    eventually(lambda: shown in numbers(stream), what="the open event")
    assert not {raised, late} & set(numbers(stream))
    with resume(live_server, cast, "viewer", "?after=0") as again:
        eventually(lambda: shown in numbers(again), what="the open event")
        assert not {told, raised, late} & set(numbers(again))
        again.wait_for("reset")
    with resume(live_server, cast, "manager", "?after=0") as again:
        eventually(lambda: shown in numbers(again), what="the open event")
        assert {told, raised, late} <= set(numbers(again))


def test_a_document_that_always_was_out_of_sight_is_not_named(cast: Cast, listen: Any) -> None:
    stream = listen("viewer")
    document = make_document(cast.project, tlp=Tlp.RED)
    say(cast, document=document.id, tlp=Tlp.RED)
    set_marking(cast, document, Tlp.RED)
    shown = say(cast)
    eventually(lambda: shown in numbers(stream), what="the open event")
    assert stream.of("reset") == []
    set_marking(cast, document, Tlp.GREEN)
    assert stream.wait_for("reset", seconds=2) == [{"subject": str(document.id)}]


def test_a_listener_resumes_from_the_last_number_it_saw(live_server: WebProcess, cast: Cast) -> None:
    first = say(cast)
    missed = [say(cast) for _round in range(3)]
    for given in (
        {"query": f"?after={first}"},
        {"Last-Event-ID": str(first)},
        {"query": "?after=0", "Last-Event-ID": str(first)},
    ):
        with resume(live_server, cast, "viewer", **given) as stream:
            stream.wait_for("change", count=len(missed))
            new = say(cast)
            stream.wait_for("change", count=len(missed) + 1)
            assert stream.numbers() == [*missed, new]
        missed.append(new)


def test_without_a_number_only_what_is_new_is_heard(cast: Cast, listen: Any) -> None:
    old = say(cast)
    stream = listen("viewer")
    new = say(cast)
    eventually(lambda: new in numbers(stream), what="the new event")
    assert old not in numbers(stream)


def test_a_long_absence_is_caught_up_in_order_without_a_gap(live_server: WebProcess, cast: Cast) -> None:
    with change(project_id=cast.project.id, by=cast.viewer("manager")) as log:
        for number in range(1, 1301):
            log.add("job.cancelled", after={"kind": "x"}, tlp=4 if number % 3 == 0 else 0)
    with resume(live_server, cast, "viewer", "?after=10") as stream:
        expected = [number for number in range(11, 1301) if number % 3]
        stream.wait_for("change", count=len(expected))
        new = say(cast)
        stream.wait_for("change", count=len(expected) + 1)
        assert stream.numbers() == [*expected, new]


def test_whoever_comes_back_is_told_what_to_fetch_again(live_server: WebProcess, cast: Cast) -> None:
    document = make_document(cast.project)
    make_reading(document, cast.participant("annotator2"))
    seen = say(cast)
    mark(cast, document)
    finish(cast, document, "annotator2")
    with resume(live_server, cast, "annotator2", f"?after={seen}") as stream:
        assert stream.wait_for("reset") == [{"subject": str(document.id)}]
    last = say(cast)
    with resume(live_server, cast, "annotator2", f"?after={last}") as stream:
        say(cast)
        stream.wait_for("change")
        assert stream.of("reset") == []


def test_a_number_the_log_has_not_reached_means_everything_is_fetched_again(
    live_server: WebProcess, cast: Cast
) -> None:
    say(cast)
    with resume(live_server, cast, "viewer", "?after=999999") as stream:
        assert stream.wait_for("reset") == [{"subject": None}]
        new = say(cast)
        stream.wait_for("change")
        assert stream.numbers() == [new]
