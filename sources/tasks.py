"""Celery tasks of this app."""

import logging
import time
from datetime import timedelta
from uuid import UUID

from celery import shared_task
from django.db import connection
from django.utils import timezone

from projects.models import Job
from sources.services.importing import KIND as IMPORT
from sources.services.indexing import follow_log, projects_behind
from sources.services.statistics import refresh_statistics

logger = logging.getLogger(__name__)

_SECONDS = 20.0
_IMPORTS_FIRST_SECONDS = 60
_ONE_INDEXER = 7200


@shared_task(name="sources.index_changes")
def index_changes() -> None:
    """Follow the logs of all projects for a while, in turn. One worker does this at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_ONE_INDEXER])
        if not (cursor.fetchone() or [False])[0]:
            return
        try:
            _follow_in_turn(time.monotonic() + _SECONDS)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_ONE_INDEXER])


def _follow_in_turn(until: float) -> None:
    importing = _importing()
    waiting = [project_id for project_id in projects_behind() if project_id not in importing]
    if waiting:
        refresh_statistics()
    while waiting and time.monotonic() < until:
        waiting = [project_id for project_id in waiting if _follow(project_id) and time.monotonic() < until]


def _follow(project_id: UUID) -> int:
    try:
        return follow_log(project_id)
    except Exception:  # a defect met in one project: the others' indexes go on
        logger.exception("the search index of project %s does not follow", project_id)
        return 0


def _importing() -> set[UUID | None]:
    """Projects with an import that began a short while ago: it gets the machine to itself, its index follows."""
    since = timezone.now() - timedelta(seconds=_IMPORTS_FIRST_SECONDS)
    running = Job.objects.filter(kind=IMPORT, status=Job.Status.RUNNING, started_at__gt=since)
    return set(running.values_list("project_id", flat=True))
