"""Members come, change what they may do, and go. A project never loses its last manager.

Everything that changes who is in a project holds the project's row first, so that two managers who act at the same
time cannot each be the other's excuse. The lock does not hinder work in the project.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects import doorbell, policy
from projects.errors import Conflict, Invalid, NotFound, Stale, Unprocessable
from projects.events import Change, change
from projects.models import Membership, Participant, Project, User
from projects.queries.members import LAST_MANAGER, active_managers, plain_member, represent_member
from projects.viewers import Viewer, find_viewer
from projects.vocabulary import Role, Tlp


def lock_members(project_id: UUID) -> Project:
    """Hold the set of members until the transaction ends."""
    return Project.objects.select_for_update(no_key=True).get(id=project_id)


def _require_manager(by: Viewer) -> Viewer:
    """The manager as they are now, under the lock."""
    lock_members(by.project_id)
    now = find_viewer(by.user, project_id=by.project_id)
    policy.require(now, "member.manage")
    return now


def _held(by: Viewer, membership_id: UUID, expected_version: int | None) -> Membership:
    rows = Membership.objects.select_for_update(of=("self",)).select_related("user", "participant")
    membership = rows.filter(project_id=by.project_id, id=membership_id).first()
    if membership is None:
        raise NotFound()
    if expected_version is not None and membership.version != expected_version:
        raise Stale(represent_member(membership, by))
    return membership


def clean_roles(roles: Iterable[str]) -> list[str]:
    asked = set(roles)
    if not asked:
        raise Invalid({"roles": _("Name at least one role.")})
    unknown = sorted(asked - set(Role.values))
    if unknown:
        raise Invalid({"roles": _("There is no role %(name)s.") % {"name": unknown[0]}})
    return [role for role in Role.values if role in asked]


def _keep_a_manager(membership: Membership) -> None:
    """Refuse to go on when the membership is the last through which the project can be managed."""
    if not active_managers(membership.project_id).exclude(id=membership.id).exists():
        raise Conflict(LAST_MANAGER)


def _manages(membership: Membership) -> bool:
    return Role.MANAGER in membership.roles and membership.suspended_at is None and membership.user.is_active


def enter(
    log: Change, *, project_id: UUID, user: User, roles: Iterable[str], clearance: int = Tlp.AMBER_STRICT, kind: str
) -> Membership:
    """Make the user a member inside a change that holds the project; whoever comes back keeps their authorship."""
    if not user.is_active:
        raise Unprocessable(_("This account is suspended."))
    if Membership.objects.filter(project_id=project_id, user=user).exists():
        raise Conflict(_("%(name)s is a member already.") % {"name": user.display_name})
    participant, _made = Participant.objects.get_or_create(
        project_id=project_id, user=user, defaults={"kind": Participant.Kind.USER, "name": user.display_name}
    )
    membership = Membership.objects.create(
        project_id=project_id, user=user, participant=participant, roles=clean_roles(roles), clearance=clearance
    )
    log.add(kind, subject=membership.id, author=participant.id, after=plain_member(membership))
    return membership


def add_member(*, by: Viewer, user: User, roles: Iterable[str], clearance: int = Tlp.AMBER_STRICT) -> Membership:
    """Give an existing user a place in the project."""
    with change(project_id=by.project_id, by=by) as log:
        _require_manager(by)
        return enter(log, project_id=by.project_id, user=user, roles=roles, clearance=clearance, kind="member.added")


def change_member(
    *,
    by: Viewer,
    membership_id: UUID,
    expected_version: int | None,
    roles: Iterable[str] | None = None,
    clearance: int | None = None,
    suspended: bool | None = None,
) -> Membership:
    """Change roles or clearance, suspend, or let back in; without a version where the change rests on nothing seen."""
    with change(project_id=by.project_id, by=by) as log:
        now = _require_manager(by)
        membership = _held(now, membership_id, expected_version)
        before, managed = plain_member(membership), _manages(membership)
        if roles is not None:
            membership.roles = clean_roles(roles)
        if clearance is not None:
            membership.clearance = clearance
        if suspended is not None and suspended != (membership.suspended_at is not None):
            membership.suspended_at = timezone.now() if suspended else None
        after = plain_member(membership)
        if before == after:
            return membership
        if managed and not _manages(membership):
            _keep_a_manager(membership)
        membership.version += 1
        membership.save(update_fields=["roles", "clearance", "suspended_at", "version"])
        for kind in _kinds_of_change(before, after):
            log.add(kind, subject=membership.id, author=membership.participant_id, before=before, after=after)
        _ring(membership)
        return membership


def _kinds_of_change(before: dict[str, object], after: dict[str, object]) -> list[str]:
    kinds = []
    if before["suspended"] != after["suspended"]:
        kinds.append("member.suspended" if after["suspended"] else "member.reactivated")
    if before["roles"] != after["roles"] or before["clearance"] != after["clearance"]:
        kinds.append("member.changed")
    return kinds


def remove_member(*, by: Viewer, membership_id: UUID, expected_version: int | None = None) -> None:
    """End a membership; what the person wrote stays under their name."""
    with change(project_id=by.project_id, by=by) as log:
        now = _require_manager(by)
        _end(log, _held(now, membership_id, expected_version), kind="member.removed")


def leave_project(*, by: Viewer) -> None:
    """End one's own membership."""
    with change(project_id=by.project_id, by=by) as log:
        lock_members(by.project_id)
        now = find_viewer(by.user, project_id=by.project_id)
        policy.require(now, "project.leave")
        _end(log, _held(now, now.membership_id, None), kind="member.left")


def _end(log: Change, membership: Membership, *, kind: str) -> None:
    if _manages(membership):
        _keep_a_manager(membership)
    log.add(
        kind,
        subject=membership.id,
        author=membership.participant_id,
        before=plain_member(membership),
        after={"name": membership.participant.name},
    )
    membership.delete()
    _ring(membership)


def _ring(membership: Membership) -> None:
    user_id = membership.user_id
    transaction.on_commit(lambda: doorbell.ring_user(user_id))
