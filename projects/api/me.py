"""Who the request speaks for."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from projects import policy
from projects.api.base import SiteEndpoint
from projects.queries.projects import in_order
from projects.viewers import viewers_for
from projects.vocabulary import Role, Tlp


class NamedProjectShape(serializers.Serializer[Any]):
    """A project by its address and name."""

    slug = serializers.CharField()
    name = serializers.CharField()


class OwnMembershipShape(serializers.Serializer[Any]):
    """One's place in one project."""

    project = NamedProjectShape()
    roles = serializers.ListField(child=serializers.ChoiceField(choices=Role.choices))
    clearance = serializers.CharField()
    participant = serializers.UUIDField()


class MeShape(serializers.Serializer[Any]):
    """The account, what it may do on the site, and its memberships."""

    id = serializers.UUIDField()
    username = serializers.CharField()
    name = serializers.CharField()
    email = serializers.EmailField(allow_blank=True)
    is_admin = serializers.BooleanField()
    permissions = serializers.ListField(child=serializers.CharField())
    memberships = OwnMembershipShape(many=True)


class MeEndpoint(SiteEndpoint):
    """GET /me."""

    actions = {"GET": "account.use"}

    @extend_schema(responses={200: MeShape})
    def get(self, request: Request) -> Response:
        """The signed-in person: account, permissions on the site, memberships with roles."""
        user: Any = request.user
        memberships = [
            {
                "project": {"slug": viewer.project.slug, "name": viewer.project.name},
                "roles": in_order(viewer.roles),
                "clearance": Tlp(viewer.clearance).label,
                "participant": viewer.participant_id,
            }
            for viewer in viewers_for(user)
        ]
        return Response(
            {
                "id": user.id,
                "username": user.username,
                "name": user.display_name,
                "email": user.email,
                "is_admin": user.is_admin,
                "permissions": sorted(a for a in policy.site_actions() if policy.may_on_site(user, a)),
                "memberships": memberships,
            }
        )
