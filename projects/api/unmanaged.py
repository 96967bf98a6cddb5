"""Projects that nobody can manage, for the site's administrators."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.base import SiteEndpoint
from projects.api.fields import page_of
from projects.errors import NotFound
from projects.models import Project
from projects.queries.members import find_user
from projects.queries.projects import in_order
from projects.queries.unmanaged import represent_unmanaged, unmanaged_projects
from projects.services.appointing import appoint_manager
from projects.vocabulary import Role


class ActiveMemberShape(serializers.Serializer[Any]):
    """An active member of the project."""

    username = serializers.CharField()
    name = serializers.CharField()


class UnmanagedShape(serializers.Serializer[Any]):
    """A project without an active manager; where it has active members, one of them is to be chosen."""

    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()
    members = ActiveMemberShape(many=True)


class NewManager(serializers.Serializer[Any]):
    """Who is to manage the project, and why an administrator says so."""

    username = serializers.CharField(max_length=150)
    reason = serializers.CharField(max_length=1000)


class AppointedShape(serializers.Serializer[Any]):
    """Who manages the project now."""

    project = serializers.CharField()
    username = serializers.CharField()
    name = serializers.CharField()
    roles = serializers.ListField(child=serializers.ChoiceField(choices=Role.choices))


class UnmanagedProjectsEndpoint(SiteEndpoint):
    """GET /unmanaged-projects."""

    actions = {"GET": "manager.appoint"}

    @extend_schema(operation_id="unmanaged_projects_list", responses={200: page_of(UnmanagedShape)})
    def get(self, request: Request) -> Response:
        """The projects without an active manager: their names and their active members, nothing in them."""
        return self.paged(unmanaged_projects(), represent_unmanaged, ordering="id")


class AppointEndpoint(SiteEndpoint):
    """POST /unmanaged-projects/{id}/manager."""

    actions = {"POST": "manager.appoint"}

    def authorise(self, action: str, **kwargs: Any) -> None:
        super().authorise(action, **kwargs)
        if not Project.objects.filter(id=kwargs["id"]).exists():
            raise NotFound()

    @extend_schema(request=NewManager, responses={201: AppointedShape})
    def post(self, request: Request, id: UUID) -> Response:
        """Make somebody its manager; refused while it has an active one."""
        given = self.validated(NewManager)
        by: Any = request.user
        user = find_user(username=given["username"], email=None)

        def perform() -> tuple[int, Any]:
            member = appoint_manager(by=by, project_id=id, user=user, reason=given["reason"])
            return 201, {
                "project": member.project.slug,
                "username": user.username,
                "name": member.participant.name,
                "roles": in_order(member.roles),
            }

        return self.write(perform)
