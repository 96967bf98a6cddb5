"""What `manage.py doctor` looks at, one function a part: what was found and, where it is wrong, what to do."""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import redis
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection

from config.health import unapplied_migrations
from config.heartbeat import seconds_since_seen
from config.runtime.home import outside_home
from config.runtime.roles import APPEND_ONLY, excess_rights, role_of

_LEAST_FREE = 2 * 1024**3
_OLDEST_PYTHON = (3, 11)
_OLDEST_POSTGRES = 150000
_MOST_SECONDS_APART = 5.0


class State(StrEnum):
    """How a part is; only `wrong` makes the whole unwell."""

    WELL = "ok"
    REMARK = "note"
    WRONG = "WRONG"


@dataclass(frozen=True)
class Finding:
    """One part, how it is, what was seen, and how to mend it."""

    part: str
    state: State
    seen: str
    mend: str = ""


def python() -> Finding:
    """The interpreter is one the product is tested on."""
    seen = f"{sys.version.split()[0]} in {sys.prefix}"
    if sys.version_info[:2] < _OLDEST_PYTHON:
        return Finding("Python", State.WRONG, seen, "Use Python 3.11 or newer: make PYTHON=/path/to/python3.11 setup")
    return Finding("Python", State.WELL, seen)


def account() -> Finding:
    """Whether everything runs as root."""
    if os.geteuid() == 0 and settings.PRODUCTION:
        return Finding("account", State.REMARK, "root", "Run the web server and the worker as a user of their own.")
    return Finding("account", State.WELL, "root" if os.geteuid() == 0 else f"user {os.geteuid()}")


def secret_key() -> Finding:
    """Sessions and links are signed with a key that nobody else has."""
    if settings.SECRET_KEY == settings.DEVELOPMENT_KEY:
        return Finding(
            "secret key", State.REMARK, "the one for development",
            "For others to use this site, set PROBATA_ENV=production and SECRET_KEY to 50 random characters.",
        )  # fmt: skip
    return Finding("secret key", State.WELL, f"{len(settings.SECRET_KEY)} characters")


def database() -> Finding:
    """PostgreSQL answers and is new enough."""
    where = _without_password(settings.DATABASE_URL)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('server_version_num')::int, current_setting('server_version')")
            row = cursor.fetchone()
    except DatabaseError as error:
        connection.close()
        return Finding("database", State.WRONG, f"{where}: {_first_line(error)}", _start_hint("DATABASE_URL"))
    assert row is not None
    if row[0] < _OLDEST_POSTGRES:
        return Finding("database", State.WRONG, f"{where}: PostgreSQL {row[1]}", "Use PostgreSQL 15 or newer.")
    return Finding("database", State.WELL, f"{where}: PostgreSQL {row[1]}")


def owner() -> Finding:
    """The role that owns the tables can sign in, and is not the one the application uses."""
    where = _without_password(settings.DATABASE_OWNER_URL)
    owner_role, application = role_of(settings.DATABASE_OWNER_URL), role_of(settings.DATABASE_URL)
    if owner_role == application:
        return Finding(
            "owner role", State.WRONG, f"{owner_role} both owns the tables and runs the application",
            "Create a second role and set DATABASE_OWNER_URL: docs/running.md, Two roles.",
        )  # fmt: skip
    try:
        psycopg.connect(settings.DATABASE_OWNER_URL, connect_timeout=5).close()
    except psycopg.Error as error:
        return Finding("owner role", State.WRONG, f"{where}: {_first_line(error)}", "Check DATABASE_OWNER_URL.")
    return Finding("owner role", State.WELL, where)


def rights() -> Finding:
    """The application's role cannot change the log."""
    tables = ", ".join(APPEND_ONLY)
    role = role_of(settings.DATABASE_URL)
    try:
        with psycopg.connect(settings.DATABASE_URL, connect_timeout=5) as probe:
            excess = excess_rights(probe, role)
    except psycopg.Error as error:
        return Finding("log", State.WRONG, f"cannot be asked: {_first_line(error)}", "Mend the database first.")
    if excess:
        return Finding(
            "log", State.WRONG, f"{role} has {', '.join(excess)}",
            "Run manage.py prepare_database. Superusers and owners cannot be held back: use another role.",
        )  # fmt: skip
    return Finding("log", State.WELL, f"{role} may add to {tables} and read it, and not change it")


