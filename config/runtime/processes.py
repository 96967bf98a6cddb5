"""Child processes that never outlive their parent.

Each child leads its own process group, so that a Ctrl-C in the terminal reaches only the supervisor, which then stops
the children in order. On Linux the kernel itself ends a child whose parent has died, even by SIGKILL.
"""

import contextlib
import ctypes
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_PR_SET_PDEATHSIG = 1
# Looked up before any fork: a child between fork and exec must not load libraries.
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None

Output = IO[bytes] | IO[str] | int | None


@dataclass(frozen=True)
class Account:
    """The user that a child runs as when its parent is root."""

    name: str
    uid: int
    gid: int


def nobody() -> Account | None:
    """The account for servers that refuse to run as root; None when this process is not root."""
    if os.geteuid() != 0:
        return None
    entry = pwd.getpwnam("nobody")
    return Account("nobody", entry.pw_uid, entry.pw_gid)


def end_with_parent(how: signal.Signals = signal.SIGKILL, parent: int | None = None) -> None:
    """Ask the kernel to send this process a signal when the thread that started it is gone."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, int(how), 0, 0, 0)
        if parent is not None and os.getppid() != parent:
            os._exit(1)


def _prepare(how: signal.Signals, parent: int) -> Callable[[], None]:
    def prepare() -> None:
        end_with_parent(how, parent)

    return prepare


def launch(
    command: Sequence[str | Path],
    *,
    output: Output,
    environment: Mapping[str, str] | None = None,
    account: Account | None = None,
    orphaned: signal.Signals = signal.SIGKILL,
    folder: Path | None = None,
    stdin: Output = subprocess.DEVNULL,
) -> subprocess.Popen[bytes]:
    """Start a child in its own process group; `orphaned` is the signal it gets when its parent dies."""
    return subprocess.Popen(
        [str(part) for part in command],
        stdin=stdin,
        stdout=output,
        stderr=subprocess.STDOUT,
        env=dict(environment) if environment is not None else None,
        cwd=folder,
        start_new_session=True,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        preexec_fn=_prepare(orphaned, os.getpid()),
    )


def stop(child: subprocess.Popen[bytes], how: signal.Signals = signal.SIGTERM, patience: float = 10) -> None:
    """End a child and whatever is left of its process group; by force once the patience is used up."""
    if child.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            child.send_signal(how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(patience)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def is_running(pid: int) -> bool:
    """Whether a process is there and has not ended (one that only waits to be counted by its parent has)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}
    except (OSError, IndexError):
        return False


def wait_until(ready: Callable[[], bool], *, seconds: float, step: float = 0.02) -> bool:
    """Poll until the condition holds; False when the time is up."""
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            return False
        time.sleep(step)
    return True


def tail(path: Path, lines: int = 12) -> str:
    """The last lines of a log, for a message that explains a failure."""
    try:
        text = path.read_text(errors="replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-lines:])
