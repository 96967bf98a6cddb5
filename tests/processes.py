"""The site's real processes, started for tests against this test process's database and Redis."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from config.runtime.places import CHECKOUT
from config.runtime.ports import free_port
from config.runtime.processes import launch, stop, tail, wait_until


@dataclass
class SiteProcess:
    """One process of the site: started, stopped or killed by a test, and never left behind."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def log(self) -> Path:
        """What it printed."""
        return Path(os.environ["DATA_DIR"]) / "log" / f"{self.name}.log"

    @property
    def pid(self) -> int:
        """Its process id, while it runs."""
        assert self.process is not None
        return self.process.pid

    def is_alive(self) -> bool:
        """Whether it runs."""
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Start it, unless it runs."""
        if not self.is_alive():
            with self.log.open("ab") as output:
                self.process = launch(
                    self.command, output=output, folder=CHECKOUT, environment={**os.environ, **self.environment}
                )

    def stop(self) -> None:
        """End it in good order."""
        if self.process is not None:
            stop(self.process, signal.SIGTERM, patience=8)
            self.process = None

    def kill(self) -> None:
        """End it and its children as a power cut would."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


class WorkerProcess(SiteProcess):
    """A Celery worker with its beat."""

    def __init__(self, *, name: str = "worker", processes: int = 1, beat: bool = True) -> None:
        schedule = Path(os.environ["DATA_DIR"]) / "run" / f"{name}-beat"
        command = [
            sys.executable, "-m", "celery", "-A", "config.celery", "worker", f"--concurrency={processes}",
            "--loglevel=INFO", "--without-gossip", "--without-mingle", f"--hostname={name}-{os.getpid()}@test",
        ]  # fmt: skip
        super().__init__(name, command + (["-B", f"--schedule={schedule}"] if beat else []))

    def wait_until_ready(self) -> None:
        """Return once it takes tasks."""
        ready = wait_until(lambda: " ready." in self._last_output() or not self.is_alive(), seconds=60, step=0.05)
        assert ready, f"the worker did not start:\n{tail(self.log, 40)}"
        assert self.is_alive(), f"the worker did not start:\n{tail(self.log, 40)}"

    def start(self) -> None:
        """Start it and wait for it."""
        if not self.is_alive():
            self.log.touch()
            self._seen = self.log.stat().st_size
            super().start()
            self.wait_until_ready()

    def _last_output(self) -> str:
        with self.log.open("rb") as file:
            file.seek(self._seen)
            return file.read().decode(errors="replace")


class WebProcess(SiteProcess):
    """uvicorn, serving the site on a port of its own."""

    def __init__(self, *, name: str = "web", environment: dict[str, str] | None = None) -> None:
        self.port = free_port()
        command = [
            sys.executable, "-m", "uvicorn", "config.asgi:application", "--host=127.0.0.1", f"--port={self.port}",
            "--no-access-log", "--timeout-graceful-shutdown=1",
        ]  # fmt: skip
        super().__init__(name, command, environment or {})

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        if not self.is_alive():
            super().start()
            answered = wait_until(lambda: self._answers() or not self.is_alive(), seconds=60, step=0.05)
            assert answered, f"the web server did not start:\n{tail(self.log, 40)}"
            assert self.is_alive(), f"the web server did not start:\n{tail(self.log, 40)}"

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False


def eventually(condition: "object", *, seconds: float = 10, step: float = 0.05, what: str = "the condition") -> None:
    """Wait for something that another process brings about; fail with its name when it does not happen."""
    assert callable(condition)
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"{what} did not come true within {seconds} seconds"
        time.sleep(step)
