"""Tokens of the API: exchanged for a password, listed, revoked."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.base import Endpoint, SiteEndpoint
from projects.api.fields import page_of
from projects.errors import Invalid
from projects.services.tokens import revoke_token, sign_in_for_token, tokens_of


class Credentials(serializers.Serializer[Any]):
    """What POST /auth/token takes."""

    username = serializers.CharField(max_length=254)
    password = serializers.CharField(max_length=1000, trim_whitespace=False)
    code = serializers.CharField(max_length=40, required=False, allow_blank=True)


class TokenShape(serializers.Serializer[Any]):
    """A new token."""

    token = serializers.CharField()
    expires_at = serializers.DateTimeField()


class TokenRowShape(serializers.Serializer[Any]):
    """A token in one's list: `key` is the beginning of its text."""

    key = serializers.CharField()
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    current = serializers.BooleanField()


class TokenEndpoint(Endpoint):
    """POST /auth/token: the one address that answers people who are not signed in."""

    actions = {"POST": "token.create", "DELETE": "account.use"}
    refusals = {"POST": (429,)}
    permission_classes = (AllowAny,)

    def authorise(self, action: str, **kwargs: Any) -> None:
        if action != "token.create" and not self.request.user.is_authenticated:
            self.permission_denied(self.request)

    def get_authenticators(self) -> list[Any]:
        # A stale token or session must not stand in the way of getting a new one.
        return [] if self.request and self.request.method == "POST" else super().get_authenticators()

    @extend_schema(request=Credentials, responses={200: TokenShape}, auth=[])
    def post(self, request: Request) -> Response:
        """Exchange username and password (and the code of a second factor) for a token."""
        given = self.validated(Credentials)
        issued = sign_in_for_token(
            username=given["username"],
            password=given["password"],
            code=given.get("code", ""),
            address=request.META.get("REMOTE_ADDR", ""),
        )
        return Response({"token": issued.text, "expires_at": issued.expires_at})

    @extend_schema(request=None, responses={204: OpenApiResponse(description="Revoked")})
    def delete(self, request: Request) -> Response:
        """Revoke the token this request was made with."""
        token: Any = request.auth
        if token is None:
            raise Invalid({"Authorization": _("This request carries no token.")})
        revoke_token(user=request.user, key=token.token_key)  # type: ignore[arg-type]
        return Response(status=204)


class TokensEndpoint(SiteEndpoint):
    """GET /auth/tokens."""

    actions = {"GET": "account.use"}

    @extend_schema(responses={200: page_of(TokenRowShape)})
    def get(self, request: Request) -> Response:
        """One's own tokens that still work."""
        current = getattr(request.auth, "token_key", None)
        rows = [
            {
                "key": row.token_key,
                "created_at": row.created,
                "expires_at": row.expiry,
                "current": row.token_key == current,
            }
            for row in tokens_of(request.user)  # type: ignore[arg-type]
        ]
        return Response({"next": None, "previous": None, "results": rows})


class OneTokenEndpoint(SiteEndpoint):
    """DELETE /auth/tokens/{key}."""

    actions = {"DELETE": "account.use"}

    @extend_schema(request=None, responses={204: OpenApiResponse(description="Revoked")})
    def delete(self, request: Request, key: str) -> Response:
        """Revoke one of one's own tokens."""
        revoke_token(user=request.user, key=key)  # type: ignore[arg-type]
        return Response(status=204)
