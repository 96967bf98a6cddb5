"""Invitations: links that work once, for a while, and only while whoever made them may still invite."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects import policy
from projects.errors import Conflict, Gone, NotFound
from projects.events import change
from projects.links import digest_of_secret, new_secret
from projects.models import Invitation, Membership, User
from projects.queries.members import active_managers, state_of
from projects.queries.projects import in_order
from projects.services.members import clean_roles, enter, lock_members
from projects.services.users import open_account
from projects.site_events import record
from projects.viewers import Viewer, find_viewer

LIFETIME = timedelta(days=14)


def create_invitation(*, by: Viewer, roles: Iterable[str], email: str = "", note: str = "") -> tuple[Invitation, str]:
    """Invite somebody into the project; return the invitation and its secret, which is not kept."""
    secret = new_secret()
    with change(project_id=by.project_id, by=by) as log:
        lock_members(by.project_id)
        policy.require(find_viewer(by.user, project_id=by.project_id), "member.manage")
        invitation = Invitation.objects.create(
            project_id=by.project_id,
            roles=clean_roles(roles),
            email=email,
            note=note,
            secret_digest=digest_of_secret(secret),
            created_by=by.user,
            expires_at=timezone.now() + LIFETIME,
        )
        log.add("invitation.created", subject=invitation.id, after={"roles": in_order(invitation.roles)})
    return invitation, secret


def revoke_invitation(*, by: Viewer, invitation_id: UUID) -> Invitation:
    """Make an open invitation void."""
    with change(project_id=by.project_id, by=by) as log:
        policy.require(find_viewer(by.user, project_id=by.project_id), "member.manage")
        invitation = _lock(project_id=by.project_id, id=invitation_id)
        if state_of(invitation) == "used":
            raise Conflict(_("Somebody has used this invitation already. Remove the member instead."))
        if invitation.revoked_at is None:
            invitation.revoked_at = timezone.now()
            invitation.save(update_fields=["revoked_at"])
            log.add("invitation.revoked", subject=invitation.id, after={"roles": in_order(invitation.roles)})
        return invitation


def invite_to_site(*, by: User, email: str = "", note: str = "") -> tuple[Invitation, str]:
    """Invite somebody to open an account, without a project."""
    policy.require_on_site(by, "user.manage")
    secret = new_secret()
    with transaction.atomic():
        invitation = Invitation.objects.create(
            email=email,
            note=note,
            secret_digest=digest_of_secret(secret),
            created_by=by,
            expires_at=timezone.now() + LIFETIME,
        )
        record("user.invited", by=by, after={"email": email, "note": note})
    return invitation, secret


def revoke_site_invitation(*, by: User, invitation_id: UUID) -> Invitation:
    """Make an open invitation to the site void."""
    policy.require_on_site(by, "user.manage")
    with transaction.atomic():
        invitation = _lock(project__isnull=True, id=invitation_id)
        if state_of(invitation) == "open":
            invitation.revoked_at = timezone.now()
            invitation.save(update_fields=["revoked_at"])
        return invitation


def find_invitation(secret: str) -> Invitation:
    """The invitation behind a link, if it can still be used; otherwise why not."""
    found = Invitation.objects.select_related("project", "created_by")
    invitation = found.filter(secret_digest=digest_of_secret(secret)).first()
    if invitation is None:
        raise NotFound(_("There is no such invitation. Check that the whole link was copied."))
    _require_open(invitation)
    return invitation


def accept_invitation(*, secret: str, user: User) -> Membership | None:
    """Use an invitation as somebody who has an account; the membership it gave, if it named a project."""
    invitation = find_invitation(secret)
    project_id = invitation.project_id
    if project_id is None:
        raise Conflict(_("This invitation opens an account, and you have one already."))
    with change(project_id=project_id, name=user.display_name) as log:
        lock_members(project_id)
        invitation = _lock(id=invitation.id)
        _require_open(invitation)
        membership = enter(log, project_id=project_id, user=user, roles=invitation.roles, kind="invitation.accepted")
        _use(invitation, user)
        return membership


def accept_with_new_account(*, secret: str, username: str, name: str, email: str, password: str) -> User:
    """Use an invitation by opening an account with it; both happen or neither."""
    invitation = find_invitation(secret)
    with transaction.atomic():
        if invitation.project_id is not None:
            lock_members(invitation.project_id)  # before the invitation, as everybody who accepts one does
        invitation = _lock(id=invitation.id)
        _require_open(invitation)
        user = open_account(username=username, name=name, email=email, password=password)
        if invitation.project_id is not None:
            accept_invitation(secret=secret, user=user)
        else:
            _use(invitation, user)
        record("user.joined", by=user, user=user, after={"username": user.username})
        return user


def _lock(**lookup: object) -> Invitation:
    found = Invitation.objects.select_for_update(of=("self",)).select_related("project", "created_by")
    invitation = found.filter(**lookup).first()
    if invitation is None:
        raise NotFound()
    return invitation


def _require_open(invitation: Invitation) -> None:
    state = state_of(invitation)
    if state == "used":
        raise Gone(_("This invitation has been used. Ask for a new one."))
    if state == "revoked":
        raise Gone(_("This invitation was withdrawn. Ask for a new one."))
    if state == "expired":
        raise Gone(_("This invitation has expired. Ask for a new one."))
    if not _still_stands(invitation):
        raise Gone(_("Whoever made this invitation may no longer invite people. Ask for a new one."))


def _still_stands(invitation: Invitation) -> bool:
    """An invitation is worth no more than its maker may do now."""
    if invitation.project_id is None:
        return policy.may_on_site(invitation.created_by, "user.manage")
    return active_managers(invitation.project_id).filter(user_id=invitation.created_by_id).exists()


def _use(invitation: Invitation, user: User) -> None:
    invitation.used_at = timezone.now()
    invitation.used_by = user
    invitation.save(update_fields=["used_at", "used_by"])