def migrations() -> Finding:
    """The schema is the one the code expects."""
    try:
        missing = unapplied_migrations()
    except DatabaseError as error:
        connection.close()
        return Finding("schema", State.WRONG, f"cannot be asked: {_first_line(error)}", "Mend the database first.")
    if missing:
        shown = ", ".join(missing[:3]) + (" …" if len(missing) > 3 else "")
        return Finding(
            "schema", State.WRONG, f"{len(missing)} migrations behind: {shown}", "Run manage.py prepare_database."
        )
    return Finding("schema", State.WELL, "up to date")


def clock() -> Finding:
    """This machine and the database agree on the time: leases and tokens depend on it."""
    try:
        with connection.cursor() as cursor:
            before = time.time()
            cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float8")
            row = cursor.fetchone()
    except DatabaseError as error:
        connection.close()
        return Finding("clock", State.WRONG, f"cannot be compared: {_first_line(error)}", "Mend the database first.")
    assert row is not None
    apart = abs(float(row[0]) - before)
    if apart > _MOST_SECONDS_APART:
        return Finding("clock", State.WRONG, f"{apart:.0f} s away from the database's", "Set both clocks by NTP.")
    return Finding("clock", State.WELL, f"within {max(apart, 0.1):.1f} s of the database's")


def redis_server() -> Finding:
    """Redis answers."""
    where = _without_password(settings.REDIS_URL)
    try:
        version = _redis().info("server")["redis_version"]
    except (redis.RedisError, KeyError) as error:
        return Finding("Redis", State.WRONG, f"{where}: {_first_line(error)}", _start_hint("REDIS_URL"))
    return Finding("Redis", State.WELL, f"{where}: {version}")


def worker() -> Finding:
    """A Celery worker gives signs of life."""
    try:
        seconds = seconds_since_seen(_redis())
    except redis.RedisError as error:
        return Finding("worker", State.WRONG, f"cannot be asked: {_first_line(error)}", "Mend Redis first.")
    if seconds is None:
        return Finding(
            "worker", State.WRONG, "no sign of life",
            "Start one: manage.py up, or celery -A config.celery worker --beat. Imports and exports wait for it.",
        )  # fmt: skip
    return Finding("worker", State.WELL, f"seen {seconds:.0f} s ago")


def storage() -> Finding:
    """Files can be written."""
    folder = Path(settings.MEDIA_ROOT)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"probe")
    except OSError as error:
        return Finding(
            "files", State.WRONG, f"{folder}: {error.strerror}", "Make that folder writable, or set DATA_DIR."
        )
    return Finding("files", State.WELL, str(folder))


def disk() -> Finding:
    """There is room."""
    places = [Path(settings.DATA_DIR)]
    if os.geteuid() == 0 and outside_home(places[0]).exists():
        places.append(outside_home(places[0]))
    seen = []
    state = State.WELL
    for folder in places:
        nearest = next(path for path in (folder, *folder.parents) if path.exists())
        free = shutil.disk_usage(nearest).free
        seen.append(f"{free / 1024**3:.1f} GiB free at {folder}")
        state = State.WRONG if free < _LEAST_FREE else state
    mend = f"Keep at least {_LEAST_FREE // 1024**3} GiB free." if state is State.WRONG else ""
    return Finding("disk", state, "; ".join(seen), mend)


# What is looked at, and what can only be seen when that is well.
LOOKS: dict[Callable[[], Finding], list[Callable[[], Finding]]] = {
    python: [],
    account: [],
    secret_key: [],
    database: [owner, rights, migrations, clock],
    redis_server: [worker],
    storage: [],
    disk: [],
}


def examine() -> Iterator[Finding]:
    """Look at every part; parts behind a broken one are left out."""
    for look, behind in LOOKS.items():
        finding = look()
        yield finding
        if finding.state is not State.WRONG:
            yield from (further() for further in behind)


def _redis() -> "redis.Redis":
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    user = f"{parts.username}@" if parts.username else ""
    return f"{parts.scheme}://{user}{parts.hostname}:{parts.port}{parts.path}"


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _start_hint(variable: str) -> str:
    if os.environ.get(variable):
        return f"Check {variable} and that the server runs."
    return f"Start the embedded one with manage.py up, or set {variable}."
