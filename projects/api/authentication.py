"""How API requests say who they are: a bearer token, or the browser's session with its CSRF token."""

from hmac import compare_digest
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.auth import TokenAuthentication
from knox.crypto import hash_token
from knox.models import AuthToken
from knox.settings import CONSTANTS
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed


class BearerAuthentication(TokenAuthentication):
    """Knox tokens in `Authorization: Bearer …`, found with one query; a suspended user's token is refused."""

    def authenticate_credentials(self, token: bytes) -> Any:
        refused = AuthenticationFailed(_("This token is wrong, has expired or was revoked."))
        if not token.isascii():
            raise refused
        text = token.decode()
        digest = hash_token(text)
        found = AuthToken.objects.select_related("user").filter(token_key=text[: CONSTANTS.TOKEN_KEY_LENGTH])
        for row in found:
            if compare_digest(digest, row.digest):
                if row.expiry is not None and row.expiry <= timezone.now():
                    raise refused
                return self.validate_user(row)
        raise refused


class BrowserAuthentication(SessionAuthentication):
    """The session of a signed-in browser. Anonymous requests are answered 401, not 403."""

    def authenticate_header(self, request: Any) -> str:
        return "Bearer"
