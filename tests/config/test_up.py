"""`manage.py up`: everything starts, is watched, and is gone afterwards."""

import os
import re
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from urllib.parse import urlsplit

import psycopg
import pytest

from config.runtime.places import CHECKOUT
from config.runtime.ports import is_free
from config.runtime.processes import wait_until
from tests.config.conftest import RunningSite, clean_environment, command_of, descendants, services_of
from tests.processes import eventually

NewSite = Callable[[], RunningSite]


def _gone(pids: set[int]) -> bool:
    return not any(command_of(pid) for pid in pids)


def _listens(address: str) -> bool:
    parts = urlsplit(address)
    assert parts.hostname is not None
    assert parts.port is not None
    with socket.socket() as probe:
        return probe.connect_ex((parts.hostname, parts.port)) == 0


def test_a_site_starts_twice_in_a_row_and_leaves_no_process_and_no_port(new_site: NewSite) -> None:
    site = new_site()
    for how, status in [(signal.SIGINT, 0), (signal.SIGTERM, 0)]:
        started = site.start()
        assert site.ready()
        addresses = services_of(site)
        processes = descendants(started.pid)
        assert len(processes) > 5
        assert site.end(how) == status, site.output
        assert wait_until(lambda seen=processes: _gone(seen), seconds=5)  # type: ignore[misc]
        assert not any(_listens(address) for address in [site.url, *addresses.values()])
        assert not (site.folder / "run" / "services.json").exists()


def test_children_do_not_outlive_a_supervisor_that_is_killed_and_the_next_start_works(new_site: NewSite) -> None:
    site = new_site()
    started = site.start()
    processes = descendants(started.pid)
    started.kill()
    started.wait()
    assert wait_until(lambda: _gone(processes), seconds=15), [command_of(pid) for pid in processes if command_of(pid)]
    site.start()
    assert site.ready()
    assert site.end() == 0


def test_a_worker_and_a_redis_that_die_are_started_again_and_a_web_server_ends_the_site(new_site: NewSite) -> None:
    site = new_site()
    started = site.start()
    worker, redis = site.find("config.celery worker"), site.find("redis-server|valkey-server")
    os.kill(worker, signal.SIGKILL)
    site.wait_for("worker was ended by SIGKILL; it is started again in 1 s")
    eventually(lambda: site.find("config.celery worker") not in {0, worker}, seconds=20, what="a new worker")
    os.kill(redis, signal.SIGKILL)
    site.wait_for("redis has ended")
    eventually(site.ready, seconds=40, what="readiness")
    processes = descendants(started.pid)
    os.kill(site.find("uvicorn"), signal.SIGKILL)
    assert started.wait(40) == 1
    assert "Probata stops: web was ended by SIGKILL." in site.output
    assert wait_until(lambda: _gone(processes), seconds=5)


def test_a_taken_port_is_named_with_the_way_out(new_site: NewSite) -> None:
    site = new_site()
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        site.port = other.getsockname()[1]
        assert site.start(wait=False).wait(40) == 1
    assert f"Port {site.port} on 127.0.0.1 is taken by another program" in site.output
    assert f"PORT={site.port + 1} make demo" in site.output


def test_a_second_site_on_the_same_data_is_refused_and_the_first_goes_on(new_site: NewSite) -> None:
    first = new_site()
    first.start("--only-services")
    second = RunningSite(first.folder)
    output = subprocess.run(
        [sys.executable, "manage.py", "up"],
        cwd=CHECKOUT,
        env=clean_environment(DATA_DIR=str(first.folder), PORT=str(second.port)),
        capture_output=True,
        text=True,
        timeout=40,
    )
    assert output.returncode == 1
    assert "is running on" in output.stdout
    with psycopg.connect(services_of(first)["database_owner_url"]) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert first.end() == 0


def test_servers_that_run_already_are_used_and_left_running(new_site: NewSite) -> None:
    servers = new_site()
    servers.start("--only-services")
    addresses = services_of(servers)
    site = new_site()
    started = site.start(
        DATABASE_URL=addresses["database_url"],
        DATABASE_OWNER_URL=addresses["database_owner_url"],
        REDIS_URL=addresses["redis_url"],
    )
    assert site.ready()
    assert not any(re.search("postgres|redis-server|valkey", command_of(pid)) for pid in descendants(started.pid))
    assert site.end() == 0
    assert all(_listens(addresses[name]) for name in ("database_url", "redis_url"))
    with psycopg.connect(addresses["database_owner_url"]) as connection:
        assert connection.execute("SELECT count(*) > 20 FROM django_migrations").fetchone() == (True,)
    assert servers.end() == 0


def test_passwords_are_demanded_and_readable_by_their_owner_only_and_on_no_command_line(new_site: NewSite) -> None:
    site = new_site()
    started = site.start("--only-services")
    kept = [*(site.folder / "secrets").iterdir(), site.folder / "run" / "services.json"]
    assert len(kept) == 5
    for path in kept:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    passwords = [path.read_text().strip() for path in (site.folder / "secrets").iterdir()]
    shown = " ".join(command_of(pid) for pid in descendants(started.pid))
    assert "postgres" in shown
    assert not any(password in shown for password in passwords)
    for name in ("database_url", "database_owner_url"):
        parts = urlsplit(services_of(site)[name])
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(f"postgresql://{parts.username}:wrong@127.0.0.1:{parts.port}/probata")
    assert site.end() == 0


def test_data_folders_that_belong_to_another_user_are_named(new_site: NewSite) -> None:
    from config.runtime.places import Places, RuntimeProblem

    site = new_site()
    blocked = site.folder.with_name("a file instead")
    blocked.write_text("")
    with pytest.raises(RuntimeProblem, match=r"cannot be written .* belongs to .* set DATA_DIR"):
        Places(blocked / "var").make()
    blocked.unlink()


def test_a_free_port_is_free() -> None:
    from config.runtime.ports import free_port

    assert is_free("127.0.0.1", free_port())
