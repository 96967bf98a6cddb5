"""`make clean-data`: remove the data folder, and the database's folder outside it where there is one."""

import fcntl
import shutil

from config.runtime.home import outside_home
from config.runtime.places import RuntimeProblem, places


def clean() -> None:
    """Remove all data, unless the site is running on them."""
    where = places()
    lock = where.run / "up.lock"
    if lock.exists():
        with lock.open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise RuntimeProblem("Probata is running on these data: stop it first.") from None
    outside = outside_home(where.data)
    for folder in (where.data, outside):
        if folder.exists():
            shutil.rmtree(folder)
            print(f"removed {folder}")


if __name__ == "__main__":
    try:
        clean()
    except RuntimeProblem as problem:
        raise SystemExit(str(problem)) from None
