"""The function that numbers, chains and inserts events, and the keys that keep rows inside their project."""

from django.db import migrations

from projects.schema import stay_in_project

APPEND = """
CREATE FUNCTION projects_append_events(project uuid, events jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    last bigint;
    link bytea;
    event jsonb;
    payload bytea;
BEGIN
    SELECT c.number, c.hash INTO STRICT last, link
        FROM projects_eventcounter c WHERE c.project_id = project FOR UPDATE;
    FOR event IN SELECT e.value FROM jsonb_array_elements(events) WITH ORDINALITY e ORDER BY e.ordinality LOOP
        last := last + 1;
        payload := decode(event->>'digest', 'hex');
        link := sha256(link || int8send(last) || payload);
        INSERT INTO projects_event (project_id, number, kind, actor_id, actor_name, at, document_id, subject_id,
                author_id, secrecy, tlp, operation, before, after, redacted, digest, hash)
            VALUES (project, last, event->>'kind', (event->>'actor')::uuid, event->>'actor_name',
                (event->>'at')::timestamptz, (event->>'document')::uuid, (event->>'subject')::uuid,
                (event->>'author')::uuid, event->>'secrecy', (event->>'tlp')::smallint, event->>'operation',
                nullif(event->'before', 'null'::jsonb), nullif(event->'after', 'null'::jsonb), false, payload, link);
    END LOOP;
    UPDATE projects_eventcounter c SET number = last, hash = link WHERE c.project_id = project;
    RETURN last;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial")]

    operations = [
        migrations.RunSQL(APPEND, "DROP FUNCTION projects_append_events(uuid, jsonb)"),
        stay_in_project("projects_membership", "participant_id", "projects_participant"),
    ]
