"""What a request left in the database, and taking it back."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection, transaction

OURS = {"projects", "sources", "annotator", "reviews", "exchange"}


def tables() -> list[str]:
    """Every table of the product."""
    return sorted(model._meta.db_table for model in apps.get_models() if model._meta.app_label in OURS)


def fingerprint() -> dict[str, str]:
    """Count and digest of the rows of every table: any insert, change or removal shows."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f"SELECT count(*), md5(string_agg(r::text, '|' ORDER BY r::text)) FROM {table} r")
            count, digest = cursor.fetchone() or (0, "")
            found[table] = f"{count} {digest}"
    return found


def changed(before: dict[str, str]) -> set[str]:
    """The tables that are not as they were."""
    now = fingerprint()
    return {table for table in now if now[table] != before[table]}


@contextmanager
def undone(refused: list[bool] | None = None) -> Iterator[None]:
    """Whatever is written inside is taken back, unless it says that it was refused: then nothing must be there."""
    with transaction.atomic():
        yield
        if not any(refused or []):
            transaction.set_rollback(True)
