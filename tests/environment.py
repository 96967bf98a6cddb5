"""The services that a test session runs against, started before Django reads its settings.

The session's first process (under xdist the controller) starts an embedded PostgreSQL and Redis, or uses those that
DATABASE_URL, DATABASE_OWNER_URL and REDIS_URL name. It owns one migrated database that is never written to; each test
process works in a copy of it, as the application's role, with a Redis database and a data folder of its own. The
databases that the variables name are not touched: the copies have names of their own beside them.

A migrated cluster is kept in `var/test` and copied at the next start, until a migration changes.
"""

import atexit
import contextlib
import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from config.env import VARIABLES
from config.runtime.home import Home, find_home
from config.runtime.places import CHECKOUT, Places, write_private
from config.runtime.postgres import APPLICATION, OWNER, UNSAFE_BUT_FAST, EmbeddedPostgres, installed_binaries
from config.runtime.redis import EmbeddedRedis, find_redis

_HANDED_DOWN = "PROBATA_TEST_SERVICES"
_TEMPLATE = "probata_template"


@dataclass(frozen=True)
class TestServices:
    """What the controller hands to the test processes."""

    __test__ = False

    application_url: str
    owner_url: str
    redis_url: str
    template: str
    folder: str
    embedded_redis: bool

    def database(self, process: str) -> str:
        """The name of one test process's database."""
        return f"{self.template}_{process}"


def at_database(url: str, name: str) -> str:
    """The same server and role, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def enter() -> TestServices:
    """Start or find the services and point this process's environment at them; called before Django is set up."""
    process = os.environ.get("PYTEST_XDIST_WORKER", "")
    if process and _HANDED_DOWN in os.environ:
        services = TestServices(**json.loads(os.environ[_HANDED_DOWN]))
    else:
        services = _start()
        os.environ[_HANDED_DOWN] = json.dumps(asdict(services))
    for name in VARIABLES:
        os.environ.pop(name, None)
    name = process or "main"
    number = int(process.removeprefix("gw")) if process.startswith("gw") else 0
    redis = urlsplit(services.redis_url)
    os.environ.update(
        DJANGO_SETTINGS_MODULE="config.settings",
        DJANGO_ALLOW_ASYNC_UNSAFE="true",  # Playwright's synchronous interface keeps an event loop in the thread
        DATABASE_URL=at_database(services.application_url, services.database(name)),
        DATABASE_OWNER_URL=at_database(services.owner_url, services.database(name)),
        REDIS_URL=urlunsplit(redis._replace(path=f"/{int(redis.path.strip('/') or 0) + number}")),
        DATA_DIR=str(Path(services.folder) / "data" / name),
    )
    Places(Path(os.environ["DATA_DIR"])).make()
    return services


def database_name() -> str:
    """The name of this process's database."""
    return urlsplit(os.environ["DATABASE_URL"]).path.strip("/")


def create_database() -> None:
    """Make this process's database, a copy of the migrated one."""
    services = TestServices(**json.loads(os.environ[_HANDED_DOWN]))
    name = database_name()
    with _as_owner(services) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(services.template))
        )


def drop_database() -> None:
    """Remove this process's database and whoever is still connected to it.

    The server's own autovacuum cannot be sent away by the owner of the database: it is waited for.
    """
    services = TestServices(**json.loads(os.environ[_HANDED_DOWN]))
    removal = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database_name()))
    patience = time.monotonic() + 60
    with _as_owner(services) as connection:
        while True:
            try:
                connection.execute(removal)
                return
            except psycopg.errors.InsufficientPrivilege:
                if time.monotonic() > patience:
                    raise
                time.sleep(0.2)


def _as_owner(services: TestServices) -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(at_database(services.owner_url, "postgres"), autocommit=True)


