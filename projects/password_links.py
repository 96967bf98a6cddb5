"""What makes a link for setting a password good: it is tied to how the account was when the link was made."""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.tokens import PasswordResetTokenGenerator


class PasswordLinks(PasswordResetTokenGenerator):
    """Makes and checks the secrets of such links.

    A new password, another address and the end of the account's access (`session_epoch`) make a link void for good;
    while an account is suspended none is good.
    """

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        addresses = {user.email, *EmailAddress.objects.filter(user_id=user.pk).values_list("email", flat=True)} - {""}
        return f"{super()._make_hash_value(user, timestamp)}:{user.session_epoch}:{'|'.join(sorted(addresses))}"

    def check_token(self, user: Any, token: str | None) -> bool:
        return user is not None and user.is_active and super().check_token(user, token)
