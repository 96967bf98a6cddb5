"""Work of somebody who is away goes to somebody who is there."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from projects import policy
from projects.errors import Invalid, NotFound
from projects.events import change
from projects.models import Membership
from projects.open_work import HandedOn, hand_on_all
from projects.services.members import lock_members
from projects.viewers import Viewer, find_viewer


def hand_on_work(*, by: Viewer, membership_id: UUID, to: UUID) -> HandedOn:
    """Hand the open work of one member on to another, active one, as far as that one can do it."""
    with change(project_id=by.project_id, by=by) as log:
        lock_members(by.project_id)
        now = find_viewer(by.user, project_id=by.project_id)
        policy.require(now, "member.manage")
        people = Membership.objects.filter(project_id=by.project_id).select_related("participant", "user")
        source = people.filter(id=membership_id).first()
        if source is None:
            raise NotFound()
        target = people.filter(id=to, suspended_at__isnull=True, user__is_active=True).first()
        if target is None or target.id == source.id:
            raise Invalid({"to": _("Choose another member who can work now.")})
        done = hand_on_all(now, source.participant, find_viewer(target.user, project_id=by.project_id))
        if done.moved:
            after = {"name": source.participant.name, "to": target.participant.name, "count": done.moved}
            log.add("member.handed_on", subject=source.id, author=source.participant_id, after=after)
        return done
