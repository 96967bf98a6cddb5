"""How API requests say who they are: a bearer token, or the browser's session with its CSRF token."""

from typing import Any

from knox.auth import TokenAuthentication
from rest_framework.authentication import SessionAuthentication


class BearerAuthentication(TokenAuthentication):
    """Knox tokens in `Authorization: Bearer …`; a suspended user's token is refused."""


class BrowserAuthentication(SessionAuthentication):
    """The session of a signed-in browser. Anonymous requests are answered 401, not 403."""

    def authenticate_header(self, request: Any) -> str:
        return "Bearer"
