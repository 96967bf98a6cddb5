"""The two health addresses and the doctor, against parts that are really there or really missing."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator

import httpx
import psycopg
import pytest
from django.core.management import call_command
from psycopg import sql

from config.runtime.places import CHECKOUT
from config.runtime.ports import free_port
from projects.models import User
from tests import environment
from tests.processes import WebProcess, WorkerProcess


@pytest.fixture
def empty_database(django_db_setup: None) -> Iterator[str]:
    """The name of a database without a schema."""
    name = f"{environment.database_name()}_empty"
    owner = environment.at_database(os.environ["DATABASE_OWNER_URL"], "postgres")
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield name
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _nowhere() -> str:
    return f"127.0.0.1:{free_port()}"


def _quiet_redis() -> str:
    """A Redis database that no worker writes to."""
    return re.sub(r"/\d+$", lambda match: f"/{int(match[0][1:]) + 8}", os.environ["REDIS_URL"])


def _answers(**variables: str) -> tuple[httpx.Response, httpx.Response]:
    web = WebProcess(name="unwell", environment=variables)
    try:
        web.start()
        return httpx.get(f"{web.url}/healthz", timeout=20), httpx.get(f"{web.url}/readyz", timeout=20)
    finally:
        web.stop()


def test_a_process_without_its_services_lives_but_is_not_ready() -> None:
    alive, ready = _answers(
        DATABASE_URL=f"postgresql://nobody@{_nowhere()}/probata", REDIS_URL=f"redis://{_nowhere()}/0"
    )
    assert alive.status_code == 200
    assert ready.status_code == 503
    assert ready.json()["parts"] == {
        "database": "does not answer",
        "redis": "does not answer",
        "migrations": "unknown",
        "worker": "unknown",
    }


def test_a_site_without_schema_and_worker_says_so(empty_database: str) -> None:
    _, ready = _answers(
        DATABASE_URL=environment.at_database(os.environ["DATABASE_URL"], empty_database), REDIS_URL=_quiet_redis()
    )
    assert ready.status_code == 503
    assert ready.json()["parts"] == {
        "database": "ok",
        "redis": "ok",
        "migrations": "not applied",
        "worker": "no sign of life",
    }
    assert "no-store" in ready.headers["Cache-Control"]


def test_health_is_read_only(live_server: WebProcess) -> None:
    for path in ("/healthz", "/readyz"):
        assert httpx.post(f"{live_server.url}{path}").status_code in {403, 405}


def test_a_worker_that_is_killed_is_missed_within_its_expiry(
    live_server: WebProcess, celery_worker_process: WorkerProcess
) -> None:
    import redis

    from config.heartbeat import EXPIRES_SECONDS
    from config.runtime.probe import WORKER_KEY

    client = redis.Redis.from_url(os.environ["REDIS_URL"])
    assert 0 < int(client.ttl(WORKER_KEY)) <= EXPIRES_SECONDS
    celery_worker_process.kill()
    client.pexpire(WORKER_KEY, 1)  # the wait that a test need not sit through
    answer = httpx.get(f"{live_server.url}/readyz")
    assert answer.json()["parts"]["worker"] == "no sign of life"


def _doctor(**variables: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "manage.py", "doctor"],
        cwd=CHECKOUT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
    )


def test_the_doctor_finds_nothing_wrong_with_a_running_site(celery_worker_process: WorkerProcess) -> None:
    found = _doctor()
    assert found.returncode == 0, found.stdout
    assert "All is well." in found.stdout
    for part in ("Python", "database", "owner role", "log", "schema", "clock", "Redis", "worker", "files", "disk"):
        assert re.search(rf"^ok +{part} ", found.stdout, flags=re.MULTILINE), (part, found.stdout)


def test_the_doctor_says_how_to_mend_services_that_are_away(django_db_setup: None) -> None:
    found = _doctor(DATABASE_URL=f"postgresql://app@{_nowhere()}/probata", REDIS_URL=f"redis://{_nowhere()}/0")
    assert found.returncode == 1
    assert "Wrong: database, Redis." in found.stdout
    assert "→ Check DATABASE_URL and that the server runs." in found.stdout


def test_the_doctor_refuses_one_role_for_everything(celery_worker_process: WorkerProcess) -> None:
    found = _doctor(DATABASE_URL=os.environ["DATABASE_OWNER_URL"])
    assert found.returncode == 1
    assert "Wrong: owner role, log." in found.stdout
    assert "UPDATE on projects_event, DELETE on projects_event" in found.stdout


def test_the_doctor_names_a_schema_that_is_behind_and_the_command_that_mends_it(empty_database: str) -> None:
    found = _doctor(
        DATABASE_URL=environment.at_database(os.environ["DATABASE_URL"], empty_database),
        DATABASE_OWNER_URL=environment.at_database(os.environ["DATABASE_OWNER_URL"], empty_database),
    )
    assert found.returncode == 1
    assert re.search(r"schema +\d+ migrations behind", found.stdout)
    assert "→ Run manage.py prepare_database." in found.stdout


def test_the_doctor_names_a_folder_that_cannot_be_written(django_db_setup: None) -> None:
    blocked = f"{os.environ['DATA_DIR']}/run/a-file"
    with open(blocked, "w", encoding="utf-8"):
        found = _doctor(DATA_DIR=blocked)
    os.remove(blocked)
    assert found.returncode == 1
    assert "Make that folder writable, or set DATA_DIR." in found.stdout


@pytest.mark.django_db
def test_the_first_administrator_of_a_new_site_is_made_on_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a long enough phrase")
    call_command("createsuperuser", "--noinput", username="first", email="first@desk.example", verbosity=0)
    made = User.objects.get(username="first")
    assert made.is_admin
    assert made.check_password("a long enough phrase")
