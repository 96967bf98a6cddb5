"""Members, participants and invitations as the API and the pages show them."""

from collections.abc import Iterable
from typing import Any, NoReturn
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects import policy
from projects.errors import Invalid
from projects.models import Invitation, Membership, User
from projects.queries.projects import in_order
from projects.viewers import Viewer
from projects.vocabulary import Role, Tlp

LAST_MANAGER = _("This is the project's last manager. Make somebody else a manager first.")


def members_of(project_id: UUID) -> QuerySet[Membership]:
    """The memberships of a project with what their representation needs."""
    return Membership.objects.filter(project_id=project_id).select_related("user", "participant")


def managing() -> QuerySet[Membership]:
    """The memberships through which somebody can manage a project now."""
    return Membership.objects.filter(roles__contains=[Role.MANAGER], suspended_at__isnull=True, user__is_active=True)


def active_managers(project_id: UUID) -> QuerySet[Membership]:
    """Those of one project."""
    return managing().filter(project_id=project_id)


def why_not_leave(viewer: Viewer) -> str:
    """Why the viewer has to stay: the project would have nobody to manage it. Empty where they may go."""
    if not viewer.has(Role.MANAGER) or active_managers(viewer.project_id).exclude(id=viewer.membership_id).exists():
        return ""
    return str(LAST_MANAGER)


def status_of(membership: Membership) -> str:
    """Whether the member can work now, and if not, whether the project or the site keeps them out."""
    return "suspended" if membership.suspended_at or not membership.user.is_active else "active"


def represent_member(membership: Membership, viewer: Viewer) -> dict[str, Any]:
    """One member; addresses of mail are for those who manage members, and for oneself."""
    told = membership.user_id == viewer.user.pk or policy.may(viewer, "member.manage")
    return {
        "id": membership.id,
        "participant": membership.participant_id,
        "username": membership.user.username,
        "name": membership.participant.name,
        "email": membership.user.email if told else None,
        "roles": in_order(membership.roles),
        "clearance": Tlp(membership.clearance).label,
        "status": status_of(membership),
        "account_suspended": not membership.user.is_active,
        "version": membership.version,
        "created_at": membership.created_at,
    }


def represent_members(memberships: Iterable[Membership], viewer: Viewer) -> list[dict[str, Any]]:
    """Members of one page."""
    return [represent_member(membership, viewer) for membership in memberships]


def plain_member(membership: Membership) -> dict[str, Any]:
    """What an event keeps of a membership."""
    return {
        "name": membership.participant.name,
        "roles": in_order(membership.roles),
        "clearance": Tlp(membership.clearance).label,
        "suspended": membership.suspended_at is not None,
    }


def state_of(invitation: Invitation) -> str:
    """open, used, revoked or expired."""
    if invitation.used_at:
        return "used"
    if invitation.revoked_at:
        return "revoked"
    return "expired" if invitation.expires_at <= timezone.now() else "open"


def represent_invitation(invitation: Invitation) -> dict[str, Any]:
    """One invitation without its secret, which is known only to whoever has the link."""
    return {
        "id": invitation.id,
        "roles": in_order(invitation.roles),
        "email": invitation.email,
        "note": invitation.note,
        "state": state_of(invitation),
        "created_by": invitation.created_by.display_name,
        "created_at": invitation.created_at,
        "expires_at": invitation.expires_at,
        "used_at": invitation.used_at,
    }


def represent_invitations(invitations: Iterable[Invitation]) -> list[dict[str, Any]]:
    """Invitations of one page."""
    return [represent_invitation(invitation) for invitation in invitations]


def find_user(*, username: str | None, email: str | None) -> User:
    """The account named by username or address, or what is wrong with the name."""
    if username is not None:
        user = User.objects.filter(username__iexact=username).first()
        return user or _refuse("username", _("There is no account with this username. Invite the person instead."))
    user = User.objects.filter(email__iexact=email).first() if email else None
    return user or _refuse("email", _("There is no account with this address. Invite the person instead."))


def _refuse(field: str, sentence: Any) -> NoReturn:
    raise Invalid({field: sentence})
