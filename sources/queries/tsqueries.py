"""Expressions of a search as PostgreSQL's text search queries, one for each configuration of words.

Each word and phrase goes through the configuration by itself, so that endings are taken off as they were in the index;
a word that the configuration passes over (`the`) asks for nothing. The query is made once and then used as a value.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db import connection

from sources.expressions import All, Either, Expression, Not, Term


class ReadyQuery(SearchQuery):
    """A query that PostgreSQL has made already, as its text: nothing in it is read as words again."""

    def __init__(self, text: str) -> None:
        super().__init__(text, search_type="raw")
        self.text = text

    def as_sql(self, compiler: Any, connection: Any, **_more: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        """The text as a value of its type."""
        return "%s::tsquery", [self.text]


def _term(term: Term) -> tuple[str, list[Any]]:
    if not term.prefix:
        return "phraseto_tsquery(config::regconfig, %s)", [term.text]
    quoted = term.text.replace("\\", "\\\\").replace("'", "''")
    return "to_tsquery(config::regconfig, %s)", [f"'{quoted}':*"]


def compiled(expression: Expression) -> tuple[str, list[Any]]:
    """SQL for the query in the configuration of a column `config`, and its values."""
    match expression:
        case Term():
            return _term(expression)
        case Not(part):
            sql, values = compiled(part)
            return f"!!({sql})", values
        case All(parts) | Either(parts):
            pieces = [compiled(part) for part in parts]
            operator = " && " if isinstance(expression, All) else " || "
            return f"({operator.join(sql for sql, _values in pieces)})", [v for _sql, values in pieces for v in values]


def queries_of(expression: Expression | None, configs: Sequence[str]) -> dict[str, str]:
    """Configuration → the text of the query that it makes of the expression, where it leaves any."""
    if expression is None:
        return {}
    sql, values = compiled(expression)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT config, ({sql})::text FROM unnest(%s::text[]) AS g (config)",  # noqa: S608 (built of constants)
            [*values, list(configs)],
        )
        return {config: query for config, query in cursor.fetchall() if query}
