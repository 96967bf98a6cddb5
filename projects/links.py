"""Addresses that are given to people: built from the configured address of the site, and secrets that fit into them."""

import hashlib
import secrets

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from projects.models import User
from projects.password_links import PasswordLinks


def absolute(request: HttpRequest, path: str) -> str:
    """The full address of a path: under BASE_URL where it is set, so that no Host header can point it elsewhere."""
    return f"{settings.BASE_URL}{path}" if settings.BASE_URL else request.build_absolute_uri(path)


def new_secret() -> str:
    """A secret for a link: 256 random bits."""
    return secrets.token_urlsafe(32)


def digest_of_secret(secret: str) -> str:
    """What is stored of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def invitation_path(secret: str) -> str:
    """The page of an invitation."""
    return reverse("projects:invitation", args=[secret])


def password_path(user: User) -> str:
    """The page on which the user sets a password: void once used, once access is ended, or after three days."""
    key = PasswordLinks().make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
