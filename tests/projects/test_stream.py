"""The live feed over HTTP: what each person hears, resuming, being told to look again, and being shown the door."""

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from django.test import Client
from django.utils import timezone

from projects import doorbell
from projects.events import change
from projects.models import Membership
from projects.services.members import change_member, leave_project, remove_member
from projects.services.projects import change_project
from projects.services.tokens import revoke_token
from projects.services.users import change_user
from projects.vocabulary import Secrecy
from sources.models import Document, Reading
from tests.cast import Cast, gather, make_document, make_reading, new_id
from tests.processes import WebProcess, eventually
from tests.projects.streams import StreamClient

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(live_server: WebProcess) -> Cast:
    return gather()


@pytest.fixture
def listen(live_server: WebProcess, cast: Cast) -> Iterator[Any]:
    """`listen("viewer", "?after=3")`: a stream that has been opened and is closed after the test."""
    clients: list[StreamClient] = []

    def opened(name: str, query: str = "", **headers: str) -> StreamClient:
        client = StreamClient(f"{live_server.url}{cast.url('stream')}{query}", cast.token(name), **headers)
        clients.append(client)
        assert client.opened.wait(10)
        if client.status == 200:
            _settle(cast, client)
        return client

    yield opened
    for client in clients:
        client.close()


def _settle(cast: Cast, client: StreamClient) -> None:
    """Return when the stream hears what is said now: until then it may be on its way to the end of the log."""
    deadline = time.monotonic() + 10
    marker = str(new_id())
    while not any(data["subject"] == marker for data in client.of("change")) and not client.ended.is_set():
        assert time.monotonic() < deadline, "the stream does not hear anything"
        say(cast, subject=marker, kind="job.retried")
        time.sleep(0.05)
    client.heard.clear()


def say(cast: Cast, by: str = "manager", kind: str = "job.cancelled", **columns: Any) -> int:
    """One change of the project by somebody; its number."""
    with change(project_id=cast.project.id, by=cast.viewer(by)) as log:
        log.add(kind, after={"kind": "x", "title": "t"}, **columns)
    return log.number


def mark(cast: Cast, document: Document, by: str = "annotator") -> int:
    """A mark, as far as the log knows of it."""
    author = cast.participant(by).id
    return say(cast, by, document=document.id, subject=new_id(), author=author, secrecy=Secrecy.MARK)


def finish(cast: Cast, document: Document, name: str) -> int:
    """Finish somebody's reading, and say so as `sources` does."""
    Reading.objects.update_or_create(
        document=document,
        participant=cast.participant(name),
        defaults={"project": cast.project, "state": "finished", "started_at": timezone.now()},
    )
    return say(cast, name, kind="reading.finished", document=document.id, author=cast.participant(name).id)


def numbers(client: StreamClient) -> list[int]:
    """What was heard, but for the markers of `_settle`."""
    return [data["number"] for data in client.of("change") if data["kind"] != "job.retried"]


def test_a_change_reaches_a_listener_within_a_second(cast: Cast, listen: Any) -> None:
    stream = listen("viewer")
    before = time.monotonic()
    number = say(cast, subject=new_id())
    (data,) = stream.wait_for("change")
    assert stream.heard[0].at - before < 1
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


def resume(live_server: WebProcess, cast: Cast, name: str, query: str = "", **headers: str) -> StreamClient:
    """A stream from a number on; it is not waited for, so that nothing it hears is taken away."""
    return StreamClient(f"{live_server.url}{cast.url('stream')}{query}", cast.token(name), **headers)


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


def _suspended(cast: Cast) -> None:
    member = cast.memberships["annotator"]
    change_member(by=cast.viewer("manager"), membership_id=member.id, expected_version=1, suspended=True)


def _removed(cast: Cast) -> None:
    remove_member(by=cast.viewer("manager"), membership_id=cast.memberships["annotator"].id)


def _left(cast: Cast) -> None:
    leave_project(by=cast.viewer("annotator"))


def _account_suspended(cast: Cast) -> None:
    change_user(by=cast.users["admin"], user_id=cast.users["annotator"].id, changes={"suspended": True})


