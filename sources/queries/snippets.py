"""Words around what a search found, with the places of the hits in them.

PostgreSQL knows which words of a text match a query, but marking them in a whole section is slow. So a window around
the first likely place is cut out here, and only that is given to it; all windows of a page in one statement.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from projects.spelling import composed

_AROUND = 140
_OPEN, _CLOSE = "\x02", "\x03"
_OPTIONS = f"HighlightAll=true, StartSel={_OPEN}, StopSel={_CLOSE}"
_LEXEME = re.compile(r"'((?:[^']|'')+)'")
_NEGATED = re.compile(r"!'(?:[^']|'')+'|!\([^()]*\)")


@dataclass(frozen=True)
class Snippet:
    """A piece of text and the hits in it as `[start, end]`."""

    text: str
    hits: list[list[int]]


def lexemes_of(query: str) -> list[str]:
    """The words a text search query looks for, longest first; what it excludes is left out."""
    found = {lexeme.replace("''", "'") for lexeme in _LEXEME.findall(_NEGATED.sub("", query))}
    return sorted(found, key=lambda lexeme: (-len(lexeme), lexeme))


def window(words: str, lexemes: Sequence[str]) -> tuple[int, int]:
    """The part of a text around the first word that begins like one of the lexemes; the beginning without any."""
    if len(words) <= 2 * _AROUND + 40:
        return 0, len(words)
    at = 0
    if lexemes:
        pattern = r"\b(?:" + "|".join(re.escape(lexeme) for lexeme in lexemes) + ")"
        found = re.search(pattern, words, re.IGNORECASE)
        at = found.start() if found else 0
    start, end = max(0, at - _AROUND), min(len(words), max(at, _AROUND) + _AROUND)
    if start > 0:
        space = re.search(r"\s", words[start:at])
        start += space.end() if space else 0
    if end < len(words):
        cut = re.search(r"\s\S*$", words[at:end])
        end = at + cut.start() if cut and cut.start() > 0 else end
    return start, end


def snippets(texts: Sequence[tuple[str, str]], queries: Mapping[str, str], lexemes: Sequence[str]) -> list[Snippet]:
    """A snippet for each `(text, configuration)` of a page of hits; it is composed, as the index and the words are.

    `queries` has the query of each configuration, as text.
    """
    if not texts:
        return []
    pieces = []
    for text in (composed(text) for text, _config in texts):
        start, end = window(text, lexemes)
        piece = text[start:end].replace(_OPEN, " ").replace(_CLOSE, " ")
        pieces.append(("… " if start > 0 else "") + " ".join(piece.split()) + (" …" if end < len(text) else ""))
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT ts_headline(config::regconfig, piece, query::tsquery, %s)
            FROM unnest(%s::text[], %s::text[], %s::text[]) WITH ORDINALITY AS g (piece, config, query, place)
            ORDER BY place
            """,
            [_OPTIONS, pieces, [config for _text, config in texts], [queries[config] for _text, config in texts]],
        )
        return [_parsed(marked) for (marked,) in cursor.fetchall()]


def _parsed(marked: str) -> Snippet:
    """Take the signs of the hits out of a text and keep their places."""
    plain: list[str] = []
    hits: list[list[int]] = []
    at = 0
    for part in re.split(f"({_OPEN}|{_CLOSE})", marked):
        if part == _OPEN:
            hits.append([at, at])
        elif part == _CLOSE:
            hits[-1][1] = at
        else:
            plain.append(part)
            at += len(part)
    return Snippet("".join(plain), hits)
