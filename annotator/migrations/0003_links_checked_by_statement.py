"""A mark's label, author and text are checked once a statement instead of once a row.

An import writes marks by the hundred thousand, and a foreign key asks for each of them anew whether the same few labels
and authors are there. A trigger over the new rows of a statement asks once for each. The keys along which rows could
disappear, from a mark to its document and from an anchor to its mark, stay foreign keys; labels, participants and
revisions are never deleted.
"""

from django.db import migrations
from django.db.migrations.operations.base import Operation

from projects.schema import stay_in_project

# Table → its columns that are checked, each with the table it points into.
CHECKED = {
    "annotator_annotation": {"label_id": "annotator_label", "author_id": "projects_participant"},
    "annotator_anchor": {"revision_id": "sources_revision", "decided_by_id": "projects_participant"},
}


def _missing(column: str, target: str) -> str:
    return f"""
    SELECT given.id INTO missing
        FROM (SELECT DISTINCT project_id, {column} AS id FROM made WHERE {column} IS NOT NULL) given
        WHERE NOT EXISTS (SELECT FROM {target} t WHERE t.project_id = given.project_id AND t.id = given.id) LIMIT 1;
    IF FOUND THEN
        RAISE foreign_key_violation USING MESSAGE = format('{column} %s is not of this project', missing);
    END IF;"""  # noqa: S608 (the names stand above)


def _checks(table: str, links: dict[str, str]) -> migrations.RunSQL:
    # Each look-up goes through the key of the target, whatever the sizes were when the plan was made.
    function = f"{table}_links_stay_in_project"
    body = "".join(_missing(column, target) for column, target in links.items())
    return migrations.RunSQL(
        f"""
        CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql
        SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
        DECLARE missing uuid;
        BEGIN{body}
            RETURN NULL;
        END $$;
        CREATE TRIGGER links_of_new_rows AFTER INSERT ON {table}
            REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION {function}();
        CREATE TRIGGER links_of_changed_rows AFTER UPDATE ON {table}
            REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION {function}();
        """,
        f"""
        DROP TRIGGER links_of_new_rows ON {table};
        DROP TRIGGER links_of_changed_rows ON {table};
        DROP FUNCTION {function}();
        """,
    )


def _without_key(table: str, column: str, target: str) -> migrations.RunSQL:
    key = stay_in_project(table, column, target)
    return migrations.RunSQL(key.reverse_sql, key.sql)


class Migration(migrations.Migration):
    dependencies = [("annotator", "0002_stay_in_project")]

    operations: list[Operation] = [
        *[_without_key(table, column, target) for table, links in CHECKED.items() for column, target in links.items()],
        *[_checks(table, links) for table, links in CHECKED.items()],
    ]
