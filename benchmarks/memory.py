"""Memory of running processes, from /proc."""

import threading
from collections.abc import Iterable
from pathlib import Path


def _field(pid: int, file: str, name: str) -> int:
    """One field of a process in bytes; 0 when the process has gone."""
    try:
        for line in Path(f"/proc/{pid}/{file}").read_text().splitlines():
            if line.startswith(f"{name}:"):
                return int(line.split()[1]) * 1024
    except OSError:
        return 0
    return 0


def rss(pid: int) -> int:
    """Resident memory."""
    return _field(pid, "status", "VmRSS")


def highest(pid: int) -> int:
    """The most resident memory that it ever had."""
    return _field(pid, "status", "VmHWM")


def pss(pid: int) -> int:
    """Proportional memory: what is shared with n processes counts as an n-th."""
    return _field(pid, "smaps_rollup", "Pss")


class Peak:
    """Samples the resident memory of some processes until it is stopped; `highest` is the greatest of any one."""

    def __init__(self, pids: Iterable[int], every: float = 0.02) -> None:
        self._pids = list(pids)
        self._every = every
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.idle = {pid: rss(pid) for pid in self._pids}
        self.above_idle = 0

    def _watch(self) -> None:
        while not self._stop.wait(self._every):
            self.above_idle = max([self.above_idle, *(rss(pid) - self.idle[pid] for pid in self._pids)])

    def __enter__(self) -> "Peak":
        self._thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._stop.set()
        self._thread.join()
