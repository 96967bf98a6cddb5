"""Where a checkout keeps what it makes: one data folder, `var/` unless DATA_DIR says otherwise."""

import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


class RuntimeProblem(Exception):
    """Something the person at the keyboard can mend; the message says what and how."""


@dataclass(frozen=True)
class Places:
    """The folders of one data directory."""

    data: Path

    @property
    def run(self) -> Path:
        """Addresses, locks and schedules of the running site."""
        return self.data / "run"

    @property
    def log(self) -> Path:
        """One log per process."""
        return self.data / "log"

    @property
    def secrets(self) -> Path:
        """Generated passwords, readable by their owner only."""
        return self.data / "secrets"

    @property
    def files(self) -> Path:
        """Uploads, texts and exports."""
        return self.data / "files"

    @property
    def static(self) -> Path:
        """Collected style sheets and scripts, in production."""
        return self.data / "static"

    @property
    def services_file(self) -> Path:
        """The addresses of the embedded services, for commands run in another terminal."""
        return self.run / "services.json"

    def make(self) -> None:
        """Create the folders, or say why that cannot be done."""
        private, open_to_all = (self.run, self.secrets, self.files), (self.data, self.log, self.static)
        folders = {**dict.fromkeys(open_to_all, 0o755), **dict.fromkeys(private, 0o700)}
        try:
            for folder, mode in folders.items():
                if not folder.exists():
                    folder.mkdir(parents=True)
                    folder.chmod(mode)
        except OSError as error:
            reason = f"{self.data} cannot be written ({error.strerror})."
            raise RuntimeProblem(f"{reason} {_owner_hint(self.data)}") from None
        for folder in folders:
            if not os.access(folder, os.W_OK | os.X_OK):
                raise RuntimeProblem(f"{folder} cannot be written by this user. {_owner_hint(folder)}")

    def secret(self, name: str) -> str:
        """The generated secret of that name, made at its first use."""
        path = self.secrets / name
        try:
            value = path.read_text().strip()
            if stat.S_IMODE(path.stat().st_mode) != 0o600:
                path.chmod(0o600)
        except FileNotFoundError:
            value = secrets.token_urlsafe(32)
            write_private(path, value + "\n")
        except OSError as error:
            raise RuntimeProblem(f"{path} cannot be read ({error.strerror}). {_owner_hint(path)}") from None
        return value


def places() -> Places:
    """The places of this checkout, or of DATA_DIR where that is set."""
    return Places(Path(os.environ.get("DATA_DIR", "").strip() or CHECKOUT / "var").absolute())


def write_private(path: Path, text: str) -> None:
    """Replace a file in one step by one that only its owner can read."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    draft.replace(path)


def _owner_hint(path: Path) -> str:
    nearest = next(parent for parent in (path, *path.parents) if parent.exists())
    try:
        owner = nearest.owner()
    except KeyError:
        owner = str(nearest.stat().st_uid)
    return f"{nearest} belongs to {owner}: run as that user, or set DATA_DIR to a folder of your own."
