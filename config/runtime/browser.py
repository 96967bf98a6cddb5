"""Chromium for the tests: the one on the PATH, else Debian's package, else Playwright's own download.

Debian's package is installed with apt where this is root; an ordinary user gets it, with the libraries it lacks,
unpacked below the data folder. `python -m config.runtime.browser` finds or fetches it and prints where it is.
"""

import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from config.runtime.places import Places, RuntimeProblem, places

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# What makes it quiet: no sandbox for root, no graphics card, and no word to its maker.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)


@dataclass(frozen=True)
class FoundBrowser:
    """A Chromium that answers, and the environment it has to be started with."""

    program: Path
    environment: dict[str, str] = field(default_factory=dict)


def find_browser(where: Places) -> FoundBrowser:
    """The browser for the tests, fetched at its first use."""
    software = where.data / "software"
    software.mkdir(parents=True, exist_ok=True)
    with (software / "browser.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several test processes may ask at once
        return _on_path() or _unpacked(software) or _downloaded(software) or _fetch(software)


def _answers(program: Path, environment: dict[str, str]) -> bool:
    try:
        asked = subprocess.run(
            [program, "--version"],
            env={**os.environ, **environment},
            capture_output=True,
            timeout=30,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def _on_path() -> FoundBrowser | None:
    for name in NAMES:
        found = shutil.which(name)
        if found and _answers(Path(found), {}):
            return FoundBrowser(Path(found))
    return None


def _unpacked(software: Path) -> FoundBrowser | None:
    root = software / "chromium"
    program = root / "usr" / "lib" / "chromium" / "chromium"
    if not program.exists():
        return None
    folders = [*root.glob("usr/lib/*-linux-gnu*"), *root.glob("lib/*-linux-gnu*"), program.parent]
    below = [child for folder in folders for child in folder.iterdir() if child.is_dir() and any(child.glob("*.so*"))]
    environment = {"LD_LIBRARY_PATH": ":".join(map(str, [*folders, *below]))}
    return FoundBrowser(program, environment) if _answers(program, environment) else None


def _downloaded(software: Path) -> FoundBrowser | None:
    for pattern in ("chromium-*/chrome-linux*/chrome", "chromium_headless_shell-*/*/*headless*shell"):
        for program in sorted((software / "playwright").glob(pattern), reverse=True):
            if _answers(program, {}):
                return FoundBrowser(program)
    return None


def _fetch(software: Path) -> FoundBrowser:
    """Try each source in turn; the message of a failure names what each of them said."""
    ways: list[tuple[str, Callable[[Path], str], Callable[[], FoundBrowser | None]]] = []
    if shutil.which("apt-get"):
        if os.geteuid() == 0:
            ways.append(("apt-get install chromium", _install_with_apt, _on_path))
        ways.append(("unpacking Debian's package", _unpack_from_apt, lambda: _unpacked(software)))
    ways.append(("playwright install chromium", _download_with_playwright, lambda: _downloaded(software)))
    reasons = []
    for name, way, find in ways:
        print(f"No Chromium on the PATH: {name} …", file=sys.stderr, flush=True)
        problem = way(software)
        found = find()
        if found:
            return found
        reasons.append(f"  {name}: {problem or 'it does not start here'}")
    raise RuntimeProblem("There is no Chromium for the browser tests:\n" + "\n".join(reasons))


def _run(command: list[str | Path], folder: Path | None = None, **environment: str) -> tuple[str, str]:
    """Output and, where it failed, the last line it said."""
    try:
        done = subprocess.run(
            command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, timeout=600,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        return "", str(error)
    said = (done.stderr.strip() or done.stdout.strip() or f"exit {done.returncode}").splitlines()
    return done.stdout, "" if done.returncode == 0 else said[-1]


def _install_with_apt(_: Path) -> str:
    _run(["apt-get", "update", "-q"])
    command: list[str | Path] = ["apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium"]
    return _run(command, DEBIAN_FRONTEND="noninteractive")[1]


def _unpack_from_apt(software: Path) -> str:
    """Resolve with apt's knowledge of what is installed, in state folders of our own, and unpack what is missing."""
    state = software / "apt"
    for name in ("lists/partial", "cache/archives/partial", "packages"):
        (state / name).mkdir(parents=True, exist_ok=True)
    options = [
        "-q", "-o", f"Dir::State::Lists={state / 'lists'}", "-o", f"Dir::Cache={state / 'cache'}",
        "-o", "APT::Sandbox::User=", "-o", "Debug::NoLocking=1",
    ]  # fmt: skip
    problem = _run(["apt-get", *options, "update"])[1]
    plan, unresolved = _run(["apt-get", *options, "install", "-s", "--no-install-recommends", "chromium"])
    if unresolved:
        return problem or unresolved
    packages = re.findall(r"^Inst (\S+)", plan, flags=re.MULTILINE) or ["chromium"]
    problem = _run(["apt-get", *options, "download", *packages], state / "packages")[1]
    if problem:
        return problem
    root = software / "chromium"
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir()
    for package in sorted((state / "packages").glob("*.deb")):
        problem = _run(["dpkg-deb", "-x", package, root])[1]
        if problem:
            return problem
    shutil.rmtree(state, ignore_errors=True)
    return ""


def _download_with_playwright(software: Path) -> str:
    where = str(software / "playwright")
    return _run([sys.executable, "-m", "playwright", "install", "chromium"], PLAYWRIGHT_BROWSERS_PATH=where)[1]


if __name__ == "__main__":
    try:
        print(find_browser(places()).program)
    except RuntimeProblem as problem:
        raise SystemExit(str(problem)) from None
