"""Migration operations for what Django has no words for: keys over two columns, and rights of the two roles."""

from django.db.migrations.operations import RunSQL


def wait_at_most(seconds: int) -> RunSQL:
    """How long what follows in this migration waits for a lock, either way: the site must not queue up behind it.

    Put one before and one after the other operations; a migration that is undone runs them from the last.
    """
    patience = f"SET LOCAL lock_timeout = '{seconds}s'"
    return RunSQL(patience, patience)


def stay_in_project(table: str, column: str, target: str, *, deferred: bool = False) -> RunSQL:
    """A composite foreign key (project_id, column) → target(project_id, id): no row points into another project."""
    name = f"{table}_{column}_in_project"
    deferral = " DEFERRABLE INITIALLY DEFERRED" if deferred else ""
    return RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (project_id, {column})"
        f" REFERENCES {target} (project_id, id){deferral}",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )
