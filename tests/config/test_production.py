"""The container's own commands, run outside containers: production mode, two roles, hashed static files."""

import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psycopg
import pytest
import redis
from psycopg import sql

from config.runtime.places import CHECKOUT
from config.runtime.ports import free_port
from config.runtime.probe import BEAT_KEY
from config.runtime.processes import launch, stop, tail
from tests import environment
from tests.config.conftest import clean_environment
from tests.config.deployment import command_of, own_services
from tests.processes import eventually

HOST = "desk.example"


@dataclass
class Deployment:
    """A database and folders of its own, and the variables that lead every process to them."""

    folder: Path
    variables: dict[str, str]
    port: int

    def command(self, service: str, **changes: str) -> list[str]:
        """A service's command line from the compose file, found in this environment instead of the image's."""
        words = [changes.get(word, word) for word in command_of(own_services()[service], {})]
        return [str(Path(sys.executable).parent / words[0]), *words[1:]]

    def get(self, path: str) -> httpx.Response:
        """One request, as the proxy passes it on."""
        headers = {"Host": HOST, "X-Forwarded-Proto": "https"}
        return httpx.get(f"http://127.0.0.1:{self.port}{path}", headers=headers, timeout=10)


@pytest.fixture
def deployment(django_db_setup: None) -> Iterator[Deployment]:
    name = f"{environment.database_name()}_production"
    folder = Path(os.environ["DATA_DIR"]) / "production"
    (folder / "run").mkdir(parents=True)
    port = free_port()
    variables = {
        key: str(value) for key, value in own_services()["web"]["environment"].items() if "${" not in str(value)
    } | {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "ALLOWED_HOSTS": HOST,
        "BASE_URL": f"https://{HOST}",
        "BIND": "127.0.0.1",
        "PORT": str(port),
        "DATABASE_URL": environment.at_database(os.environ["DATABASE_URL"], name),
        "REDIS_URL": re.sub(r"/\d+$", lambda match: f"/{int(match[0][1:]) + 8}", os.environ["REDIS_URL"]),
        "DATA_DIR": str(folder),
        "STATIC_DIR": str(folder / "static"),
    }
    owner = environment.at_database(os.environ["DATABASE_OWNER_URL"], "postgres")
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield Deployment(folder, variables, port)
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
    shutil.rmtree(folder)


def _run(command: list[str], variables: dict[str, str]) -> str:
    done = subprocess.run(command, cwd=CHECKOUT, env=clean_environment(**variables), capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _status(part: str, variables: dict[str, str]) -> int:
    command = [sys.executable, "-m", "config.runtime.probe", part]
    return subprocess.run(command, cwd=CHECKOUT, env=clean_environment(**variables)).returncode


def test_the_commands_of_the_compose_file_make_a_site_that_is_ready(deployment: Deployment) -> None:
    variables = deployment.variables
    owner = environment.at_database(
        os.environ["DATABASE_OWNER_URL"], urlsplit(variables["DATABASE_URL"]).path.strip("/")
    )
    prepared = _run(deployment.command("migrate"), {**variables, "DATABASE_OWNER_URL": owner})
    assert "may read and write rows" in prepared
    collect = re.search(r"python (manage\.py collectstatic [^\\&\n]+)", (CHECKOUT / "Dockerfile").read_text())
    assert collect
    _run([sys.executable, *collect[1].split()], variables)

    running = []
    try:
        for service, changes in [
            ("web", {}),
            ("worker", {}),
            ("beat", {"--schedule=/tmp/beat": f"--schedule={deployment.folder / 'run' / 'beat'}"}),
        ]:
            log = deployment.folder / f"{service}.log"
            with log.open("wb") as output:
                command = deployment.command(service, **changes)
                running.append(
                    launch(command, output=output, folder=CHECKOUT, environment=clean_environment(**variables))
                )

        def ready() -> bool:
            for child in running:
                assert child.poll() is None, "".join(tail(path) for path in deployment.folder.glob("*.log"))
            try:
                return deployment.get("/readyz").status_code == 200
            except httpx.TransportError:
                return False

        eventually(ready, seconds=60, what="readiness")
        eventually(lambda: _status("beat", variables) == 0, seconds=30, what="the beat's sign of life")
        for part in ("web", "ready", "worker"):
            _run([sys.executable, "-m", "config.runtime.probe", part], variables)
        stop(running.pop())
        redis.Redis.from_url(variables["REDIS_URL"]).pexpire(BEAT_KEY, 1)  # the wait that a test need not sit through
        eventually(lambda: _status("beat", variables) == 1, what="the beat to be missed")
        assert _status("worker", variables) == 0
        _looks_like_production(deployment)
    finally:
        for child in running:
            stop(child)


def _looks_like_production(deployment: Deployment) -> None:
    page = deployment.get("/accounts/login/")
    assert page.status_code == 200
    scripts = re.findall(r'(?:src|href)="(/static/[^"]+\.(?:js|css))"', page.text)
    assert scripts
    for path in scripts:
        assert re.search(r"\.[0-9a-f]{12}\.(js|css)$", path), path
        answer = deployment.get(path)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
    for cookie in page.headers.get_list("set-cookie"):
        assert "Secure" in cookie, cookie
    missing = deployment.get("/no-such-page")
    assert missing.status_code == 404
    assert "Traceback" not in missing.text
    assert "DEBUG" not in missing.text
    strange = httpx.get(f"http://127.0.0.1:{deployment.port}/accounts/login/", headers={"Host": "evil.example"})
    assert strange.status_code == 400
