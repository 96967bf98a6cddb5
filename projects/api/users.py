"""Accounts of the site, for its administrators."""

from typing import Any
from uuid import UUID

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.base import SiteEndpoint
from projects.api.fields import page_of
from projects.api.queries import words
from projects.errors import Invalid, NotFound
from projects.links import absolute
from projects.models import User
from projects.queries.users import accounts, open_work_everywhere, projects_without_manager, represent_user
from projects.services.users import change_user, create_user, make_password_link

_STATUSES = ["active", "suspended", "admin"]


class NewUser(serializers.Serializer[Any]):
    """A new account."""

    username = serializers.CharField(max_length=150, validators=[UnicodeUsernameValidator()])
    name = serializers.CharField(max_length=200, required=False, allow_blank=True)
    email = serializers.EmailField(required=False, allow_blank=True)
    is_admin = serializers.BooleanField(required=False)


class UserChanges(serializers.Serializer[Any]):
    """What may change of an account."""

    name = serializers.CharField(max_length=200, required=False, allow_blank=True)
    email = serializers.EmailField(required=False, allow_blank=True)
    is_admin = serializers.BooleanField(required=False)
    suspended = serializers.BooleanField(required=False)


class UserShape(serializers.Serializer[Any]):
    """One account."""

    id = serializers.UUIDField()
    username = serializers.CharField()
    name = serializers.CharField()
    email = serializers.CharField(allow_blank=True)
    is_admin = serializers.BooleanField()
    status = serializers.ChoiceField(choices=["active", "suspended"])
    created_at = serializers.DateTimeField()
    last_login = serializers.DateTimeField(allow_null=True)
    suspended_at = serializers.DateTimeField(allow_null=True)


class NewUserShape(UserShape):
    """A new account, with the link on which its password is set."""

    link = serializers.CharField()


class WorkShape(serializers.Serializer[Any]):
    """Open work in one project."""

    project = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field's name, not the attribute
    count = serializers.IntegerField()


class ChangedUserShape(UserShape):
    """An account with what it leaves behind, or would leave, while it is suspended."""

    open_work = WorkShape(many=True)
    projects_without_manager = serializers.ListField(child=serializers.CharField())


class LinkShape(serializers.Serializer[Any]):
    """A link that is shown once."""

    link = serializers.CharField()


class UsersEndpoint(SiteEndpoint):
    """GET and POST /users."""

    actions = {"GET": "user.manage", "POST": "user.manage"}

    @extend_schema(
        operation_id="users_list",
        parameters=[
            OpenApiParameter("q", str),
            OpenApiParameter("status", str, enum=_STATUSES),
        ],
        responses={200: page_of(UserShape)},
    )
    def get(self, request: Request) -> Response:
        """Accounts, by a piece of username, name or address."""
        status = request.query_params.get("status", "")
        if status not in {"", *_STATUSES}:
            raise Invalid({"status": _("Choose one of %(known)s.") % {"known": ", ".join(_STATUSES)}})
        rows = accounts(words(request.query_params), status=status)
        return self.paged(rows, lambda page: [represent_user(user) for user in page], ordering="id")

    @extend_schema(request=NewUser, responses={201: NewUserShape})
    def post(self, request: Request) -> Response:
        """Open an account; the link to set its password is not stored and shown only here."""
        by: Any = request.user
        user, path = create_user(by=by, **self.validated(NewUser))
        return Response(represent_user(user) | {"link": absolute(request, path)}, status=201)


class _OneUser(SiteEndpoint):
    user_row: User

    def authorise(self, action: str, **kwargs: Any) -> None:
        super().authorise(action, **kwargs)
        found = User.objects.filter(id=kwargs["id"]).first()
        if found is None:
            raise NotFound()
        self.user_row = found


class OneUserEndpoint(_OneUser):
    """GET and PATCH /users/{id}."""

    actions = {"GET": "user.manage", "PATCH": "user.manage"}

    def _answer(self, user: User) -> Response:
        left = {"open_work": open_work_everywhere(user), "projects_without_manager": projects_without_manager(user)}
        return Response(represent_user(user) | left)

    @extend_schema(responses={200: ChangedUserShape})
    def get(self, request: Request, id: UUID) -> Response:
        """One account and what it has open."""
        return self._answer(self.user_row)

    @extend_schema(request=UserChanges, responses={200: ChangedUserShape})
    def patch(self, request: Request, id: UUID) -> Response:
        """Change the account; suspending ends its sessions, tokens and live feeds at once."""
        by: Any = request.user
        return self._answer(change_user(by=by, user_id=id, changes=self.validated(UserChanges)))


class ResetLinkEndpoint(_OneUser):
    """POST /users/{id}/reset-link."""

    actions = {"POST": "user.manage"}

    @extend_schema(request=None, responses={201: LinkShape})
    def post(self, request: Request, id: UUID) -> Response:
        """A single-use link on which the person sets a new password."""
        by: Any = request.user
        return Response({"link": absolute(request, make_password_link(by=by, user_id=id))}, status=201)
