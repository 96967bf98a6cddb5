"""A manager for a project that nobody can manage, appointed by an administrator of the site.

A project never loses its last manager by what is done in it; a suspended account takes the manager away from outside.
The way back is this one: narrow, with a reason, and told in the project's own log as well as in the site's.
"""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from projects import doorbell, policy
from projects.errors import Invalid, NotFound, Unprocessable
from projects.events import Change, change
from projects.models import Membership, Project, User
from projects.queries.members import active_managers, plain_member
from projects.queries.projects import in_order
from projects.queries.unmanaged import candidates, managed_already
from projects.services.members import enter, lock_members
from projects.site_events import record
from projects.vocabulary import Role


def appoint_manager(*, by: User, project_id: UUID, user: User, reason: str) -> Membership:
    """Make an active member, or where the project has none any active user, its manager; return the membership.

    Refused with Conflict while the project has an active manager, with Invalid for whoever is not to be chosen and
    without a reason.
    """
    policy.require_on_site(by, "manager.appoint")
    # The site's log last: whoever suspends an account takes the two logs in this order too.
    with transaction.atomic():
        with change(project_id=project_id, name=by.display_name) as log:
            project = _lock(project_id)
            chosen = User.objects.select_for_update().get(pk=user.pk)
            policy.require_on_site(User.objects.get(pk=by.pk), "manager.appoint")
            if active_managers(project_id).exists():
                raise managed_already(project)
            if not reason.strip():
                raise Invalid({"reason": _("Say why: the people of the project will read it.")})
            membership = _appoint(log, project, chosen, reason.strip())
        after = {"username": chosen.username, "project": project.name, "reason": reason.strip()}
        record("user.appointed", by=by, user=chosen, after=after)
    return membership


def _lock(project_id: UUID) -> Project:
    try:
        return lock_members(project_id)
    except Project.DoesNotExist:
        raise NotFound() from None


def _appoint(log: Change, project: Project, user: User, reason: str) -> Membership:
    if not user.is_active:
        raise Unprocessable(_("This account is suspended."))
    members = candidates([project])
    if members.exists() and not members.filter(user=user).exists():
        sentence = _("The project has active members. Make one of them its manager.")
        raise Invalid({"username": sentence})
    held = Membership.objects.select_for_update(of=("self",)).select_related("user", "participant")
    membership = held.filter(project=project, user=user).first()
    if membership is None:
        membership = enter(log, project_id=project.id, user=user, roles=[Role.MANAGER], kind="member.added")
        before = None
    else:
        before = plain_member(membership)
        membership.roles = in_order([*membership.roles, Role.MANAGER])
        membership.suspended_at = None
        membership.version += 1
        membership.save(update_fields=["roles", "suspended_at", "version"])
    log.add(
        "member.appointed",
        subject=membership.id,
        author=membership.participant_id,
        before=before,
        after=plain_member(membership) | {"reason": reason},
    )
    transaction.on_commit(lambda: doorbell.ring_user(user.pk))
    return membership
