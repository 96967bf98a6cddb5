"""Finding what texts share: how long it takes, how much memory, how much is found. `python -m benchmarks.comparison`.

Invented texts, into some of which reprints, rewrites, excerpts, quotations and captions of others are set: their number
is known, so what is found can be counted. Prints one JSON object.
"""

import argparse
import json
import os
import random
import resource
import time
from collections import Counter
from typing import Any

from benchmarks.figures import milliseconds
from benchmarks.memory import rss
from sources.comparison.index import TextIndex
from sources.comparison.kinds import Side, suggest
from sources.comparison.records import Record

_SYLLABLES = "ba den fo gar hin kel lo mar nes or pa qui ras sten tu val wen xo yl zar"
_VOCABULARY = 30_000
_EVERY = 20


class Invented:
    """Texts with words as unevenly frequent as those of a language, none sharing more than chance gives."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        coined = {
            "".join(self.chance.choices(_SYLLABLES.split(), k=self.chance.randint(1, 4)))
            for _ in range(3 * _VOCABULARY)
        }
        self.words = sorted(coined)[:_VOCABULARY]
        self.chance.shuffle(self.words)
        total, self.weights = 0.0, []
        for rank in range(len(self.words)):
            total += 1 / (rank + 3)
            self.weights.append(total)

    def text(self, length: int) -> list[str]:
        """Words that fill about `length` characters."""
        return self.chance.choices(self.words, cum_weights=self.weights, k=length // 10)

    def edited(self, words: list[str], part: float) -> list[str]:
        """The words with a part of them replaced, left out or joined by others."""
        made: list[str] = []
        for word in words:
            if self.chance.random() >= part:
                made.append(word)
            elif self.chance.random() < 0.6:
                made.append(self.chance.choice(self.words))
            elif self.chance.random() < 0.5:
                made += [word, self.chance.choice(self.words)]
        return made

    def planted(self, source: list[str], own: list[str], kind: str) -> list[str]:
        """A text that takes from `source` in the way that `kind` names."""
        at = self.chance.randrange(max(len(source) - 60, 1))
        here = self.chance.randrange(len(own))
        if kind == "reprint":
            return self.edited(source, 0.02)
        if kind == "rewrite":
            return [*own[: len(own) // 3], *self.edited(source, 0.15)]
        if kind == "heavy_rewrite":
            return self.edited(source, 0.25)
        if kind == "excerpt":
            return source[at : at + 60]
        if kind == "caption":
            return source[at : at + 14]
        quoted = source[at : at + 20]
        return [*own[:here], "“" + quoted[0], *quoted[1:-1], quoted[-1] + "”", *own[here:]]


KINDS = ("reprint", "rewrite", "heavy_rewrite", "excerpt", "caption", "quotation")


def _texts(count: int, length: int, seed: int) -> tuple[list[str], dict[tuple[int, int], str]]:
    invented = Invented(seed)
    texts: list[str] = []
    planted: dict[tuple[int, int], str] = {}
    original: list[str] = []
    for number in range(count):
        words = invented.text(length)
        if number % _EVERY == 0:
            original = words
        elif number % _EVERY <= len(KINDS):
            kind = KINDS[number % _EVERY - 1]
            planted[number - number % _EVERY, number] = kind
            words = invented.planted(original, words, kind)
        texts.append("\n\n".join(" ".join(words[at : at + 80]) for at in range(0, len(words), 80)))
    return texts, planted


def measure(count: int, length: int, new: int, seed: int) -> dict[str, Any]:
    """Compare `count` texts all with all, then the last `new` with all."""
    texts, planted = _texts(count, length, seed)
    before = rss(os.getpid())
    start, processor = time.perf_counter(), time.process_time()
    index = TextIndex()
    for text in texts:
        index.add(text)
    index.settle()
    indexed, indexed_cpu = time.perf_counter() - start, time.process_time() - processor
    pairs: set[tuple[int, int]] = set()
    start, processor = time.perf_counter(), time.process_time()
    for number in range(count):
        pairs.update((min(number, found.number), max(number, found.number)) for found in index.candidates(number))
    asked, asked_cpu = time.perf_counter() - start, time.process_time() - processor
    memory = rss(os.getpid()) - before
    start, processor = time.perf_counter(), time.process_time()
    for number in range(count - new, count):
        index.candidates(number)
    asked_new = time.process_time() - processor
    taken: list[float] = []
    kinds: dict[tuple[int, int], str] = {}
    processor = time.process_time()
    for one, other in sorted(pairs):
        start = time.perf_counter()
        found = suggest(Side.of(texts[one], Record()), Side.of(texts[other], Record()))
        taken.append(time.perf_counter() - start)
        if found is not None:
            kinds[one, other] = found.kind
    aligned = time.process_time() - processor
    return {
        "texts": count,
        "characters": sum(map(len, texts)),
        "index": {"seconds": round(indexed, 2), "processor_seconds": round(indexed_cpu, 2)},
        "candidates": {
            "seconds": round(asked, 2),
            "processor_seconds": round(asked_cpu, 2),
            "processor_seconds_of_new": round(asked_new, 3),
            "new": new,
            "pairs": len(pairs),
        },
        "alignment": {
            "seconds": round(sum(taken), 2),
            "processor_seconds": round(aligned, 2),
            **milliseconds(taken or [0.0]),
        },
        "memory_mb_of_index": round(memory / 1e6, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000, 1),
        "found": _found(planted, pairs, kinds),
    }


def _found(
    planted: dict[tuple[int, int], str], pairs: set[tuple[int, int]], kinds: dict[tuple[int, int], str]
) -> dict[str, Any]:
    """Recall by what was planted, and precision. Texts that take from the same one may share its words too."""
    told: dict[str, Any] = {}
    for kind in KINDS:
        known = [pair for pair, planted_kind in planted.items() if planted_kind == kind]
        told[kind] = {
            "planted": len(known),
            "candidates": sum(pair in pairs for pair in known),
            "suggested": sum(pair in kinds for pair in known),
            "as": dict(Counter(kinds[pair] for pair in known if pair in kinds)),
        }
    family = sum(one // _EVERY == other // _EVERY for one, other in kinds)
    told["suggested"] = len(kinds)
    told["of_one_family"] = family
    told["precision"] = round(family / len(kinds), 4) if kinds else None
    found = sum(pair in kinds for pair in planted)
    told["recall"] = round(found / len(planted), 4) if planted else None
    return told


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=20_000)
    parser.add_argument("--length", type=int, default=6_000)
    parser.add_argument("--new", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(json.dumps(measure(given.texts, given.length, given.new, given.seed), indent=2))


if __name__ == "__main__":
    main()
