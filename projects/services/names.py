"""For whom an imported name speaks: a manager says so, and takes it back.

Both hold the set of members, so that nobody is named who is leaving, and the name's own row, which whoever changes what
stands under it holds too. The event belongs to the member concerned: it is what changes their sight.
"""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from projects import authorship, policy
from projects.errors import Conflict, Forbidden, NotFound, Stale
from projects.events import Change, change
from projects.models import Membership, Participant
from projects.queries.names import can_speak, plain_name, represent_name, with_mapping
from projects.services.members import lock_members
from projects.viewers import Viewer, find_viewer
from projects.vocabulary import NAMES


def map_name(*, by: Viewer, name_id: UUID, membership_id: UUID, expected_version: int) -> Participant:
    """Let an imported name speak for a member. The same member again is no change."""
    with change(project_id=by.project_id, by=by) as log:
        now, name = _held(by, name_id, expected_version)
        members = Membership.objects.select_related("participant").filter(project_id=by.project_id)
        member = members.filter(id=membership_id).first()
        if member is None:
            raise Conflict(_("This person is no member of the project, or not any more."))
        if name.speaks_for_id == member.participant_id:
            return name
        if name.speaks_for is not None:
            taken = _("“%(name)s” speaks for %(member)s already. Take that back first.")
            raise Conflict(taken % {"name": name.name, "member": name.speaks_for.name})
        _require_harmless(now, name, member.participant)
        name.speaks_for, name.mapped_by_id, name.mapped_at = member.participant, by.participant_id, log.at
        _record(log, name, "name.mapped", member.participant_id, before=None)
        return _fresh(name)


def unmap_name(*, by: Viewer, name_id: UUID, expected_version: int | None) -> Participant:
    """Take it back: the name speaks for itself again. Without a version where the change rests on nothing seen."""
    with change(project_id=by.project_id, by=by) as log:
        _now, name = _held(by, name_id, expected_version)
        if name.speaks_for_id is None:
            return name
        before, member = plain_name(name), name.speaks_for_id
        name.speaks_for = name.mapped_by = name.mapped_at = None
        _record(log, name, "name.unmapped", member, before=before)
        return _fresh(name)


def _held(by: Viewer, name_id: UUID, expected_version: int | None) -> tuple[Viewer, Participant]:
    lock_members(by.project_id)
    now = find_viewer(by.user, project_id=by.project_id)
    policy.require(now, "name.map")
    rows = with_mapping(Participant.objects.filter(project_id=by.project_id, id=name_id))
    name = rows.select_for_update(of=("self",), no_key=True).first()
    if name is None:
        raise NotFound()
    if expected_version is not None and name.version != expected_version:
        raise Stale(represent_name(name, now))
    return now, name


def _require_harmless(by: Viewer, name: Participant, member: Participant) -> None:
    """Refuse what would show somebody's blind work, or give one member's work to another."""
    if not can_speak(name):
        raise Conflict(_("These marks came without a name and may be several people's. They speak for nobody."))
    if authorship.changed_by_others(name.id, member.id):
        raise Conflict(_("Another member has changed marks under this name. It can speak for that member only."))
    if member.id == by.participant_id and authorship.is_hidden(by, name.id):
        raise Forbidden(_("You may not see all marks under this name yet. Another manager has to map it to you."))


def _record(log: Change, name: Participant, kind: str, member: UUID, *, before: dict[str, object] | None) -> None:
    name.version += 1
    name.save(update_fields=["speaks_for", "mapped_by", "mapped_at", "version"])
    after = plain_name(name) if before is None else {"name": name.name, "member": before["member"], "speaks_for": None}
    log.add(kind, subject=name.id, author=member, secrecy=NAMES, before=before, after=after)


def _fresh(name: Participant) -> Participant:
    return with_mapping(Participant.objects.filter(id=name.id)).get()
