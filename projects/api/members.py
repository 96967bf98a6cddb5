"""Members and invitations of a project."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.base import ProjectEndpoint, RowEndpoint
from projects.api.fields import RolesMixin, TlpField, page_of
from projects.models import Membership
from projects.open_work import open_work_of
from projects.queries.members import find_user, members_of, represent_member, represent_members
from projects.services.members import add_member, change_member, remove_member
from projects.services.open_work import hand_on_work
from projects.vocabulary import Role, Tlp


class NewMember(RolesMixin):
    """An existing account, by username or by address, and its roles."""

    username = serializers.CharField(max_length=150, required=False)
    email = serializers.EmailField(required=False)
    clearance = TlpField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs = super().validate(attrs)
        if ("username" in attrs) == ("email" in attrs):
            raise serializers.ValidationError({"username": _("Name the person by username or by email.")})
        if "roles" not in attrs:
            raise serializers.ValidationError({"roles": _("Name at least one role.")})
        return attrs


class MemberChanges(RolesMixin):
    """What may change of a membership."""

    clearance = TlpField(required=False)
    suspended = serializers.BooleanField(required=False)


class HandOn(serializers.Serializer[Any]):
    """The membership that takes the work over."""

    to = serializers.UUIDField()


class MemberShape(serializers.Serializer[Any]):
    """One member."""

    id = serializers.UUIDField()
    participant = serializers.UUIDField()
    username = serializers.CharField()
    name = serializers.CharField()
    email = serializers.CharField(allow_null=True)
    roles = serializers.ListField(child=serializers.ChoiceField(choices=Role.choices))
    clearance = TlpField()
    status = serializers.ChoiceField(choices=["active", "suspended"])
    account_suspended = serializers.BooleanField()
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()


class OpenWorkShape(serializers.Serializer[Any]):
    """One kind of open work."""

    label = serializers.CharField()  # type: ignore[assignment]  # a field's name, not the attribute
    count = serializers.IntegerField()
    url = serializers.CharField()
    stays = serializers.CharField(help_text="Why it cannot be handed on, where it cannot")


class MovedShape(serializers.Serializer[Any]):
    """How much work moved, and in sentences what stayed and why."""

    moved = serializers.IntegerField()
    left = serializers.ListField(child=serializers.CharField())


class MembersEndpoint(ProjectEndpoint):
    """GET and POST /projects/{slug}/members."""

    actions = {"GET": "member.read", "POST": "member.manage"}

    @extend_schema(responses={200: page_of(MemberShape)})
    def get(self, request: Request, slug: str) -> Response:
        """The people of the project."""
        rows = members_of(self.viewer.project_id)
        return self.paged(rows, lambda page: represent_members(page, self.viewer), ordering="id")

    @extend_schema(request=NewMember, responses={201: MemberShape})
    def post(self, request: Request, slug: str) -> Response:
        """Give an existing account a place in the project."""
        given = self.validated(NewMember)
        user = find_user(username=given.get("username"), email=given.get("email"))
        clearance = given.get("clearance", Tlp.AMBER_STRICT)

        def perform() -> tuple[int, Any]:
            member = add_member(by=self.viewer, user=user, roles=given["roles"], clearance=clearance)
            return 201, represent_member(member, self.viewer)

        return self.write(perform)


class OneMemberEndpoint(RowEndpoint):
    """GET, PATCH and DELETE /members/{id}."""

    actions = {"GET": "member.read", "PATCH": "member.manage", "DELETE": "member.manage"}

    def rows(self) -> QuerySet[Any]:
        return Membership.objects.select_related("user", "participant")

    def visible(self, row: Any) -> bool:
        return True  # every member may see who the others are

    @extend_schema(responses={200: MemberShape})
    def get(self, request: Request, id: UUID) -> Response:
        """One member."""
        return Response(represent_member(self.row, self.viewer), headers={"ETag": f'"{self.row.version}"'})

    @extend_schema(request=MemberChanges, responses={200: MemberShape})
    def patch(self, request: Request, id: UUID) -> Response:
        """Change roles or clearance, suspend, or let back in."""
        version = self.expected_version()
        given = self.validated(MemberChanges)

        def perform() -> tuple[int, Any]:
            member = change_member(by=self.viewer, membership_id=self.row.id, expected_version=version, **given)
            return 200, represent_member(member, self.viewer)

        return self.write(perform)

    @extend_schema(request=None, responses={204: OpenApiResponse(description="Removed")})
    def delete(self, request: Request, id: UUID) -> Response:
        """End the membership; what the person wrote stays."""
        version = self.expected_version() if "If-Match" in request.headers else None

        def perform() -> tuple[int, Any]:
            remove_member(by=self.viewer, membership_id=self.row.id, expected_version=version)
            return 204, None

        return self.write(perform)


class OpenWorkEndpoint(RowEndpoint):
    """GET and POST /members/{id}/open-work."""

    actions = {"GET": "member.manage", "POST": "member.manage"}

    def rows(self) -> QuerySet[Any]:
        return Membership.objects.select_related("user", "participant")

    def visible(self, row: Any) -> bool:
        return True

    @extend_schema(responses={200: page_of(OpenWorkShape)})
    def get(self, request: Request, id: UUID) -> Response:
        """What the member has open, to be handed on."""
        work = [
            {"label": str(part.label), "count": part.count, "url": part.url, "stays": str(part.stays)}
            for part in open_work_of(self.row.participant)
        ]
        return Response({"next": None, "previous": None, "results": work})

    @extend_schema(request=HandOn, responses={200: MovedShape})
    def post(self, request: Request, id: UUID) -> Response:
        """Hand it on to another member, as far as they can do it."""
        given = self.validated(HandOn)

        def perform() -> tuple[int, Any]:
            done = hand_on_work(by=self.viewer, membership_id=self.row.id, to=given["to"])
            return 200, {"moved": done.moved, "left": list(done.left)}

        return self.write(perform)
