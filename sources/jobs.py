"""The kinds of background work of this app."""

from projects import jobs
from sources.services import comparing, importing, rebuilding, revising


def fill() -> None:
    """Register this app's kinds of job."""
    jobs.register(importing.KIND, importing.run_import, afterwards=importing.end_import)
    jobs.register(rebuilding.KIND, rebuilding.run_rebuild)
    jobs.register(comparing.KIND, comparing.run_comparison)
    jobs.register(revising.KIND, revising.run_revision)
