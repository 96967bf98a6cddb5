"""People stop jobs and start failed ones again; the project's log says who did."""

from django.utils.translation import gettext_lazy as _

from projects import jobs
from projects.errors import Conflict
from projects.events import change
from projects.models import Job, User
from projects.queries.jobs import find_job, title_of


def cancel_job(*, by: User, job: Job) -> Job:
    """Ask a job to stop; one that has ended stays as it is."""
    return _act("job.cancelled", by=by, job=job)


def retry_job(*, by: User, job: Job) -> Job:
    """Put a failed or cancelled job back into the queue."""
    if not jobs.may_retry(job):
        raise Conflict(_("Only a failed or cancelled job can be started again."))
    return _act("job.retried", by=by, job=job)


def _act(kind: str, *, by: User, job: Job) -> Job:
    found, viewer = find_job(job.id, by)
    if kind == "job.cancelled" and (found.finished or found.cancel_requested):
        return found
    perform = jobs.request_cancel if kind == "job.cancelled" else jobs.retry
    if found.project_id is None:
        perform(found)
    else:
        with change(project_id=found.project_id, by=viewer, name=by.display_name) as log:
            # First who asked for it: what the job's end leaves in the log is the job's own doing.
            log.add(kind, subject=found.id, after={"kind": title_of(found)})
            perform(found)
    found.refresh_from_db()
    return found
