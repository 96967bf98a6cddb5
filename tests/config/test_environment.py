"""The test session itself: separate databases, the right roles, real processes."""

import os

import psycopg
import pytest
from django.db import connection

from tests.processes import WebProcess, WorkerProcess


def _scalar(sql: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        row = cursor.fetchone()
    assert row is not None
    return row[0]


@pytest.mark.django_db
def test_tests_run_as_the_applications_role_on_a_database_of_their_own() -> None:
    assert _scalar("SELECT current_user") != _scalar(
        "SELECT pg_get_userbyid(relowner) FROM pg_class WHERE relname = 'django_migrations'"
    )
    assert str(_scalar("SELECT current_database()")).endswith(os.environ.get("PYTEST_XDIST_WORKER", "main"))


@pytest.mark.django_db
def test_the_applications_role_may_add_events_but_not_change_them() -> None:
    for right, allowed in [
        ("SELECT", True),
        ("INSERT", True),
        ("UPDATE", False),
        ("DELETE", False),
        ("TRUNCATE", False),
    ]:
        assert _scalar(f"SELECT has_table_privilege('projects_event', '{right}')") is allowed, right


@pytest.mark.django_db(transaction=True)
def test_what_a_test_commits_is_gone_in_the_next_one() -> None:
    _commit_a_user("left-over")


@pytest.mark.django_db(transaction=True)
def test_what_a_test_commits_is_gone_in_the_one_after() -> None:
    _commit_a_user("left-over")


def _commit_a_user(name: str) -> None:
    from projects.models import User

    assert not User.objects.filter(username=name).exists()
    User.objects.create(username=name)


def test_the_owner_connection_owns_the_tables(owner: "psycopg.Connection[tuple[object, ...]]") -> None:
    assert owner.execute("SELECT has_table_privilege('projects_event', 'UPDATE')").fetchone() == (True,)


def test_the_live_server_and_the_worker_serve_the_tests_database(
    live_server: WebProcess, celery_worker_process: WorkerProcess
) -> None:
    import httpx

    answer = httpx.get(f"{live_server.url}/readyz")
    assert answer.status_code == 200, answer.text
    assert answer.json()["parts"] == {"database": "ok", "redis": "ok", "migrations": "ok", "worker": "ok"}
