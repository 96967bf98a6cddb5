"""How API requests say who they are: a bearer token, or the browser's session with its CSRF token."""

from hmac import compare_digest
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.auth import TokenAuthentication
from knox.crypto import hash_token
from knox.models import AuthToken
from knox.settings import CONSTANTS
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed

from projects.models import User

_TOKEN = AuthToken._meta.concrete_fields
_USER = User._meta.concrete_fields
_STATEMENT = f"""
SELECT {", ".join(f"token.{field.column}" for field in _TOKEN)}, {", ".join(f"owner.{field.column}" for field in _USER)}
FROM {AuthToken._meta.db_table} token JOIN {User._meta.db_table} owner ON owner.id = token.user_id
WHERE token.token_key = %s
"""  # noqa: S608 (the names of tables and columns are the models' own)


def _tokens(key: str) -> list[AuthToken]:
    """The tokens that begin so, each with its user. Written out: compiling the statement cost more than running it."""
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, [key])
        rows = cursor.fetchall()
    tokens = []
    for row in rows:
        token = AuthToken.from_db(connection.alias, [field.attname for field in _TOKEN], row[: len(_TOKEN)])
        token.user = User.from_db(connection.alias, [field.attname for field in _USER], row[len(_TOKEN) :])
        tokens.append(token)
    return tokens


class BearerAuthentication(TokenAuthentication):
    """Knox tokens in `Authorization: Bearer …`, found with one query; a suspended user's token is refused."""

    def authenticate_credentials(self, token: bytes) -> Any:
        refused = AuthenticationFailed(_("This token is wrong, has expired or was revoked."))
        if not token.isascii() or b"\0" in token:
            raise refused
        text = token.decode()
        digest = hash_token(text)
        for row in _tokens(text[: CONSTANTS.TOKEN_KEY_LENGTH]):
            if compare_digest(digest, row.digest):
                if row.expiry is not None and row.expiry <= timezone.now():
                    raise refused
                return self.validate_user(row)
        raise refused


class BrowserAuthentication(SessionAuthentication):
    """The session of a signed-in browser. Anonymous requests are answered 401, not 403."""

    def authenticate_header(self, request: Any) -> str:
        return "Bearer"
