"""Statistics of a large table are taken again after 25,000 changed rows, not only after a fifth of it.

A project that is younger than the statistics of a large table has no rows as far as the planner knows, and gets the
plans of an empty one: all its marks are read for those of a page.
"""

from django.db import migrations

TEMPLATE = """
CREATE OR REPLACE FUNCTION sources_refresh_statistics() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    changed regclass;
    refreshed integer := 0;
BEGIN
    FOR changed IN
        SELECT s.relid::regclass FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
        WHERE s.schemaname = 'public' AND c.relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)
            AND s.n_mod_since_analyze > 500 + {threshold}
    LOOP
        EXECUTE format('ANALYZE %s', changed);
        refreshed := refreshed + 1;
    END LOOP;
    RETURN refreshed;
END
$$
"""

A_FIFTH = "0.2 * greatest(c.reltuples, 0)"


class Migration(migrations.Migration):
    dependencies = [("sources", "0009_secrecy_of_outcomes")]

    operations = [
        migrations.RunSQL(
            TEMPLATE.format(threshold=f"least({A_FIFTH}, 25000)"),
            TEMPLATE.format(threshold=A_FIFTH),
        )
    ]
