"""Plain text, whose blocks show by its lines and words alone (`sources.plain`)."""

from sources.blocks import HEADING, Block
from sources.plain.finding import find_blocks
from sources.readers import ReadText, reader_of_characters
from sources.text import settle

__all__ = ["READER", "find_blocks", "read", "title_of"]

_TOP = 4


def read(given: str) -> ReadText:
    """Read plain text."""
    text, offsets = settle(given)
    blocks = find_blocks(text)
    return ReadText(text=text, blocks=blocks, title=title_of(text, blocks), offsets=offsets)


def title_of(text: str, blocks: list[Block]) -> str:
    """The first heading near the top, else the first line."""
    for start, end, kind, _attributes in blocks[:_TOP]:
        if kind == HEADING:
            return _one_line(text[start:end])
    return _one_line(text[blocks[0][0] : blocks[0][1]]) if blocks else ""


def _one_line(words: str) -> str:
    line = " ".join(words[:2000].split())
    return line if len(line) <= 200 else line[:199].rstrip() + "…"


READER = reader_of_characters("text", (".txt", ".text"), read)
