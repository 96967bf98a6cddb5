"""How accounts come to be: by invitation only, never by an open sign-up form."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.db import transaction
from django.http import HttpRequest
from knox.models import AuthToken

from projects import doorbell


class AccountAdapter(DefaultAccountAdapter):
    """Closes the public sign-up; invitations create accounts through `projects.services.invitations`."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        user.username = user.username or user.email

    def set_password(self, user: Any, password: str) -> None:
        """Set a password; tokens that were given for the old one end with it, as sessions do."""
        with transaction.atomic():
            super().set_password(user, password)
            AuthToken.objects.filter(user=user).delete()
            transaction.on_commit(lambda: doorbell.ring_user(user.pk))
