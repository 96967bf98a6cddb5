"""Blocks: typed regions of a text, `[start, end, kind, attributes | null]` in code points of the whole text.

A block is a place in the unchanged text, never a copy of it. All ranges in attributes are places in the same text:

- a table names its cells by row: `{"rows": [[[start, end], …], …], "header": true}`;
- a footnote says its name and where it is called: `{"name": "12", "calls": [[start, end], …]}`; a second note of the
  same name is `12·2`;
- a pull quote that repeats the body says which words of it, and what is not the same: `{"of": [start, end], "altered":
  [[start, end], …], "omitted": [[start, end], …]}`, where `altered` are words of the pull quote that the body does not
  have there, and `omitted` words of the body that the pull quote leaves out or has others for.
- a block of a file that has pages says where it stands on them: `{"boxes": [[page, x0, y0, x1, y1], …]}`, one box for
  each column and page that it runs through, in the order of reading; pages count from 1, lengths are points (1/72
  inch) from the top left corner of the page as it is shown.
"""

from typing import Any, Final

Block = list[Any]

HEADING: Final = "heading"
PARAGRAPH: Final = "paragraph"
LIST_ITEM: Final = "list_item"
TABLE: Final = "table"
FOOTNOTE: Final = "footnote"
CAPTION: Final = "caption"
PULL_QUOTE: Final = "pull_quote"
BOILERPLATE: Final = "boilerplate"
BYLINE: Final = "byline"
BIOGRAPHY: Final = "biography"

KINDS: Final = (
    HEADING, PARAGRAPH, LIST_ITEM, TABLE, FOOTNOTE, CAPTION, PULL_QUOTE, BOILERPLATE, BYLINE, BIOGRAPHY,
)  # fmt: skip


def block(start: int, end: int, kind: str, attributes: dict[str, Any] | None = None) -> Block:
    """One block."""
    return [start, end, kind, attributes]


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without the white space at its ends."""
    part = text[start:end]
    bare = part.strip()
    if not bare:
        return start, start
    start += part.index(bare[0])
    return start, start + len(bare)


def cells_of_row(text: str, start: int, end: int) -> list[list[int]]:
    """The cells of one row of a pipe table, without the white space around their words; `\\|` is no border."""
    start, end = trimmed(text, start, end)
    borders = [at for at in range(start, end) if text[at] == "|" and (at == start or text[at - 1] != "\\")]
    edges = [start, *(at + 1 for at in borders)]
    ends = [*borders, end]
    if borders and borders[0] == start:
        edges, ends = edges[1:], ends[1:]
    if borders and borders[-1] == end - 1:
        edges, ends = edges[:-1], ends[:-1]
    return [list(trimmed(text, left, right)) for left, right in zip(edges, ends, strict=True)]


def with_gaps_filled(text: str, blocks: list[Block]) -> list[Block]:
    """The blocks in order, with a paragraph for every run of words that none of them covers."""
    filled: list[Block] = []
    reached = 0
    for found in [*blocks, block(len(text), len(text), PARAGRAPH)]:
        start, end = trimmed(text, reached, max(found[0], reached))
        if any(character.isalnum() for character in text[start:end]):
            filled.append(block(start, end, PARAGRAPH))
        if found[1] > found[0]:
            filled.append(found)
        reached = max(reached, found[1])
    return filled
