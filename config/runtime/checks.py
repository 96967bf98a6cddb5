"""`make check`: every static check, two at a time, with the output of those that fail. Warnings are errors."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from config.runtime.places import CHECKOUT

BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Outcome:
    """How one check ended; `note` is what there is to say although it is well."""

    ok: bool
    output: str = ""
    note: str = ""


@dataclass(frozen=True)
class Check:
    """One check and its name."""

    name: str
    run: Callable[[], Outcome]


def command(*words: str, **environment: str) -> Callable[[], Outcome]:
    """A check that is one command of this environment."""

    def run() -> Outcome:
        program = str(BIN / words[0])
        done = subprocess.run(
            [program, *words[1:]],
            cwd=CHECKOUT,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )
        return Outcome(done.returncode == 0, done.stdout + done.stderr)

    return run


def audit() -> Outcome:
    """Known vulnerabilities of what is locked; a machine that cannot ask says so and goes on."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "audit.json"
        outcome = command(
            "pip-audit", "--require-hashes", "--disable-pip", "--progress-spinner=off", "--timeout=20",
            "--format=json", f"--output={report}", "--requirement=requirements/dev.lock",
        )()  # fmt: skip
        try:
            dependencies = json.loads(report.read_text())["dependencies"]
        except (OSError, ValueError, KeyError):
            lines = outcome.output.strip().splitlines() or ["it said nothing"]
            return Outcome(True, note=f"not done, the data cannot be reached from here ({lines[-1][:160]})")
    found = [
        f"{package['name']} {package.get('version', '')}: {problem['id']}, "
        f"mended in {', '.join(problem['fix_versions']) or 'no version yet'}"
        for package in dependencies
        for problem in package.get("vulns", [])
    ]
    return Outcome(not found, "\n".join(found))


def migrations() -> Outcome:
    """Models without their migration; what is compared is files, so that no database has to run."""
    no_database = "ignore:Got an error checking a consistent migration history"
    return command(
        "python", "manage.py", "makemigrations", "--check", "--dry-run", PYTHONWARNINGS=f"error,{no_database}"
    )()


def description() -> Outcome:
    """Whether the description of the API can be made, with every name in it meaning one thing."""
    with tempfile.TemporaryDirectory() as folder:
        return command(
            "python", "manage.py", "spectacular", "--validate", "--fail-on-warn", f"--file={folder}/api.yml"
        )()


# The slow ones first, so that the two lanes end together.
CHECKS = [
    Check("mypy", command("mypy", ".")),
    Check("pip-audit", audit),
    Check("import-linter", command("lint-imports", "--no-cache")),
    Check("tsc", command("python", "-m", "config.runtime.node", "run", "--silent", "check")),
    Check("djlint", command("djlint", "--lint", "--quiet", "templates")),
    Check("migrations", migrations),
    Check("API description", description),
    Check("ruff check", command("ruff", "check", ".")),
    Check("ruff format", command("ruff", "format", "--check", ".")),
    Check("codespell", command("codespell")),
    Check("deptry", command("deptry", ".")),
]


def timed(check: Check) -> tuple[Check, Outcome, float]:
    """Run one check."""
    started = time.monotonic()
    return check, check.run(), time.monotonic() - started


def main(names: list[str]) -> int:
    """Run all checks, or those whose name is given; 1 when one of them found something."""
    failed = []
    chosen = [check for check in CHECKS if not names or check.name in names]
    with ThreadPoolExecutor(max_workers=2) as lanes:
        for check, outcome, seconds in lanes.map(timed, chosen):
            state = "ok" if outcome.ok else "FAILED"
            print(f"{check.name:<16} {state:<7} {seconds:5.1f} s  {outcome.note}".rstrip(), flush=True)
            if not outcome.ok:
                failed.append(check.name)
                print("\n".join(f"    {line}" for line in outcome.output.strip().splitlines()), flush=True)
    print(
        f"{len(chosen) - len(failed)} of {len(chosen)} checks are well."
        + (f" Not: {', '.join(failed)}" if failed else "")
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
