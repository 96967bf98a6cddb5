"""The running processes of the site, seen by their supervisor: started, logged, restarted, stopped."""

import contextlib
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from config.runtime.places import CHECKOUT
from config.runtime.processes import launch, stop

_LOG_LIMIT = 20 * 1024 * 1024
_LONGEST_PAUSE = 30.0
# Whoever ran this long did not fail at its start; the next pause is short again.
_STEADY_SECONDS = 60.0


def say(name: str, line: str) -> None:
    """One line in the terminal, with the name of who says it."""
    with contextlib.suppress(OSError):  # the terminal may have gone; the logs still have it
        print(f"{name:<8} | {line}", flush=True)


@dataclass
class Child:
    """One command that has to keep running.

    `restarts` says whether it may fail without ending the site, `announces` what it prints once it has started.
    """

    name: str
    command: list[str]
    environment: Mapping[str, str]
    logs: Path
    restarts: bool
    patience: float = 10
    announces: str = ""
    announced: bool = False
    process: "subprocess.Popen[bytes] | None" = None
    failures: int = 0
    _started: float = 0.0
    _again_at: float = 0.0

    def start(self) -> None:
        """Start it and pass on what it prints."""
        self.process = launch(self.command, output=subprocess.PIPE, environment=self.environment, folder=CHECKOUT)
        self._started = time.monotonic()
        assert self.process.stdout is not None
        threading.Thread(target=self._pass_on, args=(self.process.stdout,), daemon=True).start()

    def stop(self) -> None:
        """End it in good order, by force where that takes too long."""
        if self.process is not None:
            stop(self.process, signal.SIGTERM, self.patience)
            self.process = None

    def look(self) -> str | None:
        """See to it that it runs; the reason when it has ended and must not."""
        if self.process is None:
            if self._again_at and time.monotonic() >= self._again_at:
                self._again_at = 0.0
                self.start()
            return None
        code = self.process.poll()
        if code is None:
            return None
        stop(self.process)  # what is left of its group
        self.process = None
        how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with status {code}"
        if not self.restarts:
            return f"{self.name} {how}"
        self.failures = 1 if time.monotonic() - self._started > _STEADY_SECONDS else self.failures + 1
        pause = min(_LONGEST_PAUSE, 2.0 ** (self.failures - 1))
        say("probata", f"{self.name} {how}; it is started again in {pause:.0f} s")
        self._again_at = time.monotonic() + pause
        return None

    def _pass_on(self, stream: IO[bytes]) -> None:
        path = self.logs / f"{self.name}.log"
        if path.exists() and path.stat().st_size > _LOG_LIMIT:
            path.replace(path.with_suffix(".log.1"))
        with path.open("ab") as log:
            for raw in stream:
                log.write(raw)
                log.flush()
                line = raw.decode(errors="replace").rstrip()
                if self.announces and self.announces in line:
                    self.announced = True
                if line:
                    say(self.name, line)


@dataclass
class Server:
    """An embedded server, watched like a child; it is started again on the port it had."""

    name: str
    running: Callable[[], "subprocess.Popen[bytes] | None"]
    start_again: Callable[[], None]
    failures: int = 0

    def look(self) -> str | None:
        """See to it that it runs; the reason when it cannot be brought back."""
        process = self.running()
        if process is None or process.poll() is None:
            return None
        self.failures += 1
        say("probata", f"{self.name} has ended (status {process.returncode}); it is started again")
        if self.failures > 5:
            return f"{self.name} keeps ending"
        try:
            self.start_again()
        except Exception as error:
            return f"{self.name} could not be started again: {error}"
        return None


def python(*arguments: str) -> list[str]:
    """A command of this environment's Python."""
    return [sys.executable, *arguments]
