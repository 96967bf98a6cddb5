"""Invitations: made with a link that is shown once, listed, withdrawn."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.base import ProjectEndpoint, RowEndpoint, SiteEndpoint
from projects.api.fields import RolesMixin, page_of
from projects.errors import NotFound
from projects.links import absolute, invitation_path
from projects.models import Invitation
from projects.queries.members import represent_invitation, represent_invitations
from projects.services.invitations import (
    create_invitation,
    invite_to_site,
    revoke_invitation,
    revoke_site_invitation,
)
from projects.vocabulary import Role


class NewSiteInvitation(serializers.Serializer[Any]):
    """Whom the invitation is for, as far as one cares to note it."""

    email = serializers.EmailField(required=False, allow_blank=True)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True)


class NewInvitation(RolesMixin, NewSiteInvitation):
    """The roles that the invitation gives."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs = super().validate(attrs)
        if "roles" not in attrs:
            raise serializers.ValidationError({"roles": _("Name at least one role.")})
        return attrs


class InvitationShape(serializers.Serializer[Any]):
    """One invitation."""

    id = serializers.UUIDField()
    roles = serializers.ListField(child=serializers.ChoiceField(choices=Role.choices))
    email = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(choices=["open", "used", "revoked", "expired"])
    created_by = serializers.CharField()
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    used_at = serializers.DateTimeField(allow_null=True)


class NewInvitationShape(InvitationShape):
    """A new invitation, with the link that cannot be shown again."""

    link = serializers.CharField()


class InvitationsEndpoint(ProjectEndpoint):
    """GET and POST /projects/{slug}/invitations."""

    actions = {"GET": "member.manage", "POST": "member.manage"}

    @extend_schema(responses={200: page_of(InvitationShape)})
    def get(self, request: Request, slug: str) -> Response:
        """Invitations into the project, newest first."""
        rows = Invitation.objects.filter(project_id=self.viewer.project_id).select_related("created_by")
        return self.paged(rows, represent_invitations)

    @extend_schema(request=NewInvitation, responses={201: NewInvitationShape})
    def post(self, request: Request, slug: str) -> Response:
        """Make a single-use link. It is not stored, so a repeated request makes another one."""
        invitation, secret = create_invitation(by=self.viewer, **self.validated(NewInvitation))
        link = absolute(request, invitation_path(secret))
        return Response(represent_invitation(invitation) | {"link": link}, status=201)


class OneInvitationEndpoint(RowEndpoint):
    """DELETE /invitations/{id}."""

    actions = {"DELETE": "member.manage"}

    def rows(self) -> QuerySet[Any]:
        return Invitation.objects.filter(project__isnull=False)

    def visible(self, row: Any) -> bool:
        return True  # whoever may not manage members is refused, and the address tells nothing

    @extend_schema(request=None, responses={200: InvitationShape})
    def delete(self, request: Request, id: UUID) -> Response:
        """Withdraw the invitation."""
        return self.write(
            lambda: (200, represent_invitation(revoke_invitation(by=self.viewer, invitation_id=self.row.id)))
        )


class SiteInvitationsEndpoint(SiteEndpoint):
    """GET and POST /site-invitations."""

    actions = {"GET": "user.manage", "POST": "user.manage"}

    @extend_schema(responses={200: page_of(InvitationShape)})
    def get(self, request: Request) -> Response:
        """Invitations to open an account, newest first."""
        rows = Invitation.objects.filter(project__isnull=True).select_related("created_by")
        return self.paged(rows, represent_invitations)

    @extend_schema(request=NewSiteInvitation, responses={201: NewInvitationShape})
    def post(self, request: Request) -> Response:
        """Make a single-use link with which somebody opens an account."""
        user: Any = request.user
        invitation, secret = invite_to_site(by=user, **self.validated(NewSiteInvitation))
        link = absolute(request, invitation_path(secret))
        return Response(represent_invitation(invitation) | {"link": link}, status=201)


class OneSiteInvitationEndpoint(SiteEndpoint):
    """DELETE /site-invitations/{id}."""

    actions = {"DELETE": "user.manage"}

    @extend_schema(request=None, responses={204: OpenApiResponse(description="Withdrawn")})
    def delete(self, request: Request, id: UUID) -> Response:
        """Withdraw the invitation."""
        user: Any = request.user
        if not Invitation.objects.filter(project__isnull=True, id=id).exists():
            raise NotFound()
        revoke_site_invitation(by=user, invitation_id=id)
        return Response(status=204)
