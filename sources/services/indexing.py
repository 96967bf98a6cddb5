"""The search index, kept behind the log: entries of what changed are made again, batch by batch, each its own commit.

A project's index is written under an advisory lock, so two workers take turns. A rebuild fills a generation of its own
while searches read the old one; changes meanwhile go to both, and the last step switches.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import orjson
from django.db import connection, transaction
from django.db.models import F, QuerySet, UUIDField, Value
from django.db.models.functions import Cast

from projects.models import Event, EventCounter
from sources.languages import CONFIGS
from sources.models import IndexState
from sources.searching import Entries, Expression, IndexedEvent, Kind, kinds

EVENTS_AT_ONCE = 400
SUBJECTS_AT_ONCE = 400
WORDS_AT_MOST = 60_000
_LOCK_CLASS = 7201


@contextmanager
def _index_of(project_id: UUID) -> Iterator[IndexState | None]:
    """A transaction that alone writes the index of a project; None while somebody else does."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))", [_LOCK_CLASS, str(project_id)])
            (held,) = cursor.fetchone() or (False,)
        yield IndexState.objects.get_or_create(project_id=project_id)[0] if held else None


def lag_of(project_id: UUID) -> tuple[int, int]:
    """How far the index is, and the number of the last event."""
    number = IndexState.objects.filter(project_id=project_id).values_list("number", flat=True).first()
    last = EventCounter.objects.filter(project_id=project_id).values_list("number", flat=True).first()
    return number or 0, last or 0


def projects_behind() -> list[UUID]:
    """The projects whose index has events to follow, those with the fewest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.project_id FROM projects_eventcounter c
            LEFT JOIN sources_indexstate s ON s.project_id = c.project_id
            WHERE c.number > coalesce(s.number, 0) ORDER BY c.number - coalesce(s.number, 0)
            """
        )
        return [row[0] for row in cursor.fetchall()]


def follow_log(project_id: UUID) -> int:
    """Index what the next batch of events changed; return how many events that were."""
    with _index_of(project_id) as state:
        if state is None:
            return 0
        rows = Event.objects.filter(project_id=project_id, number__gt=state.number).order_by("number")
        numbered = list(rows.values_list("number", "kind", "subject_id", "document_id", "author_id")[:EVENTS_AT_ONCE])
        if not numbered:
            return 0
        events = [IndexedEvent(*row[1:]) for row in numbered]
        generations = [state.generation, *([state.rebuild_generation] if state.rebuild_generation else [])]
        for kind in kinds().values():
            subjects = list(kind.changed(project_id, events))
            _index_again(state, kind, subjects, generations)
        state.number = numbered[-1][0]
        state.save(update_fields=["number", "configs"])
        return len(numbered)


def begin_rebuild(project_id: UUID) -> bool:
    """Open a new generation, or go on with the one a rebuild has left; False while the index is being written."""
    with _index_of(project_id) as state:
        if state is None:
            return False
        if not state.rebuild_generation:
            state.rebuild_generation = state.generation + 1
            state.rebuild_kind, state.rebuild_after = next(iter(kinds())), None
            state.save(update_fields=["rebuild_generation", "rebuild_kind", "rebuild_after"])
        return True


def rebuild_some(project_id: UUID) -> int | None:
    """Put the next batch of rows into the new generation; return how many, 0 while locked out, None at the end."""
    with _index_of(project_id) as state:
        if state is None:
            return 0
        if not state.rebuild_generation:
            return None
        known = list(kinds())
        kind = kinds().get(state.rebuild_kind)
        subjects = kind.subjects(project_id, state.rebuild_after, SUBJECTS_AT_ONCE) if kind else []
        if kind is not None and subjects:
            _index_again(state, kind, subjects, [state.rebuild_generation])
            state.rebuild_after = subjects[-1]
        else:
            following = known[known.index(state.rebuild_kind) + 1 :] if state.rebuild_kind in known else []
            state.rebuild_kind, state.rebuild_after = (following[0] if following else ""), None
            if not following:
                state.generation, state.rebuild_generation = state.rebuild_generation, 0
                state.save()
                return None
        state.save(update_fields=["rebuild_kind", "rebuild_after", "configs"])
        return max(len(subjects), 1)


