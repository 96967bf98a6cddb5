"""Emptying the test database between tests that commit.

Django would truncate as the application's role, which may not; the owner does it here, and only where rows are. What
migrations put there stays. Identities go on counting, so that no later row is taken for an earlier one.
"""

from functools import lru_cache
from graphlib import TopologicalSorter

import psycopg
from psycopg import sql

from tests.environment import owner_connection

# Bytes in tables and indexes together, above which they are cut off rather than swept.
GROWN = 8_000_000


def _filled(connection: "psycopg.Connection[tuple[object, ...]]") -> list[str]:
    tables = [str(row[0]) for row in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    question = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {} WHERE EXISTS (SELECT 1 FROM {})").format(sql.Literal(table), sql.Identifier(table))
        for table in tables
    )
    return [str(row[0]) for row in connection.execute(question)]


@lru_cache(maxsize=1)
def seeded() -> frozenset[str]:
    """The tables that have rows right after migrating; asked once, before the first test writes."""
    with owner_connection() as connection:
        return frozenset(_filled(connection))


@lru_cache(maxsize=1)
def _links() -> list[tuple[str, str]]:
    """Pairs of tables of which the first has to be emptied before the second: its links are checked at once."""
    with owner_connection() as connection:
        rows = connection.execute(
            "SELECT child.relname, parent.relname FROM pg_constraint JOIN pg_class child ON child.oid = conrelid"
            " JOIN pg_class parent ON parent.oid = confrelid WHERE contype = 'f' AND NOT condeferrable"
        )
        return [(str(child), str(parent)) for child, parent in rows if child != parent]


def _sweep(connection: "psycopg.Connection[tuple[object, ...]]", tables: list[str]) -> None:
    """Remove the rows, which takes a moment; of tables that have grown the files, which takes a fifth of a second."""
    names = sql.SQL(", ").join(map(sql.Identifier, tables))
    sizes = sql.SQL(" + ").join(sql.SQL("pg_total_relation_size({})").format(sql.Literal(name)) for name in tables)
    row = connection.execute(sql.SQL("SELECT {}").format(sizes)).fetchone()
    before: dict[str, set[str]] = {table: set() for table in tables}
    for child, parent in _links():
        if child in before and parent in before:
            before[parent].add(child)
    if row is None or int(str(row[0])) > GROWN:
        connection.execute(sql.SQL("TRUNCATE {} CASCADE").format(names))
        return
    with connection.transaction():
        for table in TopologicalSorter(before).static_order():
            connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))


def empty() -> None:
    """Remove every row that tests have committed."""
    kept = seeded()
    with owner_connection() as connection:
        connection.execute("SET lock_timeout = '5s'")
        for attempt in range(5):
            tables = [table for table in _filled(connection) if table not in kept]
            if not tables:
                return
            try:
                _sweep(connection, tables)
                return
            except (
                psycopg.errors.DeadlockDetected,
                psycopg.errors.LockNotAvailable,
                psycopg.errors.ForeignKeyViolation,  # a row that came meanwhile
            ):
                if attempt == 4:
                    raise
