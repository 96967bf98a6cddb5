"""Whole sites for tests: `manage.py up` as a person starts it, in a data folder of its own."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from config.env import VARIABLES
from config.runtime.home import outside_home
from config.runtime.places import CHECKOUT
from config.runtime.ports import free_port
from config.runtime.processes import wait_until


def clean_environment(**added: str) -> dict[str, str]:
    """This environment without anything that points at the services of the tests."""
    kept = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    for name in ("PROBATA_TEST_SERVICES", "DJANGO_SETTINGS_MODULE", "PYTEST_XDIST_WORKER"):
        kept.pop(name, None)
    return {**kept, **added}


def descendants(pid: int) -> set[int]:
    """Every process that stems from one."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents.setdefault(int(fields[1]), []).append(int(folder.name))
    found: set[int] = set()
    waiting = [pid]
    while waiting:
        children = parents.get(waiting.pop(), [])
        found.update(children)
        waiting.extend(children)
    return found


def command_of(pid: int) -> str:
    """The command line of a process, empty when it has ended."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return "" if state == "Z" else Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


@dataclass
class RunningSite:
    """One `manage.py up` in the foreground, as in a terminal of its own."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def output(self) -> str:
        return (self.folder / "terminal.txt").read_text()

    def start(self, *flags: str, wait: bool = True, **variables: str) -> "subprocess.Popen[bytes]":
        self.folder.mkdir(exist_ok=True)
        self.folder.chmod(0o755)
        with (self.folder / "terminal.txt").open("wb") as terminal:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "up", *flags],
                cwd=CHECKOUT,
                env=clean_environment(DATA_DIR=str(self.folder), PORT=str(self.port), **variables),
                stdin=subprocess.DEVNULL,
                stdout=terminal,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        if wait:
            self.wait_for("Ctrl-C stops", seconds=120)
        return self.process

    def wait_for(self, text: str, seconds: float = 30) -> None:
        assert self.process is not None
        process = self.process
        wait_until(lambda: text in self.output or process.poll() is not None, seconds=seconds, step=0.1)
        assert text in self.output, self.output

    def ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/readyz", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False

    def find(self, words: str) -> int:
        """The first process of this site whose command line has these words; 0 when there is none."""
        assert self.process is not None
        pids = sorted(descendants(self.process.pid))
        return next((pid for pid in pids if re.search(words, command_of(pid))), 0)

    def end(self, how: signal.Signals = signal.SIGINT) -> int:
        """Ctrl-C in its terminal; the exit status."""
        assert self.process is not None
        os.killpg(self.process.pid, how)
        return self.process.wait(40)


@pytest.fixture
def new_site() -> Iterator[Callable[[], RunningSite]]:
    """Makes sites, each in a folder that the database's account can enter; all of it is gone afterwards."""
    sites: list[RunningSite] = []

    def make() -> RunningSite:
        folder = Path(os.environ["DATA_DIR"]) / f"a site {time.monotonic_ns()}"
        sites.append(RunningSite(folder))
        return sites[-1]

    yield make
    for site in sites:
        if site.process is not None and site.process.poll() is None:
            os.killpg(site.process.pid, signal.SIGTERM)
            site.process.wait(40)
        shutil.rmtree(site.folder, ignore_errors=True)
        shutil.rmtree(outside_home(site.folder), ignore_errors=True)


def services_of(site: RunningSite) -> dict[str, str]:
    """The addresses that the site has written down."""
    return dict(json.loads((site.folder / "run" / "services.json").read_text()))
