"""The blocks of a text that was edited as characters."""

from sources.alignment import Kind, align
from sources.block_places import Run, carried
from sources.blocks import Block
from sources.readers import readers
from sources.readers.text import find_blocks


def blocks_of_edited(before: str, blocks: list[Block], after: str, reader: str) -> list[Block]:
    """What the reader of the document's kind finds, where it found the blocks there are as well.

    Where they were found otherwise (by a reader of more than characters, or by a person), they stay where their words
    did, and the rules of plain text find the rest.
    """
    known = readers().get(reader)
    if known is not None and known.read_text is not None and known.read_text(before).blocks == blocks:
        return known.read_text(after).blocks
    return carried(blocks, _same_runs(before, after), after, find_blocks)


def _same_runs(before: str, after: str) -> list[Run]:
    """The runs of characters that both texts share, in order, as (start before, start now, length)."""
    runs: list[Run] = []
    for segment in align(before, after).segments:
        if segment.kind is not Kind.SAME:
            continue
        start, now, length = segment.old_start, segment.new_start, segment.old_end - segment.old_start
        if runs and (runs[-1][0] + runs[-1][2], runs[-1][1] + runs[-1][2]) == (start, now):
            runs[-1] = (runs[-1][0], runs[-1][1], runs[-1][2] + length)
        else:
            runs.append((start, now, length))
    return runs
