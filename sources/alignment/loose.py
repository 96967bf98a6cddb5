"""Where a pure insertion or deletion is put when the words on its border repeat.

`The dog ran. The cat sat.` from `The cat sat.`: inserted were `The dog ran. ` or `dog ran. The `. A reader expects
the first. So the places where the gap can stand are rated: at a paragraph, at a line, after a sentence, between words.
The best place is taken; where several are equally good (a doubled paragraph, a doubled word), all are told.
"""

import re

from sources.alignment.tokens import same_before, same_from

# A gap is followed this far when it is moved, so that texts that repeat without end take no time without end.
FARTHEST = 20_000
_BREAK = re.compile(r"\s+|(?<=[^\w\s])(?=\w)|(?<=\w)(?=[^\w\s])")
_SENTENCE_ENDS = frozenset(".!?…。！？؟:;")
_CLOSING = "\"'”’»)]"


def placed(text: str, start: int, end: int, left: int, right: int) -> tuple[int, tuple[int, ...]]:
    """How far to move the gap `[start, end)` of a text, and the distances from there to the equally good places.

    `left` and `right` are how many characters before and after the gap are the same in both texts.
    """
    back = same_before(text, start, text, end, min(left, FARTHEST))
    forth = same_from(text, start, text, end, min(right, FARTHEST))
    if not back and not forth:
        return 0, (0,)
    places = {0, -back, forth}
    places.update(found.end() - start for found in _BREAK.finditer(text, start - back, start + forth))
    rated = [(_rank(text, start + place, end + place), place) for place in sorted(places) if -back <= place <= forth]
    best = max(rank for rank, _ in rated)
    good = [place for rank, place in rated if rank == best]
    kept = [good[0]]
    for place in good[1:]:
        if any(letter.isalnum() for letter in text[start + kept[-1] : start + place]):
            kept.append(place)
    taken = kept[-1] if 0 not in kept else 0
    return taken, tuple(place - taken for place in kept)


def _rank(text: str, at: int, end: int) -> int:
    """How much a place looks like a border where something begins, or ends the text.

    5 a paragraph, 4 a line, 3 a sentence or a place inside a break, 2 after a space, 1 before a space or at a sign,
    0 inside a word.
    """
    if at == 0 or end == len(text):
        return 5
    before = text[at - 1]
    if before == "\n":
        if text[at] == "\n":
            return 3
        return 5 if text[at - 2 : at] == "\n\n" else 4
    if before.isspace():
        words = text[max(0, at - 40) : at].rstrip().rstrip(_CLOSING)
        return 3 if words and words[-1] in _SENTENCE_ENDS else 2
    return 0 if before.isalnum() and text[at].isalnum() else 1
