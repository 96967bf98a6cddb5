"""The live feed ends with access, is closed to whoever has none, and shows signs of life."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from django.test import Client
from django.utils import timezone

from projects import doorbell
from projects.links import password_path
from projects.models import Membership
from projects.services.members import change_member, leave_project, remove_member
from projects.services.tokens import revoke_token
from projects.services.users import change_user
from tests.cast import PASSWORD, Cast
from tests.processes import WebProcess, eventually
from tests.projects.stream_fixtures import cast, listen
from tests.projects.streams import StreamClient, numbers, resume, say, settle

__all__ = ["cast", "listen"]

pytestmark = pytest.mark.django_db(transaction=True)


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


def _sessions_ended(cast: Cast) -> None:
    elsewhere = Client()
    elsewhere.force_login(cast.users["annotator"])
    assert elsewhere.post("/account/end-sessions").status_code == 302


NEW = "another long pass phrase"


def _password_changed(cast: Cast) -> None:
    elsewhere = Client()
    elsewhere.force_login(cast.users["annotator"])
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert elsewhere.post("/accounts/password/change/", form).status_code == 302


def _password_reset(cast: Cast) -> None:
    elsewhere = Client()
    page = elsewhere.get(password_path(cast.users["annotator"]))
    assert elsewhere.post(page["Location"], {"password1": NEW, "password2": NEW}).status_code == 302


ENDS_ALL: list[Callable[[Cast], None]] = [
    _suspended, _removed, _left, _account_suspended, _sessions_ended, _password_changed, _password_reset
]  # fmt: skip


@pytest.fixture
def password_set(cast: Cast) -> None:
    """The annotator signs in with a password."""
    cast.users["annotator"].set_password(PASSWORD)
    cast.users["annotator"].save()


@pytest.mark.usefixtures("password_set")
@pytest.mark.parametrize("lose", [*ENDS_ALL, _token_revoked])
def test_losing_access_ends_the_stream_at_once(cast: Cast, listen: Any, lose: Any) -> None:
    stream, other = listen("annotator"), listen("viewer")
    lose(cast)
    assert stream.wait_for("end", seconds=2) == [{}]
    assert stream.ended.wait(2)
    after = say(cast)
    eventually(lambda: after in numbers(other), what="the event after")
    assert after not in numbers(stream)


@pytest.mark.usefixtures("password_set")
@pytest.mark.parametrize("lose", ENDS_ALL)
def test_losing_access_ends_the_stream_of_a_browser_at_once(live_server: WebProcess, cast: Cast, lose: Any) -> None:
    client = Client()
    client.force_login(cast.users["annotator"])
    cookies = {"sessionid": client.cookies["sessionid"].value}
    with StreamClient(f"{live_server.url}{cast.url('stream')}", cookies=cookies) as stream:
        settle(cast, stream)
        lose(cast)
        assert stream.wait_for("end", seconds=2) == [{}]
        assert stream.ended.wait(2)


def test_ending_one_persons_sessions_leaves_the_streams_of_others_alone(live_server: WebProcess, cast: Cast) -> None:
    client = Client()
    client.force_login(cast.users["viewer"])
    cookies = {"sessionid": client.cookies["sessionid"].value}
    with StreamClient(f"{live_server.url}{cast.url('stream')}", cookies=cookies) as stream:
        settle(cast, stream)
        _sessions_ended(cast)
        doorbell.ring_user(cast.users["viewer"].id)  # looked at, and found to be well
        number = say(cast)
        eventually(lambda: number in numbers(stream), what="the event after")
        assert stream.of("end") == []


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
        assert stream.of("change") == []


def test_a_lost_message_costs_a_moment_and_no_event(cast: Cast, listen: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = listen("viewer")
    monkeypatch.setattr(doorbell, "publish", lambda name, message: None)
    number = say(cast)
    eventually(lambda: number in numbers(stream), seconds=13, what="the event nobody rang for")
