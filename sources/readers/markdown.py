"""Markdown: blocks as places in the unchanged source, so that what is marked is what was published.

markdown-it finds the blocks by line; the words stay as they are, signs and all. Footnotes (`[^1]: …`) are found here,
as CommonMark has none.
"""

import re
from functools import cache
from itertools import accumulate

from markdown_it import MarkdownIt
from markdown_it.token import Token

from sources.blocks import (
    FOOTNOTE,
    HEADING,
    LIST_ITEM,
    PARAGRAPH,
    TABLE,
    Block,
    block,
    cells_of_row,
    trimmed,
    with_gaps_filled,
)
from sources.readers import ReadText, reader_of_characters
from sources.text import settle

_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,60})\]:")
_SIGNS = re.compile(r"^#{1,6}\s+|\s+#+\s*$")
_LINKED = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_EMPHASIS = re.compile(r"(\*\*|__|[*_`~])(?=\S)(.+?)(?<=\S)\1")


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"maxNesting": 20}).enable("table").disable("inline")


def read(given: str) -> ReadText:
    """Read Markdown."""
    text, offsets = settle(given)
    starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
    tokens = _parser().parse(text)
    blocks: list[Block] = []
    for at, token in enumerate(tokens):
        if token.map is not None:
            found = _block_of(text, starts, tokens, at)
            if found is not None and found[1] > found[0]:
                blocks.append(found)
    blocks.sort(key=lambda b: (b[0], -b[1]))
    blocks = with_gaps_filled(text, blocks)
    return ReadText(text=text, blocks=blocks, title=_title(text, blocks), offsets=offsets)


def _block_of(text: str, starts: list[int], tokens: list[Token], at: int) -> Block | None:
    token = tokens[at]
    assert token.map is not None
    first, after = token.map
    start, end = trimmed(text, starts[first], min(starts[after], len(text)))
    if token.type == "heading_open":
        return block(start, end, HEADING, {"level": int(token.tag[1:])})
    if token.type == "table_open":
        return _table(text, starts, first, after)
    if token.type in {"fence", "code_block", "html_block"}:
        return block(start, end, PARAGRAPH)
    if token.type != "paragraph_open":
        return None
    note = _FOOTNOTE.match(text[start:end])
    if note is not None:
        return block(start, end, FOOTNOTE, {"name": note[1]})
    if at > 0 and tokens[at - 1].type == "list_item_open":
        return block(start, end, LIST_ITEM)
    return block(start, end, PARAGRAPH)


def _table(text: str, starts: list[int], first: int, after: int) -> Block:
    rows = [cells_of_row(text, starts[line], starts[line + 1] - 1) for line in range(first, after) if line != first + 1]
    start, end = trimmed(text, starts[first], min(starts[after], len(text)))
    return block(start, end, TABLE, {"rows": rows, "header": True})


def _title(text: str, blocks: list[Block]) -> str:
    """The first heading without its signs, else the first line."""
    chosen = next((b for b in blocks if b[2] == HEADING), blocks[0] if blocks else None)
    if chosen is None:
        return ""
    words = text[chosen[0] : chosen[1]].split("\n")[0]
    words = _LINKED.sub(r"\1", _SIGNS.sub("", words))
    words = " ".join(_EMPHASIS.sub(r"\2", words).split())
    return words if len(words) <= 200 else words[:199].rstrip() + "…"


READER = reader_of_characters("markdown", (".md", ".markdown"), read)
