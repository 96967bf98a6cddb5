"""Full-text search over everything that registered a kind, under the policy.

At most `CANDIDATES` entries of a kind are ranked; a count past that is said as "1,000+". The expression is read with
each configuration the project's texts have, and an entry is only compared with the reading of its own. While the index
lags behind the log, everything found is checked against the rows themselves, so that not even a count gives away what
has been taken out of somebody's sight; what is shown is checked always.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from projects import policy
from projects.errors import Invalid
from projects.models import EventCounter
from projects.spelling import composed
from projects.viewers import Viewer
from sources.expressions import parse
from sources.languages import SIMPLE
from sources.models import Document, IndexState, SearchEntry
from sources.queries.facets import Choice, counted, narrowed
from sources.queries.snippets import Snippet, lexemes_of, snippets
from sources.queries.tsqueries import ReadyQuery, queries_of
from sources.searching import Found, Key, Kind, kinds

CANDIDATES = 1000
WORDS_AT_MOST = 500
ANY_KIND = "\0"  # in no search, as words that hold it are refused


@dataclass(frozen=True)
class Hit:
    """One thing that was found, and where its words are."""

    kind: Kind
    key: Key
    rank: float
    config: str
    document: UUID | None = None


@dataclass
class Results:
    """One page of hits, how many there are of each kind, and how those of the chosen kinds divide."""

    hits: list[tuple[Hit, Found, Snippet]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    facets: dict[str, list[Choice]] = field(default_factory=dict)
    total: int = 0


def chosen_kinds(names: str) -> list[Kind]:
    """The kinds named in `documents,claims`; all of them without a name."""
    known = {kind.plural: kind for kind in kinds().values()}
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise Invalid({"in": _("Choose from %(known)s.") % {"known": ", ".join(known)}})
    return [known[name] for name in dict.fromkeys(wanted)] or list(known.values())


def count_shown(count: int) -> str:
    """A count as it is said: exact up to the cap."""
    return f"{CANDIDATES:,}+" if count > CANDIDATES else f"{count:,}"


def search(
    viewer: Viewer,
    words: str,
    among: Sequence[Kind],
    *,
    only: Sequence[Kind] | None = None,
    parts: Mapping[str, str] | None = None,
    start: int = 0,
    size: int = 20,
) -> Results:
    """Find words in the viewer's project, best matches first; with `only`, the others of `among` are just counted.

    `parts` narrows everything to parts of the facets (`sources.queries.facets`).
    """
    words = checked_words(words)
    documents = narrowed(viewer, parts or {})
    state = IndexState.objects.filter(project_id=viewer.project_id).first()
    if state is None:
        return Results(counts={kind.plural: 0 for kind in among})
    lags = EventCounter.objects.filter(project_id=viewer.project_id, number__gt=state.number).exists()
    queries = queries_of(parse(words), state.configs or [SIMPLE])
    inner, values = entries_matching(viewer, state, queries, documents)
    results, hits = Results(), []
    for kind in among:
        own = [kind.name if value == ANY_KIND else value for value in values]
        found = _ranked(kind, queries, inner, own) if queries else []
        if lags:
            found = _still_visible(viewer, found)
        results.counts[kind.plural] = len(found)
        if only is None or kind in only:
            hits += found[:CANDIDATES]
    hits.sort(key=lambda hit: -hit.rank)
    results.total = len(hits)
    results.facets = counted(viewer, (hit.document for hit in hits))
    page = _still_visible(viewer, hits[start : start + size])
    results.hits = _shown(viewer, page, queries)
    return results


def _still_visible(viewer: Viewer, hits: list[Hit]) -> list[Hit]:
    """The hits that the viewer may see by the rows themselves: entries may be a moment old."""
    left: list[Hit] = []
    for kind in {hit.kind.name: hit.kind for hit in hits}.values():
        visible = set(kind.visible(viewer, [hit.key[0] for hit in hits if hit.kind is kind]))
        left += [hit for hit in hits if hit.kind is kind and hit.key[0] in visible]
    return sorted(left, key=lambda hit: -hit.rank)


def checked_words(words: str) -> str:
    """What was written, composed as the index is; refuses nothing and too much."""
    words = composed(words.strip())
    if not words:
        raise Invalid({"q": _("Write what to look for.")})
    if len(words) > WORDS_AT_MOST or "\0" in words:
        raise Invalid({"q": _("Use at most %(n)d characters.") % {"n": WORDS_AT_MOST}})
    return words


def entries_matching(
    viewer: Viewer, state: IndexState, queries: Mapping[str, str], documents: "QuerySet[Document] | None" = None
) -> tuple[str, list[Any]]:
    """The statement for entries that match and that the viewer may see by their columns, and its values.

    It is the same for every kind but for the value that stands in place of the kind's name. It gives subject, part,
    document, configuration and vector.
    """
    matching = Q()
    for config, query in queries.items():
        matching |= Q(config=config, vector=ReadyQuery(query))
    rows = SearchEntry.objects.filter(matching, policy.visible(viewer, SearchEntry), kind=ANY_KIND)
    rows = rows.filter(project_id=viewer.project_id, generation=state.generation)
    if documents is not None:
        rows = rows.filter(document_id__in=documents.values("id"))
    columns = ("subject_id", "part", "document_id", "config", "vector")
    sql, values = rows.values_list(*columns).query.sql_with_params()
    return sql, list(values)


def _ranked(kind: Kind, queries: Mapping[str, str], inner: str, values: Sequence[Any]) -> list[Hit]:
    """The best entry of each thing of one kind, best first."""
    statement = f"""
        SELECT subject, part, document, c.config, ts_rank(vector, q.query::tsquery) AS rank
        FROM ({inner} LIMIT %s) AS c (subject, part, document, config, vector)
        JOIN unnest(%s::text[], %s::text[]) AS q (config, query) ON q.config = c.config
        ORDER BY rank DESC, subject, part
    """  # noqa: S608 (the inner statement is Django's own, its values are parameters)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, CANDIDATES + 1, list(queries), list(queries.values())])
        rows: list[tuple[UUID, int, UUID | None, str, float]] = cursor.fetchall()
    best: dict[UUID, Hit] = {}
    for subject, part, document, config, rank in rows:
        best.setdefault(subject, Hit(kind, (subject, part), rank, config, document))
    return list(best.values())


def _shown(viewer: Viewer, page: list[Hit], queries: Mapping[str, str]) -> list[tuple[Hit, Found, Snippet]]:
    loaded: dict[tuple[str, Key], Found] = {}
    for kind in kinds().values():
        keys = [hit.key for hit in page if hit.kind is kind]
        if keys:
            loaded |= {(kind.name, key): found for key, found in kind.load(viewer, keys).items()}
    there = [hit for hit in page if (hit.kind.name, hit.key) in loaded]
    founds = [loaded[hit.kind.name, hit.key] for hit in there]
    lexemes = list(dict.fromkeys(lexeme for query in queries.values() for lexeme in lexemes_of(query)))
    texts = [(found.words, hit.config) for hit, found in zip(there, founds, strict=True)]
    return list(zip(there, founds, snippets(texts, queries, lexemes), strict=True))


def represent_hit(hit: Hit, found: Found, snippet: Snippet) -> dict[str, Any]:
    """One hit as the API gives it."""
    document = {"id": str(found.document_id), "title": found.document_title} if found.document_id else None
    return {
        "kind": hit.kind.name,
        "id": str(hit.key[0]),
        "document": document,
        "title": found.title,
        "snippet": {"text": snippet.text, "hits": snippet.hits},
        "url": found.url,
    }
