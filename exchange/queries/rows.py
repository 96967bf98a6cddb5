"""The rows of an export as the formats take them, streamed in order from the snapshot.

Documents come by id; the sections and the marks of a group of documents come in the same order through cursors of their
own, and are joined here. So there is one query a group and table, and nothing is held but the text of one document.
"""

from collections.abc import Iterator
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, TypeVar

from django.db.models import F, Func, QuerySet, TextField
from django.db.models.functions import Cast

from exchange.formats import base
from exchange.queries.content import Content
from exchange.queries.snapshot import Snapshot
from sources.models import Section

GROUP = 500
_SECTIONS_AT_ONCE = 64

Item = TypeVar("Item")


def text_of(name: str) -> Cast:
    """An id or a JSON value as text: cheaper to read than to build and take apart again."""
    return Cast(name, TextField())


def moment(name: str) -> Func:
    """A time as text, in UTC."""
    return Func(
        F(name),
        template="to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')",
        output_field=TextField(),
    )


def in_groups(rows: Iterator[Item], size: int) -> Iterator[list[Item]]:
    """Some rows at a time."""
    while group := list(islice(rows, size)):
        yield group


def _documents(content: Content) -> QuerySet[Any, Any]:
    return content.documents.order_by("id").values_list(
        text_of("id"),
        "title",
        "authors",
        "publisher__name",
        "published",
        "language",
        "url",
        "file_name",
        text_of("metadata"),
        "tlp",
        text_of("current_revision_id"),
        "current_revision__number",
        "current_revision__sha256",
        moment("created_at"),
        "type",
        "container",
        "published_basis",
        "archive_url",
        "retrieved",
        "licence",
        "notes",
    )


def _sections(documents: list[base.Document]) -> QuerySet[Any, Any]:
    rows = Section.objects.filter(revision_id__in=[document.revision for document in documents])
    return rows.order_by("revision__document_id", "number").values_list(text_of("revision__document_id"), "text")


def _marks(content: Content, documents: list[base.Document]) -> QuerySet[Any, Any]:
    rows = content.annotations([row.id for row in documents], [row.revision for row in documents])
    return rows.order_by("document_id", "id").values_list(
        text_of("document_id"),
        text_of("id"),
        "label__path",
        text_of("label_id"),
        "author__name",
        "author__kind",
        "author__program_version",
        "author__speaks_for__name",
        "layer",
        "anchors__starts",
        "anchors__ends",
        "note",
        text_of("attributes"),
        "tlp",
        moment("created_at"),
        moment("updated_at"),
    )


def relations(snapshot: Snapshot, content: Content) -> Iterator[base.Relation]:
    """Every relation of the export, document by document."""
    rows = content.relations.order_by("document_id", "id").values_list(
        text_of("document_id"),
        text_of("id"),
        "kind__name",
        "kind__symmetric",
        text_of("source_id"),
        text_of("target_id"),
        "author__name",
        "tlp",
        moment("created_at"),
    )
    return map(base.Relation._make, snapshot.rows(rows, at_once=GROUP))


def comments(snapshot: Snapshot, content: Content) -> Iterator[base.Comment]:
    """Every comment of the export, thread by thread in the order of saying."""
    rows = content.comments.order_by("thread_id", "created_at", "id").values_list(
        text_of("id"),
        text_of("thread_id"),
        "thread__kind",
        text_of("subject_id"),
        text_of("document_id"),
        "kind",
        "author__name",
        "text",
        "tlp",
        moment("created_at"),
        moment("edited_at"),
    )
    return map(base.Comment._make, snapshot.rows(rows, at_once=GROUP))


class _Joined:
    """Groups of rows by their first column, asked for in the order they come in."""

    def __init__(self, rows: Iterator[tuple[Any, ...]]) -> None:
        self._groups = groupby(rows, key=itemgetter(0))
        self._next = next(self._groups, None)

    def of(self, key: str) -> Iterator[tuple[Any, ...]]:
        if self._next is not None and self._next[0] == key:
            yield from self._next[1]
            self._next = next(self._groups, None)


def documents(snapshot: Snapshot, content: Content) -> Iterator[tuple[base.Document, str, Iterator[base.Mark]]]:
    """Every document of the export with its text and its marks; take the marks before the next document."""
    found = (base.Document._make(row) for row in snapshot.rows(_documents(content), at_once=GROUP))
    for group in in_groups(found, GROUP):
        texts = _Joined(snapshot.rows(_sections(group), at_once=_SECTIONS_AT_ONCE))
        marks = _Joined(snapshot.rows(_marks(content, group)))
        for document in group:
            text = "".join(part for _document, part in texts.of(document.id))
            yield document, text, map(base.Mark._make, marks.of(document.id))
