"""Jobs as the API and the pages show them, and to whom."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from projects import jobs, policy
from projects.errors import NotFound
from projects.models import Job, User
from projects.viewers import Viewer, find_viewer


def title_of(job: Job) -> str:
    """The kind of a job in words: `exchange.export` reads Export."""
    return job.kind.rpartition(".")[2].replace("_", " ").capitalize()


def represent_job(job: Job, *, insider: bool) -> dict[str, Any]:
    """One job. Which input failed and what was made is for members; others learn that something failed."""
    errors = job.errors
    if not insider and errors:
        errors = [{"detail": _("Members of the project see what went wrong with which input.")}]
    return {
        "id": job.id,
        "kind": job.kind,
        "status": job.status,
        "progress": job.progress,
        "total": job.total,
        "errors": errors,
        "result": job.result if insider else {},
        "cancel_requested": job.cancel_requested,
        "may_retry": jobs.may_retry(job),
        "created_at": job.created_at,
        "started_at": job.started_at,
        "finished_at": job.finished_at,
    }


def viewer_of_job(job: Job, user: User) -> Viewer | None:
    """The user in the job's project, if they are a member who may see this job: their own, or as its manager."""
    if job.project_id is None:
        return None
    try:
        viewer = find_viewer(user, project_id=job.project_id)
    except NotFound:
        return None
    own = job.requested_by_id == user.pk and policy.may(viewer, "job.read")
    return viewer if own or policy.may(viewer, "job.manage") else None


def find_job(job_id: UUID, user: User) -> tuple[Job, Viewer | None]:
    """The job for somebody who may know of it: its owner, a manager of its project, an administrator of the site."""
    job = Job.objects.select_related("project", "requested_by").filter(id=job_id).first()
    if job is None:
        raise NotFound()
    viewer = viewer_of_job(job, user)
    own = job.project_id is None and job.requested_by_id == user.pk
    if viewer is None and not own and not policy.may_on_site(user, "job.manage"):
        raise NotFound()
    return job, viewer
