"""Projects: list, create, read, change settings, leave."""

from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.base import ProjectEndpoint, SiteEndpoint
from projects.api.fields import TlpField, page_of
from projects.models import Membership, Project
from projects.queries.projects import represent_project
from projects.services.members import leave_project
from projects.services.projects import change_project, create_project
from projects.viewers import find_viewer, viewers_in
from projects.vocabulary import SLUG, SLUG_WRONG, Blindness, Role


class ProjectSettings(serializers.Serializer[Any]):
    """What a manager may set."""

    name = serializers.CharField(max_length=200, required=False)
    description = serializers.CharField(max_length=10_000, required=False, allow_blank=True)
    marks_blind = serializers.ChoiceField(choices=Blindness.choices, required=False)
    verdicts_due = serializers.IntegerField(min_value=1, max_value=9, required=False)
    may_judge_own_claims = serializers.BooleanField(required=False)
    default_tlp = TlpField(required=False)
    likelihood_words = serializers.ChoiceField(
        choices=Project.LikelihoodWords.choices, required=False, allow_blank=True
    )
    uses_confidence = serializers.BooleanField(required=False)


class NewProject(ProjectSettings):
    """What a new project needs: a name. The address is made from it when it is left out."""

    name = serializers.CharField(max_length=200)
    slug = serializers.RegexField(f"^{SLUG}$", max_length=60, required=False, error_messages={"invalid": SLUG_WRONG})


class ProjectShape(ProjectSettings):
    """A project as one of its members sees it."""

    id = serializers.UUIDField()
    slug = serializers.SlugField()
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    roles = serializers.ListField(child=serializers.ChoiceField(choices=Role.choices))
    clearance = TlpField()


class ProjectsEndpoint(SiteEndpoint):
    """GET and POST /projects."""

    actions = {"GET": "account.use", "POST": "project.create"}

    @extend_schema(operation_id="projects_list", responses={200: page_of(ProjectShape)})
    def get(self, request: Request) -> Response:
        """The projects one is a member of."""
        mine = Membership.objects.filter(user=request.user, suspended_at__isnull=True)  # type: ignore[misc]
        return self.paged(mine, lambda rows: [represent_project(viewer) for viewer in viewers_in(rows)], ordering="id")

    @extend_schema(request=NewProject, responses={201: ProjectShape})
    def post(self, request: Request) -> Response:
        """Create a project and become its manager."""
        given = self.validated(NewProject)
        user: Any = request.user
        return self.write(lambda: (201, represent_project(create_project(by=user, **given))))


class OneProjectEndpoint(ProjectEndpoint):
    """GET and PATCH /projects/{slug}."""

    actions = {"GET": "project.read", "PATCH": "project.change"}

    @extend_schema(responses={200: ProjectShape})
    def get(self, request: Request, slug: str) -> Response:
        """The project and its settings."""
        return Response(represent_project(self.viewer), headers={"ETag": f'"{self.viewer.project.version}"'})

    @extend_schema(request=ProjectSettings, responses={200: ProjectShape})
    def patch(self, request: Request, slug: str) -> Response:
        """Change settings; If-Match names the version they were seen at."""
        version = self.expected_version()
        given = self.validated(ProjectSettings)

        def perform() -> tuple[int, Any]:
            change_project(by=self.viewer, expected_version=version, changes=given)
            return 200, represent_project(find_viewer(self.viewer.user, project_id=self.viewer.project_id))

        return self.write(perform)


class LeaveEndpoint(ProjectEndpoint):
    """POST /projects/{slug}/leave."""

    actions = {"POST": "project.leave"}

    @extend_schema(request=None, responses={204: OpenApiResponse(description="Left")})
    def post(self, request: Request, slug: str) -> Response:
        """Leave the project; its last manager cannot."""
        leave_project(by=self.viewer)
        return Response(status=204)
