"""Lines put together to running words: hyphens at their ends undone, calls of footnotes noted."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from sources.composing import Passage
from sources.readers.pdf.notes import Calls
from sources.readers.pdf.scripts import LOWERED
from sources.readers.pdf.shapes import Line, Part

_HYPHENS = "-\N{HYPHEN}"
_TOKEN = re.compile(r"[^\W\d_]+(?:[-\N{HYPHEN}][^\W\d_]+)*")
_LAST = re.compile(r"([^\W\d_]+(?:[-\N{HYPHEN}][^\W\d_]+)*)[-\N{HYPHEN}]$")
_FIRST = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"(?:https?:/{0,2}|(?:https?://|www\.)\S*[/\-._?=&]|\w@)$")
_DASH = re.compile(r"\S—$|\w–$")
_UNSPACED = re.compile("[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
_WORD_AT_MOST = 120
_UNIT = re.compile(r"[\s\d(/](?:[mkcdhμ]?m|ft|yd|mi|s)$")  # a square or cubic one follows
_CALLED = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}|[*†‡§¶]{1,3}|[a-z]")


class Vocabulary:
    """The words of a document as they stand within its lines: how a word that was broken is written elsewhere."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._count: Counter[str] = Counter()
        broken = False
        for line in lines:
            text = line.text
            words = _TOKEN.findall(text)
            if broken and words:
                words = words[1:]
            broken = text.rstrip()[-1:] in _HYPHENS and bool(text.strip())
            if broken and words:
                words = words[:-1]
            self._count.update(word.lower().replace("\N{HYPHEN}", "-") for word in words)

    def keeps_hyphen(self, left: str, right: str) -> bool:
        """Whether a hyphen between the two belongs to the word, rather than to the end of the line."""
        left, right = left.lower().replace("\N{HYPHEN}", "-"), right.lower()
        return self._count[f"{left}-{right}"] > 0 and self._count[left + right] == 0


def joined(lines: Sequence[Line], vocabulary: Vocabulary) -> list[tuple[Part, int]]:
    """The parts of lines as one run, each with its page."""
    run: list[tuple[Part, int]] = []
    for line in lines:
        parts = [Part(part.text, part.raised) for part in line.parts]
        if run:
            _join(run[-1][0], parts[0], vocabulary)
        for part in parts:
            if run and run[-1][0].raised == part.raised and run[-1][1] == line.page:
                run[-1][0].text += part.text
            else:
                run.append((part, line.page))
    return run


def _join(above: Part, below: Part, vocabulary: Vocabulary) -> None:
    """What stands between the end of one line and the beginning of the next."""
    above.text = above.text.rstrip()
    end = above.text[-_WORD_AT_MOST:]
    last, first = _LAST.search(end), _FIRST.match(below.text)
    if above.text[-1:] in _HYPHENS and above.text[-2:-1].isalnum():
        if last and first and first[0][0].islower() and not vocabulary.keeps_hyphen(last[1], first[0]):
            above.text = above.text[:-1]
    elif not (_ADDRESS.search(end) or _DASH.search(end) or (below.raised and not above.raised)) and not (
        _UNSPACED.match(above.text[-1:]) and _UNSPACED.match(below.text)
    ):
        above.text += " "


def passage_of(lines: Sequence[Line], vocabulary: Vocabulary, calls: Calls, *, note: bool = False) -> Passage:
    """The words of lines; in a note the sign at its beginning is no call."""
    passage = Passage()
    for number, (part, page) in enumerate(joined(lines, vocabulary)):
        if part.raised:
            _add_raised(passage, part.text, page, calls, opens=number == 0 and note)
            if number == 0 and note:
                passage.add(" ")
        else:
            _add_signs(passage, part.text, page, calls, opens=number == 0 and note)
    return passage


def _add_raised(passage: Passage, text: str, page: int, calls: Calls, *, opens: bool) -> None:
    reached = 0
    for found in _CALLED.finditer(text):
        unit = found[0] in {"²", "³"} and _UNIT.search(passage.text[-8:])
        name = None if opens or unit else calls.name(found[0].translate(LOWERED), page)
        passage.add(text[reached : found.start()])
        if name is None:
            passage.add(found[0])
        else:
            passage.call(name, found[0])
        reached = found.end()
    passage.add(text[reached:])


def _add_signs(passage: Passage, text: str, page: int, calls: Calls, *, opens: bool) -> None:
    """Words among which stand signs that call a note of their page."""
    signs = sorted(calls.signs(page), key=len, reverse=True)
    if not signs or opens:
        passage.add(text)
        return
    reached = 0
    for found in re.finditer(rf"(?<=\S)(?:{'|'.join(map(re.escape, signs))})(?=[\s.,;:)]|$)", text):
        passage.add(text[reached : found.start()])
        passage.call(calls.name(found[0], page) or "", found[0])
        reached = found.end()
    passage.add(text[reached:])
