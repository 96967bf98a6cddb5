"""Background jobs: how far they are, stop, start again."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.base import Endpoint, SiteEndpoint
from projects.api.fields import page_of
from projects.errors import Invalid
from projects.models import Job
from projects.queries.jobs import find_job, represent_job
from projects.services.jobs import cancel_job, retry_job
from projects.viewers import Viewer


@extend_schema_serializer(component_name="Job")
class JobShape(serializers.Serializer[Any]):
    """One job."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    status = serializers.ChoiceField(choices=Job.Status.choices)
    progress = serializers.IntegerField()
    total = serializers.IntegerField(allow_null=True)
    errors = serializers.ListField(child=serializers.DictField())  # type: ignore[assignment]  # a field's name
    result = serializers.DictField()
    cancel_requested = serializers.BooleanField()
    may_retry = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)


class OneJobEndpoint(Endpoint):
    """GET /jobs/{id}: for whoever asked for the job, managers of its project, administrators."""

    actions = {"GET": "job.read"}
    job: Job
    insider: Viewer | None

    def authorise(self, action: str, **kwargs: Any) -> None:
        user: Any = self.request.user
        self.job, self.insider = find_job(kwargs["id"], user)

    def answer(self, job: Job) -> Response:
        """The job as this person may see it."""
        user: Any = self.request.user
        insider = self.insider is not None or (job.project_id is None and job.requested_by_id == user.pk)
        return Response(represent_job(job, insider=insider))

    @extend_schema(responses={200: JobShape})
    def get(self, request: Request, id: UUID) -> Response:
        """How far the job is, and what failed."""
        return self.answer(self.job)


class CancelJobEndpoint(OneJobEndpoint):
    """POST /jobs/{id}/cancel."""

    actions = {"POST": "job.cancel"}
    http_method_names = ("post", "options")

    @extend_schema(request=None, responses={200: JobShape})
    def post(self, request: Request, id: UUID) -> Response:
        """Stop the job: a waiting one at once, a running one at its next step."""
        user: Any = request.user
        return self.answer(cancel_job(by=user, job=self.job))


class RetryJobEndpoint(OneJobEndpoint):
    """POST /jobs/{id}/retry."""

    actions = {"POST": "job.retry"}
    http_method_names = ("post", "options")

    @extend_schema(request=None, responses={200: JobShape})
    def post(self, request: Request, id: UUID) -> Response:
        """Start a failed or cancelled job again."""
        user: Any = request.user
        return self.answer(retry_job(by=user, job=self.job))


class JobsEndpoint(SiteEndpoint):
    """GET /jobs."""

    actions = {"GET": "job.manage"}

    @extend_schema(
        operation_id="jobs_list",
        parameters=[OpenApiParameter("status", str, enum=Job.Status.values)],
        responses={200: page_of(JobShape)},
    )
    def get(self, request: Request) -> Response:
        """Every job of the site, newest first."""
        rows = Job.objects.all()
        if status := request.query_params.get("status"):
            if status not in Job.Status.values:
                raise Invalid({"status": _("Choose one of %(known)s.") % {"known": ", ".join(Job.Status.values)}})
            rows = rows.filter(status=status)
        return self.paged(rows, lambda page: [represent_job(job, insider=False) for job in page])
