"""What every test may ask for: the database, a worker, the running site, a browser.

`db` and `transactional_db` (the `django_db` mark) are pytest-django's, on this test process's own database and as the
application's role. `owner` connects as the role that owns the tables. `celery_worker_process` is a real worker with its
beat, `mortal_worker` one to be killed, `live_server` the real site over HTTP, `browsing` real Chromium on it.
`campaign` scales long tests.
"""

import gc
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests import environment

# Before Django reads its settings, which it does as soon as a conftest below this one names a model.
environment.enter()

import django  # noqa: E402

django.setup()
# Test processes started from here have to come through this file before Django reads anything.
os.environ.pop("DJANGO_SETTINGS_MODULE")

from django.conf import settings as django_settings  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import TransactionTestCase  # noqa: E402
from hypothesis import HealthCheck  # noqa: E402
from hypothesis import settings as hypothesis_settings  # noqa: E402

from config.runtime.browser import ARGUMENTS, find_browser  # noqa: E402
from config.runtime.places import CHECKOUT, Places  # noqa: E402
from tests import database  # noqa: E402
from tests.campaigns import Campaign  # noqa: E402
from tests.processes import WebProcess, WorkerProcess  # noqa: E402

if TYPE_CHECKING:
    import psycopg
    from playwright.sync_api import Browser

    from tests.browsing import Browsing

# Every client of a test builds the middleware anew, and WhiteNoise would look at all static files each time.
django_settings.WHITENOISE_AUTOREFRESH = True
# What has been imported stays: the collector need not go through it again and again.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)

hypothesis_settings.register_profile(
    "suite", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=bool(os.environ.get("CI"))
)
hypothesis_settings.load_profile("suite")


@pytest.hookimpl(tryfirst=True)  # before tests are chosen by their marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test that scales itself is part of a campaign."""
    for item in items:
        if "campaign" in getattr(item, "fixturenames", ()):
            item.add_marker("campaign")


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """This test process's own database, a copy of the migrated one, used as the application's role."""
    environment.create_database()
    database.seeded()
    original = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]
    TransactionTestCase._fixture_teardown = lambda case: database.empty()  # type: ignore[attr-defined]
    yield
    TransactionTestCase._fixture_teardown = original  # type: ignore[attr-defined]
    with django_db_blocker.unblock():
        connections.close_all()
    environment.drop_database()


@pytest.fixture
def owner(db: None) -> "Iterator[psycopg.Connection[tuple[object, ...]]]":
    """A connection as the role that owns the tables; it does not see what the test has not committed."""
    with environment.owner_connection() as connection:
        yield connection


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Nothing that one test cached, a count of tries for instance, reaches the next."""
    yield
    for key in _cached_keys():
        cache._cache.get_client().delete(key)  # type: ignore[attr-defined]


def _cached_keys() -> list[bytes]:
    """The keys of Django's cache: the database of Redis is shared with the broker, whose keys have to stay."""
    client = cache._cache.get_client()  # type: ignore[attr-defined]
    return list(client.scan_iter(match=f"{cache.key_prefix}:*", count=1000))


@pytest.fixture(scope="session")
def _worker(django_db_setup: None) -> Iterator[WorkerProcess]:
    worker = WorkerProcess()
    yield worker
    worker.stop()


@pytest.fixture
def celery_worker_process(_worker: WorkerProcess, transactional_db: None) -> WorkerProcess:
    """A real Celery worker with beat, in its own process, on this test's database."""
    if not _worker.is_alive():
        _worker.start()
    return _worker


@pytest.fixture
def mortal_worker(_worker: WorkerProcess, transactional_db: None) -> Iterator[WorkerProcess]:
    """A worker of this test's own, to be killed: its jobs are handed on after five seconds rather than twenty."""
    _worker.stop()
    worker = WorkerProcess(name="mortal-worker")
    worker.environment["JOB_LEASE_SECONDS"] = "5"
    worker.start()
    yield worker
    worker.stop()


@pytest.fixture(scope="session")
def _web(django_db_setup: None) -> Iterator[WebProcess]:
    web = WebProcess()
    yield web
    web.stop()


@pytest.fixture(autouse=True)
def _live_server_helper() -> None:
    """Takes the place of pytest-django's fixture of this name, which is made for its own live server."""


@pytest.fixture
def live_server(_web: WebProcess, transactional_db: None) -> WebProcess:
    """The real site in its own process, on this test's database; `live_server.url` is its address."""
    _web.start()
    return _web


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Browser]":
    """A headless Chromium, shared by the tests of one process."""
    from playwright.sync_api import sync_playwright

    found = find_browser(Places(CHECKOUT / "var"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found.program, args=list(ARGUMENTS), env={**os.environ, **found.environment}
        )
        yield browser
        browser.close()


@pytest.fixture
def browsing(chromium: "Browser", live_server: WebProcess) -> "Iterator[Browsing]":
    """Pages of the running site, signed in as anybody; faults that no test expected fail it."""
    from tests.browsing import Browsing

    opened = Browsing(chromium, live_server.url)
    yield opened
    opened.close()
    assert opened.unexpected() == []


@pytest.fixture
def campaign(request: pytest.FixtureRequest) -> Campaign:
    """Scales a long test: 2 % of its size in `make test`, whole in `make campaign`, which keeps its figures."""
    return Campaign(request.node.nodeid)