def _token_revoked(cast: Cast) -> None:
    for row in cast.users["annotator"].auth_token_set.all():
        revoke_token(user=cast.users["annotator"], key=row.token_key)


@pytest.mark.parametrize("lose", [_suspended, _removed, _left, _account_suspended, _token_revoked])
def test_losing_access_ends_the_stream_at_once(cast: Cast, listen: Any, lose: Any) -> None:
    stream, other = listen("annotator"), listen("viewer")
    lose(cast)
    assert stream.wait_for("end", seconds=2) == [{}]
    assert stream.ended.wait(2)
    after = say(cast)
    eventually(lambda: after in numbers(other), what="the event after")
    assert after not in numbers(stream)


def test_access_lost_without_a_bell_ends_the_stream_by_the_next_heartbeat(cast: Cast, listen: Any) -> None:
    stream = listen("annotator")
    Membership.objects.filter(id=cast.memberships["annotator"].id).update(suspended_at=timezone.now())
    assert stream.wait_for("end", seconds=15) == [{}]


def test_a_browser_listens_with_its_session(live_server: WebProcess, cast: Cast) -> None:
    client = Client()
    client.force_login(cast.users["viewer"])
    cookies = {"sessionid": client.cookies["sessionid"].value}
    url = f"{live_server.url}{cast.url('stream')}?after=0"
    with StreamClient(url, cookies=cookies) as stream:
        number = say(cast)
        stream.wait_for("change")
        assert stream.numbers() == [number]
        client.logout()
        doorbell.ring_user(cast.users["viewer"].id)
        assert stream.wait_for("end", seconds=2) == [{}]


@pytest.mark.parametrize(
    ("name", "path", "headers", "status"),
    [
        (None, "desk/stream", {}, 401),
        ("outsider", "desk/stream", {}, 404),
        ("admin", "desk/stream", {}, 404),
        ("viewer", "nowhere/stream", {}, 404),
        ("viewer", "desk/stream?after=x", {}, 400),
        ("viewer", "desk/stream", {"Last-Event-ID": "-1"}, 400),
        ("viewer", "desk/stream?after=99999999999999999999", {}, 400),
    ],
)
def test_whoever_may_not_listen_gets_a_problem_and_no_stream(
    live_server: WebProcess, cast: Cast, name: str | None, path: str, headers: dict[str, str], status: int
) -> None:
    if name:
        headers = headers | {"Authorization": f"Bearer {cast.token(name)}"}
    response = httpx.get(f"{live_server.url}/api/v1/projects/{path}", headers=headers, timeout=10)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["status"] == status
    assert ("www-authenticate" in response.headers) is (status == 401)


def test_the_stream_only_answers_get(live_server: WebProcess, cast: Cast) -> None:
    headers = {"Authorization": f"Bearer {cast.token('viewer')}"}
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        response = httpx.request(method, f"{live_server.url}{cast.url('stream')}", headers=headers, timeout=10)
        assert response.status_code == 405, method


def test_proxies_are_told_to_let_the_stream_through(live_server: WebProcess, cast: Cast) -> None:
    headers = {"Authorization": f"Bearer {cast.token('viewer')}"}
    with httpx.stream("GET", f"{live_server.url}{cast.url('stream')}", headers=headers, timeout=10) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers["x-accel-buffering"] == "no"
        assert "no-store" in response.headers["cache-control"]


def test_a_quiet_stream_gives_signs_of_life_and_says_how_far_it_is(live_server: WebProcess, cast: Cast) -> None:
    hidden = say(cast, tlp=4)
    with resume(live_server, cast, "viewer", "?after=0") as stream:
        eventually(lambda: stream.last_id == str(hidden), seconds=5, what="the first sign")
        hidden = say(cast, tlp=4)
        eventually(lambda: stream.last_id == str(hidden), seconds=20, what="the next sign")
        assert stream.heard == []


def test_a_lost_message_costs_a_moment_and_no_event(cast: Cast, listen: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = listen("viewer")
    monkeypatch.setattr(doorbell, "_publish", lambda name, message: None)
    number = say(cast)
    eventually(lambda: number in numbers(stream), seconds=13, what="the event nobody rang for")
