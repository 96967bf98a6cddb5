"""`make clean` and `make clean-data`: remove what tests and installation keep, or all data, here and outside."""

import fcntl
import shutil
import sys

from config.runtime.home import outside_home
from config.runtime.places import RuntimeProblem, places

_KEPT_BY_TOOLS = ("test", "software")


def clean(*, data: bool) -> None:
    """Remove the folders, unless the site is running on them."""
    where = places()
    lock = where.run / "up.lock"
    if lock.exists():
        with lock.open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise RuntimeProblem("Probata is running on these data: stop it first.") from None
    for home in (where.data, outside_home(where.data)):
        for folder in [home] if data else [home / name for name in _KEPT_BY_TOOLS]:
            if folder.exists():
                shutil.rmtree(folder)
                print(f"removed {folder}")


if __name__ == "__main__":
    try:
        clean(data=sys.argv[1:] == ["data"])
    except RuntimeProblem as problem:
        raise SystemExit(str(problem)) from None
