"""Keyword in context: every place in the documents where the words of a search stand, one a line.

The index names the sections; where in them the words stand is found here. Which words of a text belong to a word that
is looked for is PostgreSQL's to say (`runs` belongs to `run` in an English text, not in one without a language), so the
different words of the sections are put to it once for each configuration, and the places are then found by comparison.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from projects.errors import Invalid
from projects.spelling import composed
from projects.viewers import Viewer
from sources.expressions import Term, parse, wanted
from sources.languages import SIMPLE
from sources.models import IndexState
from sources.queries.facets import narrowed
from sources.queries.findable import DOCUMENTS
from sources.queries.search import ANY_KIND, checked_words, entries_matching
from sources.queries.tsqueries import queries_of

SECTIONS_AT_MOST = 400
LINES_AT_MOST = 1000
CONTEXT = 70
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Line:
    """One place: `start` and `end` are code points of the document's current text."""

    document: UUID
    title: str
    start: int
    end: int
    left: str
    hit: str
    right: str


@dataclass(frozen=True)
class Concordance:
    """The lines in the order asked for; `more` says that there are more than were looked at."""

    lines: list[Line]
    more: bool


def _by_left(line: Line) -> Any:
    return [word.casefold() for word in reversed(_WORD.findall(line.left))], line.title, line.start


def _by_right(line: Line) -> Any:
    return [word.casefold() for word in _WORD.findall(line.right)], line.title, line.start


def _by_place(line: Line) -> Any:
    return line.title, line.document, line.start


def _by_hit(line: Line) -> Any:
    return line.hit.casefold(), *_by_right(line)


SORTS: dict[str, Callable[[Line], Any]] = {
    "document": _by_place, "left": _by_left, "right": _by_right, "word": _by_hit,
}  # fmt: skip


def concordance(
    viewer: Viewer, words: str, *, sort: str = "document", parts: Mapping[str, str] | None = None
) -> Concordance:
    """Every place of the words and phrases that are wanted, in the documents that match the whole search."""
    words = checked_words(words)
    if sort not in SORTS:
        raise Invalid({"sort": _("Choose one of %(known)s.") % {"known": ", ".join(SORTS)}})
    documents = narrowed(viewer, parts or {})
    expression = parse(words)
    state = IndexState.objects.filter(project_id=viewer.project_id).first()
    queries = queries_of(expression, state.configs or [SIMPLE]) if state else {}
    if state is None or not queries:
        return Concordance([], more=False)
    inner, values = entries_matching(viewer, state, queries, documents)
    own = [DOCUMENTS.name if value == ANY_KIND else value for value in values]
    sections, more = _sections(viewer, inner, own)
    lines: list[Line] = []
    for line in _lines(sections, wanted(expression)):
        if len(lines) == LINES_AT_MOST:
            more = True
            break
        lines.append(line)
    return Concordance(sorted(lines, key=SORTS[sort]), more)


@dataclass(frozen=True)
class _Section:
    document: UUID
    title: str
    start: int
    text: str
    config: str


def _sections(viewer: Viewer, inner: str, values: Sequence[Any]) -> tuple[list[_Section], bool]:
    """The sections to look in, and whether there are more; each is checked against the rows themselves."""
    statement = f"""
        SELECT d.id, d.title, s.start, s.text, c.config
        FROM ({inner} LIMIT %s) AS c (subject, part, document, config, vector)
        JOIN sources_document d ON d.id = c.subject AND d.project_id = %s AND d.deleted_at IS NULL
        JOIN sources_section s ON s.revision_id = d.current_revision_id AND s.number = c.part
        ORDER BY d.title, d.id, s.start
    """  # noqa: S608 (the inner statement is Django's own, its values are parameters)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, SECTIONS_AT_MOST + 1, viewer.project_id])
        rows = [_Section(*row) for row in cursor.fetchall()]
    visible = set(DOCUMENTS.visible(viewer, sorted({row.document for row in rows})))
    return [row for row in rows[:SECTIONS_AT_MOST] if row.document in visible], len(rows) > SECTIONS_AT_MOST


def _lines(sections: Sequence[_Section], terms: Sequence[Term]) -> Iterator[Line]:
    found_in = [[(found.start(), found.end()) for found in _WORD.finditer(section.text)] for section in sections]
    forms = _forms(sections, found_in, terms)
    for section, places in zip(sections, found_in, strict=True):
        spelled = [composed(section.text[start:end]).casefold() for start, end in places]
        for start, end in _hits(places, spelled, forms.get(section.config, [])):
            yield Line(
                document=section.document,
                title=section.title,
                start=section.start + start,
                end=section.start + end,
                left=_one_line(section.text[max(0, start - CONTEXT) : start]),
                hit=_one_line(section.text[start:end]),
                right=_one_line(section.text[end : end + CONTEXT]),
            )


def _one_line(text: str) -> str:
    return _SPACES.sub(" ", text)


Forms = list[list[set[str]]]


def _forms(
    sections: Sequence[_Section], found_in: Sequence[Sequence[tuple[int, int]]], terms: Sequence[Term]
) -> dict[str, Forms]:
    """Configuration → for each term, for each of its words, the words of the sections that belong to it."""
    spelled: dict[str, set[str]] = {}
    for section, places in zip(sections, found_in, strict=True):
        known = spelled.setdefault(section.config, set())
        known.update(composed(section.text[start:end]).casefold() for start, end in places)
    parts = [_words_of(term) for term in terms]
    single = {Term(word, term.prefix) for term, words in zip(terms, parts, strict=True) for word in words}
    return {
        config: [
            [belonging[word, term.prefix] for word in words] for term, words in zip(terms, parts, strict=True) if words
        ]
        for config, known in spelled.items()
        for belonging in [_belonging(config, known, single)]
    }


def _words_of(term: Term) -> list[str]:
    return [found[0].casefold() for found in _WORD.finditer(composed(term.text))]


def _belonging(config: str, known: Iterable[str], single: Iterable[Term]) -> dict[tuple[str, bool], set[str]]:
    """(word, prefix) → those of the known words that a search for it finds."""
    found: dict[tuple[str, bool], set[str]] = {}
    listed = sorted(known)
    for term in single:
        (query,) = queries_of(term, [config]).values() or ("",)
        if not query:
            # A word that the configuration passes over stands in a phrase all the same.
            found[term.text, term.prefix] = {term.text}
            continue
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT word FROM unnest(%s::text[]) AS g (word) WHERE to_tsvector(%s::regconfig, word) @@ %s::tsquery",
                [listed, config, query],
            )
            found[term.text, term.prefix] = {word for (word,) in cursor.fetchall()}
    return found


def _hits(places: Sequence[tuple[int, int]], spelled: Sequence[str], forms: Forms) -> list[tuple[int, int]]:
    """Where any of the terms stands, in order; a place that lies in one already found is not another."""
    found: list[tuple[int, int]] = []
    for at in range(len(places)):
        longest = max(
            (
                len(words)
                for words in forms
                if at + len(words) <= len(places)
                and all(spelled[at + further] in word for further, word in enumerate(words))
            ),
            default=0,
        )
        if longest and (not found or places[at][0] >= found[-1][1]):
            found.append((places[at][0], places[at + longest - 1][1]))
    return found


def represent_line(line: Line) -> dict[str, Any]:
    """One line as the API gives it."""
    return {
        "document": {"id": str(line.document), "title": line.title},
        "start": line.start,
        "end": line.end,
        "left": line.left,
        "hit": line.hit,
        "right": line.right,
    }