def _start() -> TestServices:
    """Start what is not configured, prepare the migrated database, and see that all of it goes away again."""
    data = CHECKOUT / "var"
    configured = os.environ.get("DATABASE_URL", "").strip()
    home = None if configured else find_home(data, installed_binaries())
    root = (home.folder if home else data) / "test"
    root.mkdir(parents=True, exist_ok=True)
    root.chmod(0o755)
    folder = root / f"session-{os.getpid()}"
    with (root / "sessions").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _remove_abandoned(root)
        folder.mkdir()
        folder.chmod(0o755)
        _hold(folder / "lock")  # until this process ends
    if home and home.outside:  # nothing of a test session stays outside the checkout
        atexit.register(shutil.rmtree, home.folder if not (home.folder / "postgres").exists() else root, True)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)

    redis_url = os.environ.get("REDIS_URL", "").strip()
    embedded_redis = not redis_url
    if embedded_redis:
        redis = EmbeddedRedis(find_redis(data), folder / "redis", folder / "redis.log", "test", databases=128)
        redis.start()
        atexit.register(redis.stop)
        redis_url = redis.url()
    if configured:
        owner_url = os.environ.get("DATABASE_OWNER_URL", "").strip() or configured
        template = f"probata_test_{os.getpid()}"
        _make_template(configured, owner_url, template)
        atexit.register(_drop, owner_url, template)
        return TestServices(configured, owner_url, redis_url, template, str(folder), embedded_redis)
    assert home is not None
    postgres = _copy_of_template(home, root, folder)
    postgres.start()
    atexit.register(postgres.stop)
    return TestServices(
        postgres.url(APPLICATION), postgres.url(OWNER), redis_url, _TEMPLATE, str(folder), embedded_redis
    )


def _copy_of_template(home: Home, root: Path, folder: Path) -> EmbeddedPostgres:
    """A private copy of the cluster that holds the migrated database; made first where there is none."""
    kept = root / f"cluster-{_key()}"
    with (root / "building").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (kept / "complete").exists():
            for old in root.glob("cluster-*"):
                shutil.rmtree(old, ignore_errors=True)
            kept.mkdir()
            kept.chmod(0o755)
            passwords = {role: hashlib.sha256(os.urandom(16)).hexdigest() for role in ("postgres", OWNER, APPLICATION)}
            write_private(kept / "passwords.json", json.dumps(passwords))
            cluster = EmbeddedPostgres(home, kept / "postgres", root / "build.log", passwords, UNSAFE_BUT_FAST)
            cluster.start()
            try:
                _make_template(cluster.url(APPLICATION), cluster.url(OWNER), _TEMPLATE)
            finally:
                cluster.stop()
            (kept / "complete").touch()
        # Inside the lock, so that nobody removes what is being copied.
        subprocess.run(["cp", "-a", kept / "postgres", folder / "postgres"], check=True)
        passwords = json.loads((kept / "passwords.json").read_text())
    return EmbeddedPostgres(home, folder / "postgres", folder / "postgres.log", passwords, UNSAFE_BUT_FAST)


def _make_template(application_url: str, owner_url: str, name: str) -> None:
    with psycopg.connect(at_database(owner_url, "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    environment = {
        **{key: value for key, value in os.environ.items() if key not in VARIABLES},
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": at_database(application_url, name),
        "DATABASE_OWNER_URL": at_database(owner_url, name),
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "prepare_database"], cwd=CHECKOUT, env=environment, capture_output=True, text=True
    )
    if done.returncode != 0:
        _drop(owner_url, name)
        raise SystemExit(f"The test database could not be migrated:\n{done.stdout}{done.stderr}")


def _drop(owner_url: str, name: str) -> None:
    with psycopg.connect(at_database(owner_url, "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _key() -> str:
    """Changes with whatever decides what a migrated database looks like."""
    digest = hashlib.sha256()
    for path in [
        *sorted(CHECKOUT.glob("*/migrations/*.py")),
        CHECKOUT / "projects" / "schema.py",
        CHECKOUT / "requirements" / "dev.lock",
        CHECKOUT / "config" / "runtime" / "postgres.py",
        CHECKOUT / "config" / "runtime" / "roles.py",
        CHECKOUT / "config" / "management" / "commands" / "prepare_database.py",
    ]:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    applications = re.search(r"^INSTALLED_APPS = \[.*?^\]", _read("config/settings.py"), re.MULTILINE | re.DOTALL)
    assert applications
    digest.update(applications[0].encode())
    return digest.hexdigest()[:16]


def _read(path: str) -> str:
    return (CHECKOUT / path).read_text(encoding="utf-8")


def _remove_abandoned(root: Path) -> None:
    """Folders of sessions that were killed: nobody holds their lock any more."""
    for folder in root.glob("session-*"):
        with contextlib.suppress(OSError):
            lock = _hold(folder / "lock")
            if lock is not None:
                shutil.rmtree(folder, ignore_errors=True)
                os.close(lock)


def _hold(path: Path) -> int | None:
    """Lock a file for as long as this process lives; None where another process holds it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


@contextlib.contextmanager
def owner_connection() -> "Iterator[psycopg.Connection[tuple[object, ...]]]":
    """A connection to this process's database as the role that owns the tables."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
        yield connection
