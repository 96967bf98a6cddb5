"""Plain text: paragraphs, headings, list items and pipe tables, found by simple rules.

Some texts have one paragraph a line, others are broken into short lines with empty ones between paragraphs. Which of
the two a text is shows in its longest lines: where any is longer than a page is wide, every line is a block.
"""

import re

from sources.blocks import HEADING, LIST_ITEM, PARAGRAPH, TABLE, Block, block, cells_of_row
from sources.readers import ReadText, reader_of_characters
from sources.text import settle

_WRAPPED_AT = 130
_HEADING_AT_MOST = 120
_LINE = re.compile(r"[^\n]*[^\s][^\n]*")
_BULLET = re.compile(r"\s*(?:[-*•‣▪◦–]|\(?(?:\d{1,3}|[a-zA-Z])[.)])\s+\S")
_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*")
_ENDED = re.compile(r"[.!?…:;,。！？؟][\"'”’»)\]]*$")

Line = tuple[int, int]


def read(given: str) -> ReadText:
    """Read plain text."""
    text, offsets = settle(given)
    blocks = find_blocks(text)
    return ReadText(text=text, blocks=blocks, title=title_of(text, blocks), offsets=offsets)


def find_blocks(text: str) -> list[Block]:
    """The blocks of a text that says nothing about itself."""
    lines = [(found.start(), found.end()) for found in _LINE.finditer(text)]
    wrapped = all(end - start <= _WRAPPED_AT for start, end in lines if "|" not in text[start:end])
    blocks: list[Block] = []
    at = 0
    while at < len(lines):
        after = _table_end(text, lines, at)
        if after > at:
            blocks.append(_table(text, lines[at:after]))
        else:
            after = _passage_end(text, lines, at) if wrapped else at + 1
            blocks.append(_passage(text, lines, at, after))
        at = after
    return blocks


def title_of(text: str, blocks: list[Block]) -> str:
    """The first heading near the top, else the first line."""
    for start, end, kind, _attributes in blocks[:3]:
        if kind == HEADING:
            return _one_line(text[start:end])
    return _one_line(text[blocks[0][0] : blocks[0][1]]) if blocks else ""


def _one_line(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 200 else line[:199].rstrip() + "…"


def _row(text: str, line: Line) -> bool:
    words = text[line[0] : line[1]].strip()
    return words.count("|") >= 2 and (words[0] == "|" or (words.count("|") >= 2 and " | " in words))


def _adjacent(text: str, lines: list[Line], at: int) -> bool:
    """Whether line `at` follows the one before without an empty line between."""
    return text.count("\n", lines[at - 1][1], lines[at][0]) == 1


def _table_end(text: str, lines: list[Line], at: int) -> int:
    """The line after a pipe table that begins at line `at`; `at` itself when none does."""
    if not _row(text, lines[at]):
        return at
    after = at + 1
    while after < len(lines) and _row(text, lines[after]) and _adjacent(text, lines, after):
        after += 1
    return after if after - at >= 2 else at


def _table(text: str, lines: list[Line]) -> Block:
    ruled = len(lines) > 1 and _RULE.fullmatch(text, *lines[1]) is not None
    rows = [cells_of_row(text, *line) for line in lines if not _RULE.fullmatch(text, *line)]
    return block(lines[0][0], lines[-1][1], TABLE, {"rows": rows, "header": True} if ruled else {"rows": rows})


def _passage_end(text: str, lines: list[Line], at: int) -> int:
    after = at + 1
    while after < len(lines) and _adjacent(text, lines, after):
        if _BULLET.match(text, *lines[after]) or _table_end(text, lines, after) > after:
            break
        after += 1
    return after


def _passage(text: str, lines: list[Line], at: int, after: int) -> Block:
    start, end = lines[at][0], lines[after - 1][1]
    if _BULLET.match(text, start, end):
        return block(start, end, LIST_ITEM)
    words = text[start:end].strip()
    heading = (
        after == at + 1
        and len(words) <= _HEADING_AT_MOST
        and after < len(lines)
        and any(character.isalnum() for character in words)
        and not _ENDED.search(words)
        and (at > 0 or len(lines) > 1)
    )
    return block(start, end, HEADING if heading else PARAGRAPH)


READER = reader_of_characters("text", (".txt", ".text"), read)
