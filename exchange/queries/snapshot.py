"""One repeatable-read snapshot of the database, read through server-side cursors.

It lives on a connection of its own, so that progress and cancellation go on being stored and seen on the usual one
while the snapshot stands still.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet

AT_ONCE = 1000


class Snapshot:
    """Runs querysets as they were when the snapshot was taken; `number` is the last event it contains."""

    def __init__(self, connection: BaseDatabaseWrapper, project_id: UUID) -> None:
        self._connection = connection
        ((self.number,),) = self.fetch("SELECT number FROM projects_eventcounter WHERE project_id = %s", [project_id])

    def rows(self, queryset: QuerySet[Any, Any], *, at_once: int = AT_ONCE) -> Iterator[tuple[Any, ...]]:
        """The rows of a `values_list`, `at_once` of them in memory at a time."""
        try:
            sql, params = queryset.query.sql_with_params()
        except EmptyResultSet:
            return
        with closing(self._connection.chunked_cursor()) as cursor:
            cursor.execute(sql, params)
            while rows := cursor.fetchmany(at_once):
                yield from rows

    def count(self, queryset: QuerySet[Any, Any]) -> int:
        """How many rows a queryset has in the snapshot."""
        try:
            sql, params = queryset.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:
            return 0
        ((number,),) = self.fetch(f"SELECT count(*) FROM ({sql}) counted", params)  # noqa: S608 - made by the ORM
        return int(number)

    def fetch(self, sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
        """All rows of a query whose answer is known to be small."""
        with self._connection.cursor() as cursor:
            cursor.execute(sql, params)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows


@contextmanager
def snapshot(project_id: UUID) -> Iterator[Snapshot]:
    """Open a snapshot; it ends with the block."""
    connection = connections.create_connection("default")
    try:
        connection.set_autocommit(False)
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SET LOCAL work_mem = '16MB'")
            cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")  # people work meanwhile
        yield Snapshot(connection, project_id)
    finally:
        connection.close()
