"""Accounts: opened by an administrator or with an invitation, suspended at once, and never without an administrator.

Suspending an account ends everything it has open: its sessions (their hash carries `session_epoch`), its tokens, its
live feeds. Each project of the person notes it, in the same transaction.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.models import AuthToken

from projects import doorbell, policy
from projects.errors import Conflict, Invalid, NotFound
from projects.events import change
from projects.links import password_path
from projects.models import Membership, User
from projects.site_events import record

# Whoever takes the last administrator away holds this set of rows first.
_ADMINISTRATORS = User.objects.filter(is_admin=True, is_active=True)


def plain_user(user: User) -> dict[str, Any]:
    """What an event keeps of an account."""
    return {
        "username": user.username,
        "name": user.name,
        "email": user.email,
        "is_admin": user.is_admin,
        "suspended": not user.is_active,
    }


def open_account(*, username: str, name: str = "", email: str = "", password: str | None = None) -> User:
    """The row of a new account; without a password nobody can sign in until one is set through a link."""
    user = User(username=username, name=name, email=User.objects.normalize_email(email))
    _check_free(user)
    try:
        user.clean_fields(exclude=["password"])
    except ValidationError as error:
        raise Invalid(error.message_dict) from None
    if password is not None:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise Invalid({"password": list(error.messages)}) from None
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        _check_free(user)
        raise
    return user


def _check_free(user: User) -> None:
    others = User.objects.exclude(pk=user.pk)
    if others.filter(username__iexact=user.username).exists():
        sentence = _("There is an account with this username already.")
        raise Conflict(sentence, errors={"username": [sentence]})
    if user.email and others.filter(email__iexact=user.email).exists():
        sentence = _("There is an account with this address already.")
        raise Conflict(sentence, errors={"email": [sentence]})


def create_user(
    *, by: User, username: str, name: str = "", email: str = "", is_admin: bool = False
) -> tuple[User, str]:
    """Open an account for somebody; return it and the path on which they set their password."""
    policy.require_on_site(by, "user.manage")
    with transaction.atomic():
        user = open_account(username=username, name=name, email=email)
        if is_admin:
            user.is_admin = True
            user.save(update_fields=["is_admin"])
        record("user.created", by=by, user=user, after=plain_user(user))
    return user, password_path(user)


def _lock(user_id: UUID) -> User:
    # The administrators first and in one order, so that two who suspend each other do not wait for one another.
    list(_ADMINISTRATORS.all().order_by("id").select_for_update().values_list("id", flat=True))
    user = User.objects.select_for_update().filter(id=user_id).first()
    if user is None:
        raise NotFound()
    return user


def change_user(*, by: User, user_id: UUID, changes: Mapping[str, Any]) -> User:
    """Change name, address or the right to administer, suspend, or open again."""
    policy.require_on_site(by, "user.manage")
    with transaction.atomic():
        user = _lock(user_id)
        policy.require_on_site(User.objects.get(pk=by.pk), "user.manage")
        before = plain_user(user)
        for field in ("name", "email", "is_admin"):
            if field in changes:
                setattr(user, field, changes[field])
        suspended = bool(changes.get("suspended", before["suspended"]))
        user.is_active = not suspended
        after = plain_user(user)
        if before == after:
            return user
        _keep_an_administrator(user, was_one=before["is_admin"] and not before["suspended"])
        _check_free(user)
        if suspended != before["suspended"]:
            user.suspended_at = timezone.now() if suspended else None
        user.save(update_fields=["name", "email", "is_admin", "is_active", "suspended_at"])
        if suspended and not before["suspended"]:
            end_access(user)
        if suspended != before["suspended"]:
            _tell_projects(user, by=by)
        kind = "user.changed"
        if suspended != before["suspended"]:
            kind = "user.suspended" if suspended else "user.reactivated"
        record(kind, by=by, user=user, before=before, after=after)
    return user


def _keep_an_administrator(user: User, *, was_one: bool) -> None:
    if was_one and not (user.is_admin and user.is_active) and not _ADMINISTRATORS.all().exclude(pk=user.pk).exists():
        raise Conflict(_("This is the site's last administrator. Make somebody else an administrator first."))


def _tell_projects(user: User, *, by: User) -> None:
    kind = "member.account_reactivated" if user.is_active else "member.account_suspended"
    # By id, so that two such changes take the counters of their projects in the same order.
    for membership in Membership.objects.filter(user=user).select_related("participant").order_by("project_id"):
        with change(project_id=membership.project_id, name=by.display_name) as log:
            after = {"name": membership.participant.name}
            log.add(kind, subject=membership.id, author=membership.participant_id, after=after)


def end_access(user: User) -> None:
    """End every session, token and live feed of a user, at the commit."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    AuthToken.objects.filter(user=user).delete()
    transaction.on_commit(lambda: doorbell.ring_user(user.pk))


def end_sessions(*, by: User, user: User) -> None:
    """End one's own sessions and tokens everywhere."""
    with transaction.atomic():
        end_access(user)
        record("user.sessions_ended", by=by, user=user, after={"username": user.username})


def make_password_link(*, by: User, user_id: UUID) -> str:
    """The path on which a user sets a new password, for an administrator to hand over."""
    policy.require_on_site(by, "user.manage")
    with transaction.atomic():
        user = _lock(user_id)
        if not user.is_active:
            raise Conflict(_("This account is suspended. Open it again first."))
        record("user.reset", by=by, user=user, after={"username": user.username})
    return password_path(user)


def rename_self(*, user: User, name: str) -> None:
    """Change the name others see; what was written before keeps the name it was written under in each project."""
    with transaction.atomic():
        held = _lock(user.pk)
        before = plain_user(held)
        held.name = name
        if plain_user(held) == before:
            return
        held.save(update_fields=["name"])
        record("user.changed", by=held, user=held, before=before, after=plain_user(held))
