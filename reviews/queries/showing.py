"""Claims as pages show them: evidence in its surroundings, verdicts with what differs, history in sentences."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from projects import policy
from projects.queries.events import told, visible_events
from projects.viewers import Viewer
from reviews.judging import Judgement, differing
from reviews.links import passage_url
from reviews.models import Adjudication, Claim, Evidence, Verdict
from reviews.queries.exhibits import exhibit
from reviews.queries.passages import around
from reviews.queries.representing import counting, others_hidden
from reviews.records import judgement_of
from reviews.tables import Row
from reviews.words import CONFIDENCE, CREDIBILITY, REASONS, likelihood_words

MAX_EVENTS = 100
Facts = dict[str, Any]


def evidence_cards(slug: str, claim: Claim, rows: Sequence[Evidence]) -> list[Facts]:
    """Each piece of evidence with the words around it, read for all of them in one query."""
    places = [(row.revision_id, row.starts[0], row.ends[-1]) for row in rows if row.revision_id and row.starts]
    passages = around(places)
    cards = []
    for row in rows:
        place = (row.revision_id, row.starts[0], row.ends[-1]) if row.revision_id and row.starts else None
        passage = passages.get(place) if place else None
        cards.append(
            {
                "row": row,
                "stance": row.stance,
                "counts_as": exhibit(claim, row).effective_stance,
                "before": passage.before if passage else "",
                "quote": row.quote or (row.record or {}).get("quotation") or _("The whole document"),
                "after": passage.after if passage else "",
                "table": cells_shown(passage.table, list(zip(row.starts, row.ends, strict=True))) if passage else [],
                "title": row.document.title if row.document else (row.record or {}).get("citation", ""),
                "url": passage_url(slug, row),
                **_source(row),
            }
        )
    return cards


def cells_shown(rows: Iterable[Row], fragments: Sequence[tuple[int, int]]) -> list[Facts]:
    """The rows of a table with the words of the passage marked in their cells."""
    return [{"header": row.header, "cells": [cell.pieces(fragments) for cell in row.cells]} for row in rows]


def _source(row: Evidence) -> Facts:
    """Who published it, how reliable they are, and when; of a record, when it was retrieved."""
    if row.document is None:
        retrieved = (row.record or {}).get("retrieved_on") or ""
        return {
            "source": _("Reference record"),
            "grade": "",
            "date": _("retrieved %s") % retrieved if retrieved else "",
        }
    publisher = row.document.publisher
    return {
        "source": publisher.name if publisher else _("Publisher unknown"),
        "grade": (publisher.reliability if publisher else "") or "F",
        "date": row.document.published,
    }


@dataclass(frozen=True)
class Column:
    """One judgement among others: what it says, each fact with whether it differs."""

    row: Verdict | Adjudication
    name: str
    facts: list[Facts]
    dissents: bool = False


def columns(viewer: Viewer, claim: Claim, verdicts: Sequence[Verdict], dissenting: Iterable[Any] = ()) -> list[Column]:
    """Verdicts side by side."""
    different = differing([judgement_of(verdict) for verdict in verdicts])
    dissent = set(dissenting)
    return [
        Column(verdict, verdict.author.name, facts_of(viewer, judgement_of(verdict), different), verdict.id in dissent)
        for verdict in verdicts
    ]


def facts_of(viewer: Viewer, said: Judgement, different: Sequence[str] = ()) -> list[Facts]:
    """What a judgement says, in words."""
    facts: list[Facts] = [
        {"name": "decision", "term": _("Decision"), "value": said.decision},
        {"name": "finding", "term": _("Finding"), "value": said.finding},
        {"name": "credibility", "term": _("Credibility"), "text": credibility_words(said.credibility)},
        {"name": "reasons", "term": _("Reasons"), "list": [str(REASONS[reason]) for reason in said.reasons]},
    ]
    if viewer.project.likelihood_words:
        words = likelihood_words(viewer.project, said.likelihood)
        facts.append({"name": "likelihood", "term": _("Likelihood"), "text": words})
    if viewer.project.uses_confidence:
        confidence = str(CONFIDENCE[said.confidence]) if said.confidence else ""
        facts.append({"name": "confidence", "term": _("Confidence"), "text": confidence})
    for fact in facts:
        fact["differs"] = fact["name"] in different
    return facts


def credibility_words(grade: int | None) -> str:
    """Code and words: `2 · probably true`."""
    return f"{grade} · {CREDIBILITY[grade]}" if grade else ""


@dataclass(frozen=True)
class Board:
    """The verdicts of a claim as one viewer may see them now."""

    hidden: bool
    may_judge: bool
    own: Verdict | None
    compared: list[Column]
    earlier: list[Verdict]


def board(viewer: Viewer, claim: Claim, verdicts: Sequence[Verdict], dissenting: Iterable[Any] = ()) -> Board:
    """Verdicts that count side by side, earlier ones apart."""
    now = counting(claim, verdicts)
    own = next((verdict for verdict in now if viewer.wrote(verdict.author_id)), None)
    ids = {verdict.id for verdict in now}
    return Board(
        hidden=others_hidden(viewer, claim, verdicts),
        may_judge=policy.may(viewer, "verdict.submit", claim),
        own=own,
        compared=columns(viewer, claim, now, dissenting),
        earlier=[verdict for verdict in verdicts if verdict.id not in ids],
    )


def history(viewer: Viewer, claim: Claim) -> list[Facts]:
    """What happened to a claim, newest first, as far as the viewer may see it."""
    events = visible_events(viewer).filter(subject_id=claim.id).order_by("-number")[:MAX_EVENTS]
    return [told(event) | ({} if event.actor_name else {"icon": "scale"}) for event in events]
