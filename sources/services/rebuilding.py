"""The job that makes a project's search index again from nothing."""

import time

from projects import jobs, policy
from projects.jobs import JobFailed, Run
from projects.models import Job
from projects.viewers import Viewer
from sources.models import SearchEntry
from sources.services.indexing import begin_rebuild, rebuild_some, remove_old_generations
from sources.services.statistics import refresh_statistics

KIND = "sources.reindex"
_WAIT_SECONDS = 0.2


def start_rebuild(*, by: Viewer) -> Job:
    """Queue a rebuild of the project's index; one that waits or runs already is returned instead."""
    policy.require(by, "index.rebuild")
    unfinished = Job.objects.filter(
        project_id=by.project_id, kind=KIND, status__in=[Job.Status.QUEUED, Job.Status.RUNNING]
    ).first()
    return unfinished or jobs.enqueue(kind=KIND, project=by.project, by=by.user)


def run_rebuild(run: Run) -> None:
    """Fill a new generation batch by batch; after a crash go on where the last commit left it."""
    project_id = run.job.project_id
    if project_id is None:
        raise JobFailed("a rebuild belongs to a project")
    total = SearchEntry.objects.filter(project_id=project_id).values("kind", "subject_id").distinct().count()
    run.report(0, total, force=True)
    refresh_statistics()
    while not begin_rebuild(project_id):
        run.report(0)
        time.sleep(_WAIT_SECONDS)
    done = 0
    while (some := rebuild_some(project_id)) is not None:
        done += some
        run.report(done, max(total, done))
        if not some:
            time.sleep(_WAIT_SECONDS)
    while remove_old_generations(project_id):
        run.report(done, max(total, done))
    run.report(done, max(done, 1), force=True)
