"""How long it takes to re-anchor marks on an edited text, and to compare two texts: `python -m benchmarks.anchoring`.

Needs no running product. Prints JSON; each figure is the best and the median of several runs, in milliseconds of wall
clock and of processor time.
"""

import json
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from annotator.anchoring import place_marks
from benchmarks.texts import make_text
from sources.alignment import align
from sources.differences import compare

RUNS = 5
MARKS = 2000
EDITS = 1000


def edited(text: str, edits: int, chance: random.Random) -> str:
    """The text with words put in, taken out and replaced all over it."""
    words = text.split(" ")
    for _ in range(edits):
        at = chance.randrange(len(words))
        words[at : at + chance.randint(0, 2)] = chance.choice([[], ["altered"], ["newly", "added"]])
    return " ".join(words)


def wrapped(text: str, width: int = 80) -> str:
    """The text with each paragraph in lines of a width."""
    lines: list[str] = []
    for paragraph in text.split("\n\n"):
        line = ""
        for word in paragraph.split():
            if line and len(line) + len(word) >= width:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        lines += [line, ""]
    return "\n".join(lines)


def timed(work: Callable[..., Any], *given: Any) -> dict[str, float]:
    """Best and median of several runs."""
    wall, processor = [], []
    for _ in range(RUNS):
        started, spent = time.perf_counter(), time.process_time()
        work(*given)
        wall.append((time.perf_counter() - started) * 1000)
        processor.append((time.process_time() - spent) * 1000)
    return {
        "best_ms": round(min(wall), 1),
        "median_ms": round(statistics.median(wall), 1),
        "processor_best_ms": round(min(processor), 1),
    }


def random_marks(length: int, chance: random.Random) -> list[list[tuple[int, int]]]:
    """Marks of 5 to 120 characters all over a text."""
    starts = [chance.randrange(length - 130) for _ in range(MARKS)]
    return [[(start, start + chance.randint(5, 120))] for start in starts]


def measure() -> dict[str, Any]:
    """Every figure."""
    chance = random.Random(1)
    figures: dict[str, Any] = {}
    for length in (500_000, 2_000_000):
        old = make_text(1, length)
        marks = random_marks(length, chance)
        for name, new in (("edited", edited(old, EDITS, chance)), ("wrapped", wrapped(old))):
            grades = Counter(one.grade.value for one in place_marks(old, new, marks))
            figures[f"{length} characters, {name}"] = {
                "alignment": timed(align, old, new),
                "readable_diff": timed(compare, old, new),
                f"placing_{MARKS}_marks": timed(place_marks, old, new, marks),
                "grades": grades,
            }
    return figures


if __name__ == "__main__":
    json.dump(measure(), sys.stdout, indent=1)
    print()
