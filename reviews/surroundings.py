"""What stands around a passage, cut where a reader would cut it: at a paragraph, else between words.

Where no white space is in reach (a script without spaces, a very long word), the cut falls between characters as people
see them: a combining mark, a variation or a joined emoji is not parted from what it belongs to. An ellipsis says that
the paragraph goes on.
"""

import unicodedata

ELLIPSIS = "…"
# How far from the cut white space is looked for, in code points.
REACH = 60
_PARAGRAPH = "\n\n"
_JOINER = "\u200d"
_SKIN_TONES = range(0x1F3FB, 0x1F400)


def leading(text: str, *, more: bool) -> str:
    """The end of the text that stands before a passage; `more` says that text was left out before it."""
    paragraph = text.rpartition(_PARAGRAPH)
    if paragraph[1]:
        return paragraph[2].lstrip("\n")
    if not more:
        return text.lstrip("\n")
    for at, letter in enumerate(text[:REACH]):
        if letter.isspace():
            return ELLIPSIS + " " + text[at:].lstrip()
    at = 0
    while at < len(text) and _belongs_to_the_one_before(text, at):
        at += 1
    return ELLIPSIS + text[at:] if at < len(text) else ""


def trailing(text: str, *, more: bool) -> str:
    """The beginning of the text that stands after a passage; `more` says that text was left out after it."""
    paragraph = text.partition(_PARAGRAPH)
    if paragraph[1]:
        return paragraph[0].rstrip("\n")
    if not more:
        return text.rstrip("\n")
    for at in range(len(text) - 1, max(len(text) - 1 - REACH, -1), -1):
        if text[at].isspace():
            return text[:at].rstrip() + " " + ELLIPSIS
    at = len(text) - 1
    while at > 0 and _belongs_to_the_one_before(text, at):
        at -= 1
    return text[:at] + ELLIPSIS if at > 0 else ""


def _belongs_to_the_one_before(text: str, at: int) -> bool:
    letter = text[at]
    return (
        letter == _JOINER
        or unicodedata.category(letter).startswith("M")
        or ord(letter) in _SKIN_TONES
        or (at > 0 and text[at - 1] == _JOINER)
    )
