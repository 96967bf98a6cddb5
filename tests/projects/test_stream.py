"""The live feed over HTTP: what each person hears, resuming, being told to look again, and being shown the door."""

import time

import httpx
import pytest

from projects.events import change
from projects.models import Membership
from projects.services.members import change_member, remove_member
from projects.services.projects import change_project
from projects.services.tokens import revoke_token
from projects.services.users import change_user
from projects.vocabulary import Secrecy
from sources.models import Reading
from tests.cast import Cast, gather, make_document, make_reading, new_id
from tests.processes import WebProcess
from tests.projects.streams import StreamClient

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(live_server: WebProcess) -> Cast:
    return gather()


def listen(live_server: WebProcess, cast: Cast, name: str, query: str = "", **headers: str) -> StreamClient:
    return StreamClient(f"{live_server.url}{cast.url('stream')}{query}", cast.token(name), **headers)


def say(cast: Cast, by: str = "manager", **columns: object) -> int:
    """One change of the project by somebody; its number."""
    with change(project_id=cast.project.id, by=cast.viewer(by)) as log:
        log.add("project.changed" if not columns else "job.cancelled", after={"kind": "x"}, **columns)  # type: ignore[arg-type]
    return log.number


def test_a_change_reaches_a_listener_within_a_second(live_server: WebProcess, cast: Cast) -> None:
    with listen(live_server, cast, "viewer") as stream:
        time.sleep(0.3)
        before = time.monotonic()
        number = say(cast, subject=new_id())
        (data,) = stream.wait_for("change")
        assert stream.heard[0].at - before < 1
        assert data["number"] == number
        assert stream.last_id == str(number)
        assert data["actor"] == {"id": str(cast.participant("manager").id), "name": "manager"}
        assert data["sentence"] == "manager cancelled a job (x)"
