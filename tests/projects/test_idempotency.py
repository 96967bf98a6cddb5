"""Writes that carry an Idempotency-Key happen once, however often and however concurrently they are sent."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from projects import operations
from projects.models import Event, Membership, Operation
from projects.tasks import forget_answers
from tests.cast import Cast, gather, make_user

ONE = {"Idempotency-Key": "operation-1"}


def add(cast: Cast, username: str, headers: dict[str, str], roles: Any = ("annotator",)) -> Any:
    body = {"username": username, "roles": list(roles)}
    return cast.client("manager").post(cast.url("members"), body, "json", headers=headers)


@pytest.mark.django_db
def test_a_repeat_gets_the_stored_answer() -> None:
    cast = gather()
    make_user("new")
    first, second = add(cast, "new", ONE), add(cast, "new", ONE)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert Membership.objects.filter(user__username="new").count() == 1
    assert Event.objects.filter(kind="member.added").count() == 1
    assert Event.objects.get(kind="member.added").operation == "operation-1"


@pytest.mark.django_db
def test_another_body_under_the_same_key_is_refused() -> None:
    cast = gather()
    make_user("new")
    make_user("other")
    assert add(cast, "new", ONE).status_code == 201
    refused = add(cast, "other", ONE)
    assert refused.status_code == 422
    assert "Idempotency-Key" in refused.json()["detail"]
    assert not Membership.objects.filter(user__username="other").exists()


@pytest.mark.django_db
def test_the_same_key_of_another_person_is_another_key() -> None:
    cast = gather()
    Membership.objects.filter(user=cast.users["reviewer"]).update(roles=["manager"])
    make_user("new")
    make_user("other")
    assert add(cast, "new", ONE).status_code == 201
    body = {"username": "other", "role": "viewer"}
    assert cast.client("reviewer").post(cast.url("members"), body, "json", headers=ONE).status_code == 201


@pytest.mark.django_db
def test_a_refused_write_may_be_sent_again_under_its_key() -> None:
    cast = gather()
    assert add(cast, "nobody-yet", ONE).status_code == 400
    make_user("nobody-yet")
    assert add(cast, "nobody-yet", ONE).status_code == 201


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["x" * 101, "a\tb", "ключ"])
def test_a_key_that_cannot_be_kept_is_refused(key: str) -> None:
    cast = gather()
    make_user("new")
    response = add(cast, "new", {"Idempotency-Key": key})
    assert response.status_code in {400, 201}
    assert (response.status_code == 201) == (key == "ключ")


@pytest.mark.django_db
def test_without_a_key_a_repeat_is_a_write_of_its_own() -> None:
    cast = gather()
    make_user("new")
    assert [add(cast, "new", {}).status_code for _round in range(2)] == [201, 409]
    assert not Operation.objects.exists()


@pytest.mark.django_db
def test_a_project_created_twice_under_one_key_is_one_project() -> None:
    cast = gather()
    client = cast.client("admin")
    answers = [client.post("/api/v1/projects", {"name": "Iskel"}, "json", headers=ONE) for _round in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["slug"] == "iskel"


@pytest.mark.django_db
def test_old_keys_are_still_known_after_a_day() -> None:
    cast = gather()
    make_user("new")
    add(cast, "new", ONE)
    Operation.objects.update(created_at=timezone.now() - timedelta(days=1))
    assert add(cast, "new", ONE).status_code == 201


@pytest.mark.django_db
def test_answers_are_forgotten_in_batches_when_their_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "_BATCH", 3)
    user = make_user("new")
    now = timezone.now()
    ages = [operations.LIFETIME + timedelta(minutes=number) for number in range(1, 8)]
    ages += [operations.LIFETIME - timedelta(minutes=1), timedelta()]
    for number, age in enumerate(ages):
        row = Operation.objects.create(user=user, key=str(number), digest=b"", status=201)
        Operation.objects.filter(pk=row.pk).update(created_at=now - age)
    monkeypatch.setattr(operations, "_MOST_BATCHES", 1)
    assert operations.forget_answers(now=now) == 3
    assert not Operation.objects.filter(key__in=["4", "5", "6"]).exists(), "the oldest go first"
    monkeypatch.setattr(operations, "_MOST_BATCHES", 500)
    assert operations.forget_answers(now=now) == 4
    assert set(Operation.objects.values_list("key", flat=True)) == {"7", "8"}
    assert operations.forget_answers(now=now) == 0


@pytest.mark.django_db
def test_the_clock_forgets_old_answers() -> None:
    tasks = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert forget_answers.name in tasks
    row = Operation.objects.create(user=make_user("new"), key="1", digest=b"", status=201)
    Operation.objects.filter(pk=row.pk).update(created_at=timezone.now() - operations.LIFETIME - timedelta(hours=1))
    forget_answers()
    assert not Operation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_same_edit_sent_many_times_at_once_happens_once_and_all_get_its_answer() -> None:
    cast = gather()
    client = cast.client("manager")
    member = cast.memberships["annotator"]
    together = threading.Barrier(8)

    def send(_number: int) -> Any:
        together.wait()
        try:
            headers = {"If-Match": '"1"', **ONE}
            return client.patch(f"/api/v1/members/{member.id}", {"role": "reviewer"}, "json", headers=headers)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))
    assert {answer.status_code for answer in answers} == {200}
    assert all(answer.json() == answers[0].json() for answer in answers)
    assert Event.objects.filter(kind="member.changed").count() == 1
    assert Membership.objects.get(id=member.id).version == 2
