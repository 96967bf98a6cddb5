"""What the application's database role may do: read and write rows, but never change the log or the schema.

The owner role runs these statements after every migration. Running them twice changes nothing.
"""

from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql

# The application may add to these tables and read them; what is in them stays.
APPEND_ONLY = ("projects_event", "projects_siteevent", "sources_publisherrating")
# Only migrations write here.
READ_ONLY = ("django_migrations",)


def role_of(url: str) -> str:
    """The role that a database address signs in as."""
    return unquote(urlsplit(url).username or "")


def grant(owner_url: str, role: str) -> None:
    """Give the application's role its rights on everything that exists, and on what migrations will add."""
    name = sql.Identifier(role)
    with psycopg.connect(owner_url) as connection:
        present = {row[0] for row in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
        statements = [
            "GRANT USAGE ON SCHEMA public TO {}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
            "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}",
            "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {}",
            "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {}",
            *(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {{}}" for table in APPEND_ONLY if table in present),
            *(f"REVOKE INSERT, UPDATE, DELETE ON {table} FROM {{}}" for table in READ_ONLY if table in present),
        ]
        for statement in statements:
            connection.execute(sql.SQL(statement).format(name))


def excess_rights(connection: psycopg.Connection[tuple[object, ...]], role: str) -> list[str]:
    """Rights on append-only and read-only tables that the role has and should not, as `RIGHT on table`."""
    forbidden = [
        *((table, right) for table in APPEND_ONLY for right in ("UPDATE", "DELETE", "TRUNCATE")),
        *((table, right) for table in READ_ONLY for right in ("INSERT", "UPDATE", "DELETE", "TRUNCATE")),
    ]
    found = []
    for table, right in forbidden:
        row = connection.execute(
            "SELECT to_regclass(%s) IS NOT NULL AND has_table_privilege(%s, %s, %s)",
            [table, role, table, right],
        ).fetchone()
        if row and row[0]:
            found.append(f"{right} on {table}")
    return found
