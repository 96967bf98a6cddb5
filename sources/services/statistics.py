"""The database's statistics, taken when tables have changed much and not only when autovacuum comes by.

A plan that was made while a table was small stays in use until its statistics change. The checks of foreign keys are
such plans: made for a table of a few rows, each may read every document of the project through the first index it
meets, once for each imported mark.
"""

import time
from collections.abc import Callable

from django.db import connection

_FIRST_SECONDS = 1.0


def refresh_statistics() -> int:
    """Take the statistics of much changed tables now, and return of how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sources_refresh_statistics()")
        (refreshed,) = cursor.fetchone() or (0,)
    return int(refreshed)


class GrowingTables:
    """Keeps plans fit while something writes much: statistics after one second, two, four, eight, and so on."""

    def __init__(
        self, *, clock: Callable[[], float] = time.monotonic, refresh: Callable[[], object] = refresh_statistics
    ) -> None:
        self._clock = clock
        self._refresh = refresh
        self._began = clock()
        self._wait = _FIRST_SECONDS

    def written(self) -> None:
        """Rows have been committed: take statistics if it is time. Call it outside of a transaction."""
        passed = self._clock() - self._began
        if passed >= self._wait:
            self._refresh()
            while self._wait <= passed:
                self._wait *= 2
