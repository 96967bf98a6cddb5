"""Footnotes: what stands in smaller type, or below a rule, at the foot of a column, with the signs that call them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sources.readers.pdf.scripts import LOWERED
from sources.readers.pdf.shapes import Line, Page

_MARK = re.compile(r"(?:(\d{1,3})(?=[\s.):]|$)|\[(\d{1,3})\]|([*†‡§¶]{1,3}))")
_SIGN = re.compile(r"\d{1,3}|[*†‡§¶]{1,3}|[a-z]")
_SMALLER = 0.94


@dataclass(slots=True)
class Note:
    """One footnote. An empty mark: it goes on from the page before. `name` is its own in the whole document."""

    mark: str
    lines: list[Line]
    page: int
    name: str = ""


def raised_signs(lines: Sequence[Line]) -> set[str]:
    """The figures and signs that stand raised after words."""
    found: set[str] = set()
    for line in lines:
        for at, part in enumerate(line.parts):
            if part.raised and at:
                found.update(_SIGN.findall(part.text.translate(LOWERED)))
            elif not part.raised:
                found.update(re.findall(r"(?<=[^\s*†‡§¶])[*†‡§¶]{1,3}|(?<=\[)\d{1,3}(?=\])", part.text))
    return found


def split(lines: list[Line], page: Page, body: float, called: set[str]) -> tuple[list[Line], list[Note]]:
    """The lines of a column without its footnotes, and these."""
    start, ruled = _foot(lines, page, body)
    foot = lines[start:]
    first = next((at for at, line in enumerate(foot) if _mark(line, ruled, called)), None)
    if first is None:
        return (lines[:start], [Note("", foot, page.number)]) if foot and ruled and start_of_note(foot) else (lines, [])
    notes = [Note("", foot[:first], page.number)] if first and ruled else []
    kept = lines[:start] if ruled else lines[: start + first]
    raised = foot[first].parts[0].raised
    for line in foot[first:]:
        mark = _mark(line, ruled, called)
        if mark and line.parts[0].raised == raised and (raised or _follows(mark, notes, called)):
            notes.append(Note(mark, [line], page.number))
        else:
            notes[-1].lines.append(line)
    return kept, notes


def start_of_note(foot: Sequence[Line]) -> bool:
    """Whether lines at the foot may be the rest of a note: running text rather than a table's source or a signature."""
    return foot[0].text[:1].islower() or len(foot) > 1


def _follows(mark: str, notes: Sequence[Note], called: set[str]) -> bool:
    last = notes[-1].mark if notes else ""
    return mark in called or not last or (mark.isdigit() and last.isdigit() and int(mark) == int(last) + 1)


def _foot(lines: Sequence[Line], page: Page, body: float) -> tuple[int, bool]:
    """Where the foot of a column begins, and whether a rule parts it."""
    start = len(lines)
    while start and lines[start - 1].size <= _SMALLER * body:
        start -= 1
    if start < len(lines):
        for at in range(start, len(lines)):
            if _rule_above(lines, at, page):
                return at, True
        return start, False
    for at in range(len(lines) - 1, 0, -1):
        if _rule_above(lines, at, page):
            return (at, True) if lines[at].parts[0].raised else (len(lines), False)
    return len(lines), False


def _rule_above(lines: Sequence[Line], at: int, page: Page) -> bool:
    line = lines[at]
    above = lines[at - 1].base if at else line.base - 4 * line.size
    return any(
        max(above, line.base - 4 * line.size) < rule[1] < line.base - 0.5 * line.size
        and rule[0] < line.box[2]
        and rule[2] > line.box[0]
        and line.base > 0.3 * page.height
        for rule in page.rules
    )


def _mark(line: Line, ruled: bool, called: set[str]) -> str:
    """The sign with which a line begins a note, or nothing."""
    first = line.parts[0]
    if first.raised:
        sign = first.text.strip().translate(LOWERED)
        return sign if _SIGN.fullmatch(sign) and len(line.parts) > 1 else ""
    found = _MARK.match(first.text)
    if found is None:
        return ""
    sign = found[1] or found[2] or found[3]
    return sign if sign in called or (ruled and found[3] is None and found[2] is None) else ""


def name_notes(notes: Sequence[Note]) -> None:
    """Names that are unique in the document: where numbers begin again, a second 1 is `1·2`."""
    taken: dict[str, int] = {}
    for note in notes:
        taken[note.mark] = taken.get(note.mark, 0) + 1
        note.name = note.mark if taken[note.mark] == 1 else f"{note.mark}·{taken[note.mark]}"


class Calls:
    """What a raised sign calls: the note of its page, else the only one of that sign further on, as at a text's end."""

    def __init__(self, notes: Sequence[Note]) -> None:
        self._here = {(note.page, note.mark): note.name for note in notes}
        self._anywhere: dict[str, list[Note]] = {}
        self._signs: dict[int, set[str]] = {}
        for note in notes:
            self._anywhere.setdefault(note.mark, []).append(note)
            if not note.mark.isalnum():
                self._signs.setdefault(note.page, set()).add(note.mark)

    def name(self, sign: str, page: int) -> str | None:
        """The name of the note, or None."""
        for near in (page, page + 1, page - 1):  # where there is no room, a note begins a page before or after
            if (near, sign) in self._here:
                return self._here[near, sign]
        notes = self._anywhere.get(sign, [])
        return notes[0].name if len(notes) == 1 and notes[0].page > page and sign.isdigit() else None

    def signs(self, page: int) -> set[str]:
        """The signs, other than figures, of the notes of a page."""
        return self._signs.get(page, set())
