"""The claims of an export with everything that hangs on them, some hundred at a time."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import QuerySet, Value

from exchange.formats import base
from exchange.queries.content import Content
from exchange.queries.rows import in_groups, moment, text_of
from exchange.queries.snapshot import Snapshot
from reviews.models import Adjudication, Attribution, Verdict
from reviews.states import SETTLED

GROUP = 200
_CONTEXT_LENGTH = 32
_JUDGEMENT = (
    "author__name",
    "decision",
    "finding",
    "reasons",
    "credibility",
    "likelihood",
    "confidence",
    "rationale",
    "cycle",
    "current",
    moment("created_at"),
)
# The words of fragments and what surrounds them, from the sections they lie in.
_PASSAGES = """
SELECT wanted.place, min(section.start), string_agg(section.text, '' ORDER BY section.number)
FROM unnest(%s::int[], %s::uuid[], %s::int[], %s::int[]) AS wanted (place, revision, low, high)
JOIN sources_section section ON section.revision_id = wanted.revision
    AND section.start < wanted.high AND section.start + length(section.text) > wanted.low
GROUP BY wanted.place
"""


def _claims(content: Content) -> QuerySet[Any, Any]:
    return content.claims.order_by("id").values_list(
        text_of("id"),
        "statement",
        "kind",
        "state",
        "review_due",
        "review_due_reasons",
        "author__name",
        "tlp",
        "valid_from",
        "valid_to",
        text_of("particulars"),
        "decision",
        "finding",
        "reasons",
        "credibility",
        "likelihood",
        "confidence",
        moment("created_at"),
        moment("updated_at"),
    )


def _claim(row: tuple[Any, ...]) -> base.Claim:
    """The claim; what follows from verdicts alone is not an outcome of its own."""
    claim = base.Claim._make(row)
    if claim.state in SETTLED:
        return claim
    return claim._replace(decision="", finding="", reasons=[], credibility=None, likelihood=None, confidence="")


def _attributions(claims: list[str]) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = Attribution.objects.filter(claim_id__in=claims).order_by("claim_id", "position")
    return rows.values_list(text_of("claim_id"), "name", "role", "directness", "anonymous", "words")


def _evidence(content: Content, claims: list[str]) -> QuerySet[Any, Any]:
    return (
        content.evidence(claims)
        .order_by("claim_id", "id")
        .values_list(
            text_of("claim_id"),
            text_of("id"),
            "stance",
            text_of("document_id"),
            "document__title",
            text_of("revision_id"),
            text_of("annotation_id"),
            "starts",
            "ends",
            "quote",
            text_of("record"),
            "note",
            "author__name",
            moment("created_at"),
            "valid_from",
            "valid_to",
        )
    )


def _verdicts(content: Content, claims: list[str]) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = content.judgements(Verdict, claims).order_by("claim_id", "id")
    columns: tuple[Any, ...] = (text_of("claim_id"), text_of("id"), *_JUDGEMENT, "informed")
    return rows.values_list(*columns)


def _adjudications(content: Content, claims: list[str]) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = content.judgements(Adjudication, claims).order_by("claim_id", "id")
    columns: tuple[Any, ...] = (text_of("claim_id"), text_of("id"), *_JUDGEMENT)
    return rows.values_list(*columns, Value(True), "outcome", "dissent", "dissenting")


def _with_passages(snapshot: Snapshot, rows: list[base.Evidence]) -> list[base.Evidence]:
    """The evidence with the words of its fragments as they stand in the text, and what surrounds them."""
    places = [
        (index, row.revision, start, end)
        for index, row in enumerate(rows)
        for start, end in zip(row.starts, row.ends, strict=True)
    ]
    if not places:
        return rows
    numbers = list(range(len(places)))
    lows = [max(0, start - _CONTEXT_LENGTH) for _index, _revision, start, _end in places]
    highs = [end + _CONTEXT_LENGTH for *_rest, end in places]
    found = snapshot.fetch(_PASSAGES, [numbers, [place[1] for place in places], lows, highs])
    passages: dict[int, list[base.Passage]] = {}
    for place, origin, text in sorted(found):
        index, _revision, start, end = places[place]
        low, high = start - origin, end - origin
        around = text[max(0, low - _CONTEXT_LENGTH) : low], text[high : high + _CONTEXT_LENGTH]
        passages.setdefault(index, []).append(base.Passage(text[low:high], *around))
    return [row._replace(passages=tuple(passages.get(index, ()))) for index, row in enumerate(rows)]


def _by_claim(rows: Iterable[Any]) -> dict[str, list[Any]]:
    return {claim: list(group) for claim, group in groupby(rows, key=itemgetter(0))}


def claims(snapshot: Snapshot, content: Content) -> Iterator[base.Judged]:
    """Every claim of the export."""
    for group in in_groups((_claim(row) for row in snapshot.rows(_claims(content))), GROUP):
        ids = [claim.id for claim in group]
        attributions = _by_claim(base.Attribution._make(row) for row in snapshot.rows(_attributions(ids)))
        rows = [base.Evidence(*row) for row in snapshot.rows(_evidence(content, ids))]
        evidence = _by_claim(_with_passages(snapshot, rows))
        verdicts = _by_claim(base.Judgement(*row) for row in snapshot.rows(_verdicts(content, ids)))
        decided = _by_claim(base.Judgement(*row) for row in snapshot.rows(_adjudications(content, ids)))
        for claim in group:
            yield base.Judged(
                claim,
                attributions.get(claim.id, []),
                evidence.get(claim.id, []),
                verdicts.get(claim.id, []),
                decided.get(claim.id, []),
            )
