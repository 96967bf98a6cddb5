"""A function that lets the application have the statistics of much changed tables taken at once.

After a large import PostgreSQL knows nothing of the new rows until autovacuum comes by, and plans as if the tables were
empty: each batch of the search index would read whole tables. Only the owner of a table may analyse it, so the function
runs as the owner; it takes no argument and looks at nothing but tables that have changed much.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION sources_refresh_statistics() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    changed regclass;
    refreshed integer := 0;
BEGIN
    FOR changed IN
        SELECT s.relid::regclass FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
        WHERE s.schemaname = 'public' AND c.relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)
            AND s.n_mod_since_analyze > 500 + 0.2 * greatest(c.reltuples, 0)
    LOOP
        EXECUTE format('ANALYZE %s', changed);
        refreshed := refreshed + 1;
    END LOOP;
    RETURN refreshed;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("sources", "0005_index_by_kind")]

    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION sources_refresh_statistics()")]
