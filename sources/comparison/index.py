"""Which texts of many are worth laying beside each other.

Two searches, for two ways of sharing words. *Prints* (`shingles`) find a run of words wherever it stands, so a caption
inside a long text too. *Signatures* (MinHash of windows of the text, in bands) find text that is much the same but
changed every few words, where no long run is left. A third list knows titles and addresses, and finds who names them.

Memory grows with the number of words: a print takes 8 bytes once with its text and once, if another text has it too,
in the index. Pairs are made text by text and never all held. Where a print or a window stands in very many texts (a
press release, a line that every article of a site carries) each is paired with the first of them only, so the pairs
grow with the texts and not with their square. Texts are numbered as they are added: add the earliest first.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from rensa import RMinHash, RMinHashLSH

from sources.comparison.naming import addresses, plain_address, title_words
from sources.comparison.shingles import long_shingles, numbers_of, prints_of, short_shingles
from sources.comparison.words import printed_words

COMMON = 20
AT_MOST = 50
LEAST_PRINTS = 2
FEW_PRINTS = 24
LEAST_RESEMBLANCE = 0.15

_WINDOW, _STEP = 240, 120
_PLACES, _BANDS, _SEED = 96, 32, 20240418
_WINDOWS_TRIED = 400
_NUMBER = (1 << 24) - 1
_BUCKETS = 64
_BUCKET_SHIFT = 58


class Candidate(NamedTuple):
    """Another text: the prints it shares, the greatest resemblance of two windows, and whether one names the other."""

    number: int
    prints: int
    resemblance: float
    named: bool


class TextIndex:
    """Texts of one collection. Announce titles and addresses, add the texts, `settle`, then ask for candidates."""

    def __init__(self) -> None:
        self._prints: list[array[int]] = []
        self._buckets = [array("Q") for _ in range(_BUCKETS)]
        self._windows: list[RMinHash] = []
        self._first_window = array("L", [0])
        self._text_of_window = array("L")
        self._times: Counter[int] = Counter()
        self._similar = RMinHashLSH(LEAST_RESEMBLANCE, _PLACES, _BANDS)
        self._titles: dict[int, list[tuple[int, int]]] = {}
        self._addresses: dict[str, list[int]] = {}
        self._named: dict[int, set[int]] = {}

    def __len__(self) -> int:
        return len(self._prints)

    def announce(self, number: int, *, title: str = "", url: str = "") -> None:
        """Make the title and the address of text `number` known, before the texts that may name it are added."""
        words = title_words(title)
        if words:
            short = short_shingles(numbers_of(words))
            self._titles.setdefault(short[0], []).append((short[-1], number))
        plain = plain_address(url)
        if plain:
            self._addresses.setdefault(plain, []).append(number)

    def add(self, text: str) -> int:
        """Add the next text; returns its number."""
        number = len(self._prints)
        if number > _NUMBER:
            raise ValueError("the index is full")
        short = short_shingles(numbers_of(printed_words(text)))
        prints = {found & ~_NUMBER for found in prints_of(long_shingles(short))}
        self._prints.append(array("Q", prints))
        for found in prints:
            self._buckets[found >> _BUCKET_SHIFT].append(found | number)
        self._add_windows(number, short)
        self._add_names(number, text, short)
        return number

    def _add_windows(self, number: int, short: Sequence[int]) -> None:
        data = array("Q", short).tobytes()
        tokens = [data[at : at + 8] for at in range(0, len(data), 8)]
        last = max(len(tokens) - _WINDOW, 0)
        sets = [tokens[start : start + _WINDOW] for start in (*range(0, last, _STEP), last)] if tokens else []
        for window in RMinHash.from_token_sets(sets, num_perm=_PLACES, seed=_SEED):
            same = hash(tuple(window.digest()))
            self._times[same] += 1
            if self._times[same] <= COMMON:
                self._similar.insert(len(self._windows), window)
            self._windows.append(window)
            self._text_of_window.append(number)
        self._first_window.append(len(self._windows))

    def _add_names(self, number: int, text: str, short: Sequence[int]) -> None:
        known = set(short)
        for start in self._titles.keys() & known:
            for end, other in self._titles[start][:AT_MOST]:
                if end in known:
                    self._name(number, other)
        for plain in addresses(text) if self._addresses else ():
            for other in self._addresses.get(plain, ())[:AT_MOST]:
                self._name(number, other)

    def _name(self, number: int, other: int) -> None:
        if number != other:
            self._named.setdefault(number, set()).add(other)
            self._named.setdefault(other, set()).add(number)

    def settle(self) -> None:
        """Sort what was added and forget prints that only one text has; after this, no more is added."""
        for at, bucket in enumerate(self._buckets):
            kept = array("Q")
            for _print, entries in groupby(sorted(bucket), key=_print_of):
                together = list(entries)
                if len(together) > 1:
                    kept.extend(together[:COMMON])
            self._buckets[at] = kept

    def candidates(self, number: int) -> list[Candidate]:
        """Other texts worth comparing with this one: at most `AT_MOST`, those that share most."""
        prints = self._sharing(number)
        resembling = self._resembling(number)
        named = self._named.get(number, set())
        found = [
            Candidate(other, prints[other], resembling.get(other, 0.0), other in named)
            for other in prints.keys() | resembling.keys() | named
            if other in resembling or other in named or prints[other] >= self._least_prints(number, other)
        ]
        found.sort(key=lambda one: (not one.named, -one.prints, -one.resemblance, one.number))
        return sorted(found[:AT_MOST])

    def _least_prints(self, number: int, other: int) -> int:
        """One print is enough where either text is as short as a caption."""
        return 1 if min(len(self._prints[number]), len(self._prints[other])) < FEW_PRINTS else LEAST_PRINTS

    def _sharing(self, number: int) -> Counter[int]:
        """Other text → how many prints it shares."""
        counts: Counter[int] = Counter()
        for found in self._prints[number]:
            bucket = self._buckets[found >> _BUCKET_SHIFT]
            at = bisect_left(bucket, found)
            together = [entry & _NUMBER for entry in bucket[at : at + COMMON] if entry & ~_NUMBER == found]
            if len(together) == COMMON and together[0] != number:
                together = together[:1]
            counts.update(together)
        del counts[number]
        return counts

    def _resembling(self, number: int) -> dict[int, float]:
        """Other text → the greatest resemblance of a window of it with one of this text, where that is enough."""
        best: dict[int, float] = {}
        for window in self._windows[self._first_window[number] : self._first_window[number + 1]]:
            for key in sorted(self._similar.query(window))[:_WINDOWS_TRIED]:
                other = self._text_of_window[key]
                if other != number:
                    best[other] = max(best.get(other, 0.0), window.jaccard(self._windows[key]))
        enough = sorted(other for other, resemblance in best.items() if resemblance >= LEAST_RESEMBLANCE)
        return {other: best[other] for other in enough[:COMMON]}


def _print_of(entry: int) -> int:
    return entry & ~_NUMBER
