"""Tables of blocks, written by people who read the texts, and the same made of what a reader finds.

One line a block: `kind | first words | last words`, then what its attributes say, by name. White space is folded. Of a
table (`table | header` where it has one) the rows follow instead, set in by two spaces.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sources.blocks import Block

BETWEEN = " · "
Rows = list[list[str]]


@dataclass
class Expected:
    """One line of a table of blocks."""

    kind: str
    first: str
    last: str
    said: dict[str, str] = field(default_factory=dict)
    rows: Rows = field(default_factory=list)

    def differs(self, text: str, found: Block) -> str:
        """In what a block is another than expected; empty where it is the same."""
        words = folded(text[found[0] : found[1]])
        attributes: dict[str, Any] = found[3] or {}
        if found[2] != self.kind:
            return f"is a {found[2]}: {words[:60]!r}"
        if self.kind == "table":
            rows = [[text[left:right] for left, right in row] for row in attributes["rows"]]
            if rows != self.rows or bool(attributes.get("header")) != ("header" in self.said):
                return f"has other cells: {rows}"
            return ""
        if not (words.startswith(self.first) and words.endswith(self.last)):
            return f"has other words: {words[:60]!r} … {words[-40:]!r}"
        said = _said(text, attributes)
        wrong = [name for name in {*said, *self.said} if not _same(name, self.said.get(name, ""), said.get(name, ""))]
        return f"says {said}" if wrong else ""


def folded(words: str) -> str:
    """Words with every run of white space as one space."""
    return " ".join(words.split())


def read_table(path: Path) -> list[Expected]:
    """The blocks that a file says a text has."""
    found: list[Expected] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("  "):
            found[-1].rows.append([cell.strip() for cell in line[2:].split("|")])
            continue
        kind, *more = (part.strip() for part in line.split(" | "))
        first = more.pop(0) if kind != "table" else ""
        last = more.pop(0) if more and not _names(more[0]) else first
        said = {part.partition(": ")[0]: part.partition(": ")[2] for part in more}
        found.append(Expected(kind, first, last, said))
    return found


def differences(text: str, blocks: list[Block], expected: list[Expected]) -> list[str]:
    """What is not as expected, block by block, up to where the two lists part."""
    found = []
    for number, (block, line) in enumerate(zip(blocks, expected, strict=False)):
        if difference := line.differs(text, block):
            found.append(f"{number}: {line.kind} {line.first!r} {difference}")
    if len(blocks) != len(expected):
        found.append(f"{len(blocks)} blocks, {len(expected)} expected")
    return found


def _names(part: str) -> bool:
    return part == "header" or part.partition(": ")[0] in {"name", "calls", "of", "altered", "omitted"}


def _said(text: str, attributes: dict[str, Any]) -> dict[str, str]:
    """What a block's attributes say, in words: calls with what stands before them."""
    said = {}
    for name, value in attributes.items():
        if name == "calls":
            said[name] = BETWEEN.join(folded(text[max(left - 40, 0) : right]) for left, right in value)
        elif name == "of":
            said[name] = folded(text[slice(*value)])
        elif isinstance(value, list):
            said[name] = BETWEEN.join(folded(text[left:right]) for left, right in value)
        else:
            said[name] = str(value)
    return {name: value for name, value in said.items() if value}


def _same(name: str, expected: str, said: str) -> bool:
    if name == "calls":
        parts, others = expected.split(BETWEEN), said.split(BETWEEN)
        return len(parts) == len(others) and all(b.endswith(a) for a, b in zip(parts, others, strict=True))
    if name == "of":
        first, _dots, last = expected.partition(" … ")
        return said.startswith(first) and said.endswith(last)
    return expected == said