def remove_old_generations(project_id: UUID, batch: int = 5000) -> int:
    """Remove entries of generations that nobody reads any more; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            DELETE FROM sources_searchentry WHERE id IN (
                SELECT e.id FROM sources_searchentry e JOIN sources_indexstate s ON s.project_id = e.project_id
                WHERE e.project_id = %s AND e.generation <> s.generation
                    AND (s.rebuild_generation = 0 OR e.generation <> s.rebuild_generation) LIMIT %s)
            """,
            [project_id, batch],
        )
        return int(cursor.rowcount)


def _index_again(state: IndexState, kind: Kind, subjects: Sequence[UUID], generations: Sequence[int]) -> None:
    for start in range(0, len(subjects), SUBJECTS_AT_ONCE):
        part = list(subjects[start : start + SUBJECTS_AT_ONCE])
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM sources_searchentry WHERE subject_id = ANY(%s) AND kind = %s AND generation = ANY(%s)",
                [part, kind.name, list(generations)],
            )
        used = _insert(state.project_id, kind, kind.entries(state.project_id, part), generations)
        state.configs = sorted({*state.configs, *used})


def _insert(project_id: UUID, kind: Kind, entries: Entries, generations: Sequence[int]) -> list[str]:
    """Insert entries without taking them through Python; return the configurations they were made with."""
    inner, values = _selected(entries).query.sql_with_params()
    statement = f"""
        WITH given AS (
            SELECT subject, part, document, author, secrecy, tlp, language,
                left(heading, %s) AS heading, left(words, %s) AS words,
                coalesce(%s::jsonb ->> split_part(lower(s.language), '-', 1), 'simple') AS config
            FROM ({inner}) AS s (subject, part, document, author, secrecy, tlp, language, heading, words)
        ), made AS (
            INSERT INTO sources_searchentry
                (project_id, kind, document_id, subject_id, part, author_id, secrecy, tlp, config, vector, generation)
            SELECT %s, %s, document, subject, part, author, secrecy, tlp, config,
                setweight(to_tsvector(config::regconfig, {_composed("heading")}), 'A')
                    || to_tsvector(config::regconfig, {_composed("words")}), generation
            FROM given CROSS JOIN unnest(%s) AS g (generation)
            ON CONFLICT DO NOTHING RETURNING config
        ) SELECT array_agg(DISTINCT config) FROM made
    """  # noqa: S608 (the inner statement is Django's own, its values are parameters)
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            [
                WORDS_AT_MOST,
                WORDS_AT_MOST,
                orjson.dumps(CONFIGS).decode(),
                *values,
                project_id,
                kind.name,
                list(generations),
            ],
        )
        (used,) = cursor.fetchone() or (None,)
    return list(used or [])


def _composed(column: str) -> str:
    """SQL for a text with each letter and its signs as one character; asking first is quicker than doing it."""
    return f"CASE WHEN {column} IS NFC NORMALIZED THEN {column} ELSE normalize({column}) END"


def _selected(entries: Entries) -> "QuerySet[Any, Any]":
    """The columns of the entries in the order the statement names them."""
    author: Expression = Cast(Value(None), UUIDField()) if entries.author is None else entries.author
    columns = [
        entries.subject, entries.part, entries.document, author, entries.secrecy, entries.tlp, entries.language,
        entries.heading, entries.words,
    ]  # fmt: skip
    named = {f"entry_{at}": F(column) if isinstance(column, str) else column for at, column in enumerate(columns)}
    rows: QuerySet[Any, Any] = entries.rows.order_by().annotate(**named).values_list(*named)
    return rows
