"""The database's statistics follow tables that change much, so that its plans fit them."""

from collections.abc import Iterator
from typing import Any

import pytest

from sources.models import Publisher
from sources.services import importing, statistics
from sources.services.statistics import GrowingTables, refresh_statistics
from tests.cast import Cast
from tests.processes import eventually
from tests.sources.conftest import Upload, lines

pytestmark = pytest.mark.django_db(transaction=True)


class Taken:
    """When the statistics of a table were taken, and how many of its rows have changed since."""

    def __init__(self, owner: Any, table: str) -> None:
        self.owner, self.table = owner, table
        owner.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = off)")  # it might come first

    def at(self) -> Any:
        (at,) = self.owner.execute(
            "SELECT last_analyze FROM pg_stat_user_tables WHERE relname = %s", [self.table]
        ).fetchone()
        return at

    def changed(self) -> int:
        (changed,) = self.owner.execute(
            "SELECT n_mod_since_analyze FROM pg_stat_user_tables WHERE relname = %s", [self.table]
        ).fetchone()
        return int(changed)


def test_the_application_has_statistics_taken_of_what_changed_much(cast: Cast, owner: Any) -> None:
    """A large import is planned for rightly at once, though the application does not own the tables."""
    taken = Taken(owner, "sources_publisher")
    before = taken.at()
    Publisher.objects.bulk_create(Publisher(project=cast.project, name=f"Post {n}") for n in range(1500))
    eventually(lambda: refresh_statistics() >= 0 and taken.at() != before, seconds=20, what="statistics")


@pytest.fixture
def large(owner: Any) -> Iterator[Taken]:
    """A table of the owner's with 200,000 rows."""
    owner.execute("CREATE TABLE large (n integer)")
    taken = Taken(owner, "large")
    owner.execute("INSERT INTO large SELECT generate_series(1, 200000)")
    eventually(lambda: taken.changed() >= 200_000, seconds=20, what="the count of its rows")
    owner.execute("ANALYZE large")
    yield taken
    owner.execute("DROP TABLE large")


def test_of_a_large_table_statistics_are_taken_before_a_fifth_of_it_has_changed(large: Taken) -> None:
    before = large.at()
    large.owner.execute("INSERT INTO large SELECT generate_series(1, 2000)")
    eventually(lambda: large.changed() >= 2000, seconds=20, what="the count of changed rows")
    refresh_statistics()
    assert large.at() == before, "few rows of many"
    large.owner.execute("INSERT INTO large SELECT generate_series(1, 24000)")
    eventually(lambda: refresh_statistics() >= 0 and large.at() != before, seconds=20, what="statistics")


def test_statistics_are_taken_at_growing_intervals_while_something_writes() -> None:
    now, taken = 100.0, []
    tables = GrowingTables(clock=lambda: now, refresh=lambda: taken.append(now))
    for tenth in range(200):
        now = 100.0 + tenth / 10
        tables.written()
    assert taken == [101.0, 102.0, 104.0, 108.0, 116.0]
    now = 190.0
    tables.written()
    tables.written()
    assert taken[5:] == [190.0], "missed times are not made up for"


def test_an_import_has_statistics_taken_while_it_writes(
    upload: Upload, owner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the check of a mark's document, planned when there were none, reads all documents for each mark."""
    monkeypatch.setattr(statistics, "_FIRST_SECONDS", 0.001)
    taken: list[int] = []
    monkeypatch.setattr(
        importing, "GrowingTables", lambda: GrowingTables(refresh=lambda: taken.append(refresh_statistics()))
    )
    assert upload({"x.jsonl": lines(*({"text": f"text {n}"} for n in range(1200)))})["documents"] == 1200
    assert taken
