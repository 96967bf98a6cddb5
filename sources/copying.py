"""Rows written with PostgreSQL's COPY: many times as fast as INSERT, and inside the same transaction.

A row is one line of COPY's text format. Lines are made where the data is at hand, possibly in another thread; the
thread that holds the transaction only sends them.
"""

from collections.abc import Iterable, Sequence

from django.db import connection
from psycopg import sql

NULL = "\\N"


def escaped(text: str) -> str:
    """Text as a field of COPY's text format."""
    if "\\" in text:
        text = text.replace("\\", "\\\\")
    if "\n" in text:
        text = text.replace("\n", "\\n")
    if "\t" in text:
        text = text.replace("\t", "\\t")
    if "\r" in text:
        text = text.replace("\r", "\\r")
    return text


def line(*fields: str) -> str:
    """One row of fields that are escaped already."""
    return "\t".join(fields) + "\n"


def copy_into(table: str, columns: Sequence[str], lines: Iterable[str]) -> None:
    """Write rows to a table in the open transaction. Columns that are not named get the database's default."""
    body = "".join(lines).encode()
    if not body:
        return
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(body)
