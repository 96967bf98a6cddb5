"""The blocks of a text that was edited as characters."""

from difflib import SequenceMatcher
from itertools import accumulate

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
    return carried(blocks, _same_lines(before, after), after, find_blocks)


def _same_lines(before: str, after: str) -> list[Run]:
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    old_at, new_at = ([0, *accumulate(map(len, lines))] for lines in (old, new))
    return [
        (old_at[run.a], new_at[run.b], old_at[run.a + run.size] - old_at[run.a])
        for run in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
        if run.size
    ]
