"""The processes of a running product: found below its supervisor, whose id its data folder names."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from benchmarks.memory import pss


@dataclass(frozen=True)
class Product:
    """Process ids by what they do."""

    web: list[int]
    worker: list[int]
    services: list[int]

    def processor_seconds(self) -> dict[str, float]:
        """Processor time used so far."""
        return {
            "web": sum(map(processor_seconds, self.web)),
            "worker": sum(map(processor_seconds, self.worker)),
            "services": sum(map(processor_seconds, self.services)),
        }

    def memory(self) -> dict[str, float]:
        """Proportional memory in megabytes."""
        named = {"web": self.web, "worker": self.worker, "services": self.services}
        found = {name: round(sum(map(pss, pids)) / 1e6, 1) for name, pids in named.items()}
        return {**found, "web_and_worker": round(found["web"] + found["worker"], 1)}


def processor_seconds(pid: int) -> float:
    """Its own processor time and that of its children which have ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def _children() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            found.setdefault(parent, []).append(int(folder.name))
    return found


def _below(pid: int, children: dict[int, list[int]]) -> list[int]:
    own = children.get(pid, [])
    return own + [deeper for child in own for deeper in _below(child, children)]


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def find_product(data: Path) -> Product:
    """The processes of the product that keeps its data there."""
    supervisor = int(json.loads((data / "run" / "up.lock").read_text())["pid"])
    children = _children()
    web: list[int] = []
    worker: list[int] = []
    services: list[int] = []
    for child in [*children.get(supervisor, []), *_postmaster(data)]:
        command = _command(child)
        kind = worker if " celery " in command else web if " uvicorn " in command else services
        if child not in kind:
            kind += [child, *_below(child, children)]
    return Product(web, worker, services)


def _postmaster(data: Path) -> list[int]:
    """The embedded PostgreSQL, where the product runs one."""
    try:
        return [int((data / "postgres" / "postmaster.pid").read_text().split()[0])]
    except (OSError, ValueError, IndexError):
        return []
