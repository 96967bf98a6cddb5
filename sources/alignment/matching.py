"""Pairs of equal items in two sequences, held together by what stands once in both.

Items are numbers (of lines, or of tokens). In each region the runs of `size` items that stand exactly once on either
side are paired; the heaviest chain of pairs that keeps the order on both sides is kept; equal neighbours join; and what
lies between is a smaller region, where more runs stand once. Where none is left, shorter runs are tried.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from sources.alignment.tokens import same_before, same_from


class Match(NamedTuple):
    """`size` equal items from `i` in the one and `j` in the other sequence."""

    i: int
    j: int
    size: int


class Region(NamedTuple):
    """Items `[i, i_end)` of one sequence beside `[j, j_end)` of the other."""

    i: int
    i_end: int
    j: int
    j_end: int


def match(a: list[int], b: list[int], sizes: Sequence[int], weights: list[int] | None = None) -> list[Match]:
    """The pairs, in order. `sizes` are the lengths of runs to try, longest first; `weights` say what an item of
    `a` weighs in the choice between chains (its length), 1 where left out.
    """
    found: list[Match] = []
    todo = [(Region(0, len(a), 0, len(b)), 0)]
    while todo:
        region, rung = todo.pop()
        i, i_end, j, j_end = region
        head = same_from(a, i, b, j, min(i_end - i, j_end - j))
        if head:
            found.append(Match(i, j, head))
            i, j = i + head, j + head
        tail = same_before(a, i_end, b, j_end, min(i_end - i, j_end - j))
        if tail:
            i_end, j_end = i_end - tail, j_end - tail
            found.append(Match(i_end, j_end, tail))
        if i == i_end or j == j_end:
            continue
        region = Region(i, i_end, j, j_end)
        while rung < len(sizes):
            chain = _chain(_blocks(a, b, region, sizes[rung]), weights)
            if chain:
                found.extend(chain)
                todo.extend((between, rung) for between in gaps(chain, region))
                break
            rung += 1
    return joined(found)


def gaps(matches: Sequence[Match], region: Region) -> list[Region]:
    """What lies between matches, where at least one side has something."""
    between = []
    i, j = region.i, region.j
    for one in [*matches, Match(region.i_end, region.j_end, 0)]:
        if one.i > i or one.j > j:
            between.append(Region(i, one.i, j, one.j))
        i, j = one.i + one.size, one.j + one.size
    return between


def joined(matches: list[Match]) -> list[Match]:
    """Matches in order, those that follow one another on both sides as one."""
    result: list[Match] = []
    for one in sorted(matches):
        if result and (last := result[-1]).i + last.size == one.i and last.j + last.size == one.j:
            result[-1] = Match(last.i, last.j, last.size + one.size)
        else:
            result.append(one)
    return result


def _once(items: list[int], start: int, end: int, size: int) -> dict[object, int]:
    """Runs of `size` items that stand once, and where; those that stand more often have -1."""
    places: dict[object, int] = {}
    runs = (
        zip(*(islice(items, start + step, end) for step in range(size)), strict=False)
        if size > 1
        else islice(items, start, end)
    )
    for at, run in enumerate(runs, start):
        places[run] = -1 if run in places else at
    return places


def _blocks(a: list[int], b: list[int], region: Region, size: int) -> list[Match]:
    """Runs that stand once on either side, those that continue one another as one block; in order of `a`."""
    in_b = _once(b, region.j, region.j_end, size)
    blocks: list[Match] = []
    for run, i in _once(a, region.i, region.i_end, size).items():
        if i < 0 or (j := in_b.get(run, -1)) < 0:
            continue
        if blocks and (last := blocks[-1]).i - last.j == i - j and i <= last.i + last.size:
            blocks[-1] = Match(last.i, last.j, i + size - last.i)
        else:
            blocks.append(Match(i, j, size))
    return blocks


def _chain(blocks: list[Match], weights: list[int] | None) -> list[Match]:
    """The heaviest blocks that keep their order in both sequences, cut so that none overlaps the one before."""
    if any(before.j >= after.j for before, after in pairwise(blocks)):
        blocks = _heaviest(blocks, weights)
    chain: list[Match] = []
    i = j = -1
    for block in blocks:
        cut = max(0, i - block.i, j - block.j)
        if cut < block.size:
            chain.append(Match(block.i + cut, block.j + cut, block.size - cut))
            i, j = block.i + block.size, block.j + block.size
    return chain


def _heaviest(blocks: list[Match], weights: list[int] | None) -> list[Match]:
    """The heaviest increasing subsequence, by a Fenwick tree of the best chain that ends before each place in `b`."""
    order = sorted({block.j for block in blocks})
    tree: list[tuple[int, int]] = [(0, -1)] * (len(order) + 1)
    before: list[int] = []
    best = (0, -1)
    for number, block in enumerate(blocks):
        rank = bisect_left(order, block.j)
        ending = (0, -1)
        at = rank
        while at > 0:
            ending = max(ending, tree[at])
            at -= at & -at
        before.append(ending[1])
        weight = sum(weights[block.i : block.i + block.size]) if weights else block.size
        mine = (ending[0] + weight, number)
        best = max(best, mine)
        at = rank + 1
        while at < len(tree):
            tree[at] = max(tree[at], mine)
            at += at & -at
    chosen = []
    number = best[1]
    while number >= 0:
        chosen.append(blocks[number])
        number = before[number]
    return chosen[::-1]
