"""Background jobs of the whole site, for its administrators."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.errors import Problem
from projects.forms import JobFilter
from projects.models import Job
from projects.queries.jobs import find_job, represent_job, title_of
from projects.services.jobs import cancel_job, retry_job
from projects.spelling import holding
from projects.views.users import AdminPage


class JobListPage(AdminPage):
    """Every job, newest first; what runs is shown as it goes."""

    actions = {"GET": "job.manage"}
    nav = "jobs"
    template = "projects/job_list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        form = JobFilter(request.GET)
        form.is_valid()
        rows = Job.objects.select_related("project", "requested_by").order_by("-created_at")
        given = form.cleaned_data
        if given.get("q"):
            rows = rows.filter(holding(given["q"], "project__name", "requested_by__username", "kind"))
        if given.get("status"):
            rows = rows.filter(status=given["status"])
        page = Paginator(rows, 50).get_page(request.GET.get("page"))
        jobs = [
            represent_job(job, insider=False)
            | {
                "title": title_of(job),
                "project": job.project.name if job.project else "",
                "by": job.requested_by.display_name if job.requested_by else "",
                "finished": job.finished,
                "cancel_url": reverse("projects:job_cancel", args=[job.id]),
                "retry_url": reverse("projects:job_retry", args=[job.id]),
            }
            for job in page
        ]
        return self.render(
            {
                "jobs": jobs,
                "page_obj": page,
                "filter": form,
                "filtered": any(form.cleaned_data.values()),
                "moving": any(not job["finished"] for job in jobs),
            }
        )


class JobActionPage(AdminPage):
    """Stop a job, or start a failed one again."""

    actions = {"POST": "job.manage"}
    doing = ""

    def post(self, request: HttpRequest, id: UUID) -> HttpResponse:
        user: Any = request.user
        job, _viewer = find_job(id, user)
        url = reverse("projects:job_list")
        try:
            if self.doing == "retry":
                retry_job(by=user, job=job)
                return self.back(url, _("The job waits for a worker."))
            cancel_job(by=user, job=job)
        except Problem as problem:
            return self.back_with_problem(url, problem)
        return self.back(url, _("The job stops at its next step."))
