"""Documents for the benchmarks of the workspace: one of each size, with all marks in the layer that everybody sees."""

import json
import random
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.client import wait_for_job
from benchmarks.steps import LABELS, Stage
from benchmarks.texts import make_text

# Characters and marks.
SMALL = (6_000, 20)
DENSE = (50_000, 20_000)
LONG = (500_000, 2_000)
VERY_LONG = (2_000_000, 20_000)

Size = tuple[int, int]


def write_document(path: Path, length: int, marks: int) -> None:
    """A file with one document and its marks, the first of them where the text begins."""
    chance = random.Random(length)
    places = [20, *(chance.randrange(length - 60) for _ in range(marks - 1))]
    annotations = [
        {"label": LABELS[place % len(LABELS)], "start": place, "end": place + 10 + place % 50, "layer": "gold"}
        for place in places
    ]
    line = {"title": f"{length} characters", "text": make_text(length, length), "annotations": annotations}
    path.write_text(json.dumps(line) + "\n")


def fill(stage: Stage, sizes: tuple[Size, ...]) -> list[str]:
    """Import one document a size; returns their ids in the order of the sizes."""
    with TemporaryDirectory() as folder:
        for length, marks in sizes:
            path = Path(folder) / f"{length}.jsonl"
            write_document(path, length, marks)
            made = stage.manager.upload(f"projects/{stage.slug}/imports", path)
            ended = wait_for_job(stage.manager, f"imports/{made['id']}", stage.deadline)
            if ended["errors"]:
                raise RuntimeError(f"the import refused {path.name}: {ended['errors'][:3]}")
    rows = stage.manager.get(f"projects/{stage.slug}/documents?page_size=50")["results"]
    found = {row["length"]: row["id"] for row in rows}
    return [found[length] for length, _marks in sizes]


def named(size: Size) -> str:
    """The size as a key of the figures."""
    return f"{size[0]}_characters_{size[1]}_marks"
