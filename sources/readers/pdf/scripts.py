"""Characters: what stands for what, and the order in which they are read.

A PDF places signs; which characters they stand for, and in which order, is told only in part. Ligatures are written as
their letters, because somebody who searches for "office" types no U+FB03. Raised figures become superscript ones, so
that a footnote's call does not run into the year before it.
"""

import re
import unicodedata
from collections.abc import Sequence

from sources.readers.pdf.shapes import Glyph, Part, Word

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_FORMS = re.compile("[\ufb00-\ufb06\ufb13-\ufb17\ufb1d-\ufdfb\ufe70-\ufefc]")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_OPENING, _CLOSING = "([{", ")]}"
# Signs of the faces Symbol and Wingdings, which office programs give in the private area; a soft hyphen that is drawn.
_SYMBOLS = str.maketrans("\uf0b7\uf0a7\uf0d8\uf0fc\uf0a8\uf0e0\uf02d\u00ad", "•▪➢✓□→--")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_LEFT_TO_RIGHT = re.compile(r"[^\W\d_]")
_IN_NUMBERS = ".,:/-−%٫٬"
# Runs of codes (`_code`). Numbers apart from each other are runs of their own, unless words stand between them.
_LATIN_RUN = re.compile("(?:D[Dpn]*)?L(?:[LDpn]*[LD])?|D+(?:pD+)*")
_TURNED_RUN = re.compile("R(?:[RDpn]*R)?")
_NUMBER_RUN = re.compile("D+(?:pD+)*")


def cleaned(text: str) -> tuple[str, int]:
    """Characters as they are kept, and how many of them stand for nothing that is known."""
    if text.isascii() and text.isprintable():
        return text, 0
    text = text.translate(_SYMBOLS)
    unknown = len(_PRIVATE.findall(text)) + text.count("\N{REPLACEMENT CHARACTER}")
    text, controls = _CONTROLS.subn("", text)
    text = _FORMS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return text, unknown + controls


def glyphs_of(characters: Sequence[tuple[str, float, float]]) -> list[Glyph]:
    """Signs from characters with their places: marks stand with their letter, and ligatures are one sign."""
    glyphs: list[Glyph] = []
    for character, x0, x1 in characters:
        last = glyphs[-1] if glyphs else None
        if last is not None and unicodedata.combining(character):
            last.text += character
        elif last is not None and abs(last.x0 - x0) < 0.02 and abs(last.x1 - x1) < 0.02:
            # The library turns the letters of a ligature round with the run in which they stand.
            turned = RIGHT_TO_LEFT.match(character)
            last.text = character + last.text if turned else last.text + character
        else:
            glyphs.append(Glyph(character, x0, x1))
    return glyphs


def runs_right_to_left(words: Sequence[Word]) -> bool:
    """Whether most letters of these words run from right to left."""
    balance = 0
    for word in words:
        if word.glyphs is not None:
            turned = len(RIGHT_TO_LEFT.findall(word.text))
            balance += turned - (len(_LEFT_TO_RIGHT.findall(word.text)) - turned)
        else:
            balance -= len(word.text)
    return balance > 0


def parts_of(row: Sequence[Word], right_to_left: bool) -> list[Part]:
    """The words of a row as they are read."""
    if any(word.glyphs is not None and RIGHT_TO_LEFT.search(word.text) for word in row):
        return [Part(_in_order(row, right_to_left))]
    parts: list[Part] = []
    before: Word | None = None
    for word in row:
        text = word.text.translate(_RAISED) if word.raised else word.text
        apart = before is not None and not (word.glued and word.order == before.order + 1)
        if before is not None and before.raised != word.raised and word.x0 - before.x1 < 0.18 * word.size:
            apart = False  # the library takes the lift for a space
        if before is not None and text == "-" and word.x0 - before.x1 < 0.12 * word.size:
            apart = False  # a hyphen that was put in where the line is broken stands by itself in some files
        if parts and parts[-1].raised == word.raised:
            parts[-1].text += f" {text}" if apart else text
        else:
            if parts and apart:
                parts[-1].text += " "
            parts.append(Part(text, word.raised))
        before = word
    return parts


def _in_order(row: Sequence[Word], right_to_left: bool) -> str:
    """A row that holds both directions, as it is read: the signs as seen, with the runs of one direction turned."""
    seen: list[str] = []
    for number, word in enumerate(row):
        if number and word.x0 - row[number - 1].x1 > 0.12 * word.size:
            seen.append(" ")
        signs = word.glyphs or [Glyph(word.text, word.x0, word.x1)]
        raised = word.raised
        seen += [
            sign.text.translate(_RAISED) if raised else sign.text for sign in sorted(signs, key=lambda sign: sign.x0)
        ]
    codes = "".join(map(_code, seen))
    if right_to_left:
        return _turned(seen, codes, _LATIN_RUN)
    text, reached = "", 0
    for run in _TURNED_RUN.finditer(codes):
        text += "".join(seen[reached : run.start()])
        text += _turned(seen[run.start() : run.end()], run[0], _NUMBER_RUN)
        reached = run.end()
    return text + "".join(seen[reached:])


def _code(sign: str) -> str:
    """What a sign does to the direction: R and L are letters, D figures, p what stands within numbers, n all else."""
    if RIGHT_TO_LEFT.match(sign):
        return "D" if sign.isdecimal() else "R"
    if sign[0].isdecimal():
        return "D"
    return "L" if sign[0].isalpha() else "p" if sign in _IN_NUMBERS else "n"


def _turned(signs: Sequence[str], codes: str, kept: re.Pattern[str]) -> str:
    """The signs from the last to the first, but for runs that keep their order."""
    pieces: list[str] = []
    reached = 0
    for run in kept.finditer(codes):
        pieces += signs[reached : run.start()]
        pieces.append("".join(signs[run.start() : run.end()]))
        reached = run.end()
    pieces += signs[reached:]
    return "".join(reversed(pieces))


def brackets_turned(texts: Sequence[str]) -> bool:
    """Whether the brackets among right-to-left letters are given as they look, rather than for what they are."""
    balance = 0
    for text in texts:
        found = [sign for sign in text if sign in _OPENING or sign in _CLOSING]
        if len(found) > 1:
            balance += (found[0] in _CLOSING and found[-1] in _OPENING) - (
                found[0] in _OPENING and found[-1] in _CLOSING
            )
    return balance > 0


def with_brackets_turned(text: str) -> str:
    """The text with its brackets mirrored, except those that stand between left-to-right letters."""
    return re.sub(
        r"[()\[\]{}<>«»]",
        lambda found: found[0] if _within_latin(text, found.start()) else found[0].translate(_MIRRORED),
        text,
    )


def _within_latin(text: str, at: int) -> bool:
    left, right = text[:at].rstrip()[-1:], text[at + 1 :].lstrip()[:1]
    return all(sign and _LEFT_TO_RIGHT.match(sign) and not RIGHT_TO_LEFT.match(sign) for sign in (left, right))
