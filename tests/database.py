"""Emptying the test database between tests that commit.

Django would truncate as the application's role, which may not; the owner does it here, and only where rows are. What
migrations put there stays. Identities go on counting, so that no later row is taken for an earlier one.
"""

from functools import lru_cache

import psycopg
from psycopg import sql

from tests.environment import owner_connection


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
                connection.execute(
                    sql.SQL("TRUNCATE {} CASCADE").format(sql.SQL(", ").join(map(sql.Identifier, tables)))
                )
                return
            except (psycopg.errors.DeadlockDetected, psycopg.errors.LockNotAvailable):
                if attempt == 4:
                    raise
