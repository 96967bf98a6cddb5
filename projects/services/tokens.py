"""API tokens: given for a password and a second factor where one is set; kept as a digest; revoked by their owner."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.models import AuthToken

from projects import doorbell
from projects.errors import NotFound, TooMany, Unauthorised
from projects.models import User
from projects.site_events import record
from projects.tries import count_try, seconds_left

TRIES_A_MINUTE = 20


@dataclass(frozen=True)
class Issued:
    """A new token: the only time its text is known."""

    text: str
    key: str
    expires_at: datetime | None


def sign_in_for_token(*, username: str, password: str, code: str, address: str) -> Issued:
    """Exchange a password (and a code, where the user has a second factor) for a token."""
    if count_try(f"token:{address}:{username.lower()}") > TRIES_A_MINUTE:
        raise TooMany(_("Too many tries for this account. Wait a minute, then try again."), wait=seconds_left())
    user: Any = authenticate(None, username=username, password=password)
    if not isinstance(user, User):
        raise Unauthorised(_("The username or the password is wrong, or the account is suspended."))
    _require_second_factor(user, code)
    return issue_token(user=user)


def _require_second_factor(user: User, code: str) -> None:
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES]
    factors = list(Authenticator.objects.filter(user=user))
    if not any(factor.type != Authenticator.Type.RECOVERY_CODES for factor in factors):
        return
    if not code:
        raise Unauthorised(_("This account asks for a second factor. Send its code as well."), code_required=True)
    if not any(factor.wrap().validate_code(code) for factor in factors if factor.type in kinds):
        raise Unauthorised(_("The code is wrong or has been used."), code_required=True)


def issue_token(*, user: User) -> Issued:
    """Make a token for somebody who has shown who they are; their expired ones are cleared away."""
    with transaction.atomic():
        AuthToken.objects.filter(user=user, expiry__lt=timezone.now()).delete()
        row, text = AuthToken.objects.create(user)
        record("user.token_created", by=user, user=user, after={"username": user.username, "key": row.token_key[:8]})
    return Issued(text=str(text), key=row.token_key, expires_at=row.expiry)


def tokens_of(user: User) -> list[AuthToken]:
    """The user's tokens that still work, newest first."""
    return list(AuthToken.objects.filter(user=user, expiry__gt=timezone.now()).order_by("-created"))


def revoke_token(*, user: User, key: str) -> None:
    """End one of the user's own tokens at once."""
    with transaction.atomic():
        gone, _by_model = AuthToken.objects.filter(user=user, token_key=key).delete()
        if not gone:
            raise NotFound(_("You have no such token."))
        record("user.token_revoked", by=user, user=user, after={"username": user.username, "key": key[:8]})
        transaction.on_commit(lambda: doorbell.ring_user(user.pk))
