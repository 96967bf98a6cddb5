"""Mapping names while others map, leave or mark: one of them wins, and nobody works under a name they have lost."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from annotator.models import Annotation
from projects.events import change
from projects.models import Event, Participant
from projects.services.members import remove_member
from projects.services.names import unmap_name
from tests.annotator.conftest import Stage, make_stage
from tests.annotator.imported import bring_to, map_to, patch
from tests.annotator.test_marking_at_once import _at_once
from tests.processes import eventually

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage(transactional_db: None) -> Stage:
    """A project whose rows other threads see."""
    return make_stage()


def _waiting() -> bool:
    """Whether somebody waits for what this connection holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))")
        (count,) = cursor.fetchone() or (0,)
    return bool(count)


def _meanwhile(task: Callable[[], int], act: Callable[[], Any], stage: Stage) -> int:
    """What a task gives that waits for a change which is open when it begins, and is in when it goes on."""
    found: list[int] = []

    def run() -> None:
        try:
            found.append(task())
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    with change(project_id=stage.cast.project.id, by=stage.cast.viewer("manager")):
        act()
        thread.start()
        eventually(_waiting, what="the other to wait")
    thread.join(30)
    return found[0]


def test_of_several_managers_who_map_one_name_one_wins(stage: Stage) -> None:
    mark = bring_to(stage)
    members = ["annotator", "annotator2", "reviewer", "viewer"]
    stage.client("manager")  # the token is made once, before the threads begin
    answers = _at_once(*[lambda name=name: patch(stage, mark, name, version=1).status_code for name in members])  # type: ignore[misc]
    assert sorted(answers) == [200, 409, 409, 409]
    assert Event.objects.filter(kind="name.mapped").count() == 1
    assert Participant.objects.get(id=mark.author_id).version == 2


def test_nobody_is_named_who_is_leaving(stage: Stage) -> None:
    mark = bring_to(stage)
    stage.client("manager")
    leaving = stage.cast.memberships["annotator"].id
    status = _meanwhile(
        lambda: int(patch(stage, mark, "annotator").status_code),
        lambda: remove_member(by=stage.cast.viewer("manager"), membership_id=leaving),
        stage,
    )
    assert status == 409
    assert Participant.objects.get(id=mark.author_id).speaks_for_id is None


def test_a_change_of_a_mark_waits_for_the_name_being_taken_back_and_is_refused(stage: Stage) -> None:
    mark = bring_to(stage)
    map_to(stage, mark, "annotator")
    client, headers = stage.client(), {"If-Match": '"1"'}
    url = f"/api/v1/annotations/{mark.id}"
    status = _meanwhile(
        lambda: int(client.patch(url, {"note": "late"}, format="json", headers=headers).status_code),
        lambda: unmap_name(by=stage.cast.viewer("manager"), name_id=mark.author_id, expected_version=None),
        stage,
    )
    assert status == 404
    assert Annotation.objects.get().note == ""
