"""People at work on the same rows at the same moment: nothing is lost, nothing doubled, nobody waits for ever."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from rest_framework.test import APIClient

from annotator.models import Annotation, Codebook, Label
from annotator.services.places import hold_place
from projects.ids import new_id
from projects.models import Event, EventCounter
from projects.viewers import Viewer
from sources.models import Document, Reading
from sources.services.oversight import release_reading
from sources.services.readings import finish_reading
from tests.annotator.conftest import Stage, make_stage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage(transactional_db: None) -> Stage:
    """A project whose rows other threads see."""
    return make_stage()


def _at_once(*tasks: Callable[[], Any]) -> list[Any]:
    """Run tasks in threads that begin together; return their results in order."""
    barrier = Barrier(len(tasks))

    def run(task: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=20)
            return task()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, task) for task in tasks]]


def _post(client: APIClient, url: str, body: Any) -> Callable[[], int]:
    return lambda: int(client.post(url, body, format="json").status_code)


def test_of_two_edits_against_one_version_one_wins_and_one_is_told(stage: Stage) -> None:
    mark = stage.create()
    url = f"/api/v1/annotations/{mark['id']}"

    def edit(note: str) -> Callable[[], tuple[int, str]]:
        client = stage.client()

        def run() -> tuple[int, str]:
            answer = client.patch(url, {"note": note}, format="json", headers={"If-Match": '"1"'})
            body = answer.json()
            return answer.status_code, body.get("note") or body["current"]["note"]

        return run

    answers = _at_once(*[edit(f"by {n}") for n in range(6)])
    assert sorted(status for status, _note in answers) == [200, 409, 409, 409, 409, 409]
    kept = Annotation.objects.get()
    assert kept.version == 2
    assert {note for _status, note in answers} == {kept.note}
    assert Event.objects.filter(kind="annotation.updated").count() == 1


def test_many_writers_make_every_mark_once_and_number_events_without_gaps(stage: Stage) -> None:
    def write(name: str) -> Callable[[], list[int]]:
        client = stage.client(name)
        return lambda: [_post(client, stage.marks_url, stage.body(n, n + 3))() for n in range(12)]

    answers = _at_once(*[write(name) for name in ["annotator", "annotator2", "manager"] * 4])
    assert [status for statuses in answers for status in statuses] == [201] * 144
    assert Annotation.objects.count() == 144
    assert Reading.objects.count() == 3
    numbers = list(Event.objects.filter(project=stage.cast.project).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 148))
    assert EventCounter.objects.get(project=stage.cast.project).number == 147


def test_the_same_mark_sent_by_many_at_once_is_made_once(stage: Stage) -> None:
    body = stage.body(id=str(new_id()))
    answers = _at_once(*[_post(stage.client(), stage.marks_url, body) for _ in range(8)])
    assert answers == [201] * 8
    assert Annotation.objects.count() == Event.objects.filter(kind="annotation.created").count() == 1
    other = _at_once(*[_post(stage.client(name), stage.marks_url, body) for name in ("annotator2", "manager")])
    assert other == [409, 409]


def test_first_marks_at_once_open_one_reading(stage: Stage) -> None:
    answers = _at_once(*[_post(stage.client(), stage.marks_url, stage.body(n, n + 2)) for n in range(8)])
    assert answers == [201] * 8
    assert Reading.objects.count() == Event.objects.filter(kind="reading.opened").count() == 1
    release_reading(
        by=stage.cast.viewer("manager"), document=stage.document, participant=stage.cast.participant("annotator").id
    )
    again = _at_once(*[_post(stage.client(), stage.marks_url, stage.body(n, n + 3)) for n in range(8)])
    assert again == [201] * 8
    assert Reading.objects.get().state == Reading.State.OPEN


def _finish(viewer: Viewer, document: Document) -> str:
    return finish_reading(by=viewer, document=document, look=True).state


def test_no_mark_is_made_after_the_reading_is_finished(stage: Stage) -> None:
    stage.create()
    for round_ in range(5):
        Reading.objects.update(state=Reading.State.OPEN, revealed_at=None)
        clients = [stage.client() for _ in range(4)]
        viewer, document = stage.cast.viewer("annotator"), Document.objects.get(id=stage.document.id)
        results = _at_once(
            *[_post(client, stage.marks_url, stage.body(round_, round_ + n + 1)) for n, client in enumerate(clients)],
            partial(_finish, viewer, document),
        )
        assert set(results[:-1]) <= {201, 409}
        finished = Event.objects.filter(kind="reading.finished").order_by("-number").first()
        assert finished is not None
        assert not Event.objects.filter(kind="annotation.created", number__gt=finished.number).exists()


def test_finishing_waits_for_a_mark_under_way(stage: Stage) -> None:
    stage.create()
    viewer, document = stage.cast.viewer("annotator"), Document.objects.get(id=stage.document.id)

    def finish_within(milliseconds: int) -> bool:
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute(f"SET LOCAL lock_timeout = {milliseconds}")
                finish_reading(by=viewer, document=document, look=True)
                transaction.set_rollback(True)
        except Exception as error:
            if "lock timeout" not in str(error):
                raise
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            hold_place(by=viewer, document=document.id)
            assert pool.submit(finish_within, 200).result(timeout=30) is False
        assert pool.submit(finish_within, 5000).result(timeout=30) is True


def test_labels_changed_at_once_keep_one_tree(stage: Stage) -> None:
    manager = stage.client("manager")
    names = [f"Label {n}" for n in range(8)]
    answers = _at_once(*[_post(stage.client("manager"), stage.cast.url("labels"), {"name": name}) for name in names])
    assert answers == [201] * 8
    assert Codebook.objects.get(project=stage.cast.project).version == 9
    same = _at_once(*[_post(stage.client("manager"), stage.cast.url("labels"), {"name": "Same"}) for _ in range(4)])
    assert sorted(same) == [201, 400, 400, 400]
    colours = Label.objects.filter(project=stage.cast.project, parent=None).values_list("colour", flat=True)
    assert len(set(colours)) == len(colours)
    label: dict[str, Any] = manager.get(f"/api/v1/labels/{stage.label.id}").json()
    assert UUID(label["id"]) == stage.label.id
