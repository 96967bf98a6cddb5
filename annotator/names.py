"""What a label may be called, and which key and colour it may have. Nothing here knows of databases or requests."""

import re
import unicodedata
from collections.abc import Collection, Sequence

LONGEST_NAME = 100
LONGEST_PATH = 500
_COLOUR = re.compile(r"#[0-9a-f]{6}")
# Control characters, line and paragraph separators, surrogates.
_UNPRINTABLE = {"Cc", "Zl", "Zp", "Cs"}
_INVISIBLE = {"Cf", "Zs", "Mn", "Me"}


class UnusableName(ValueError):
    """The name cannot be a label's; the first argument says why: empty, long, slash or control."""


def settled_name(given: str) -> str:
    """The name without the spaces around it; UnusableName when no label can be called that."""
    name = given.strip()
    if len(name) > LONGEST_NAME:
        raise UnusableName("long")
    if all(unicodedata.category(character) in _INVISIBLE for character in name):
        raise UnusableName("empty")
    if "/" in name:
        raise UnusableName("slash")
    if any(unicodedata.category(character) in _UNPRINTABLE for character in name):
        raise UnusableName("control")
    return name


def settled_shortcut(given: str) -> str | None:
    """The key in lower case, empty for none, or None when it is not one letter or digit."""
    key = given.strip().lower()
    return key if key == "" or (len(key) == 1 and key.isalnum()) else None


def settled_colour(given: str) -> str | None:
    """The colour as `#rrggbb` in lower case, or None when it is not one."""
    colour = given.strip().lower()
    return colour if _COLOUR.fullmatch(colour) else None


def next_colour(palette: Sequence[str], used: Collection[str]) -> str:
    """The first colour of the palette that no label has, or the one that comes round again."""
    taken = {colour.lower() for colour in used}
    for colour in palette:
        if colour not in taken:
            return colour
    return palette[len(used) % len(palette)]


def joined(parent_path: str, name: str) -> str:
    """The full name of a label below its parent."""
    return f"{parent_path}/{name}" if parent_path else name
