"""A viewer: one signed-in person in one project, with everything the policy needs to know about them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef, QuerySet

from projects.errors import NotFound
from projects.facts import Facts
from projects.models import Membership, Participant, Project, User


@dataclass
class Viewer:
    """A member looking at their project. Facts are loaded once; make a new viewer to see later ones.

    `participant_id` is who acts: under it the member writes, reads and judges. `participant_ids` says whose work is
    theirs: their own, and that of the imported names that speak for them. Whoever compares an author to a viewer asks
    `wrote`, or looks in `participant_ids`.
    """

    user: User
    project: Project
    membership_id: UUID
    participant_id: UUID
    participant_name: str
    roles: frozenset[str]
    clearance: int
    membership_version: int = field(default=1)
    names: tuple[UUID, ...] = ()

    @cached_property
    def facts(self) -> Facts:
        return Facts(self)

    @property
    def project_id(self) -> UUID:
        return self.project.id

    @property
    def participant_ids(self) -> tuple[UUID, ...]:
        """Whose work is the viewer's own."""
        return (self.participant_id, *self.names)

    def wrote(self, author_id: UUID | None) -> bool:
        """Whether what stands under this author is the viewer's own work."""
        return author_id == self.participant_id or author_id in self.names

    def has(self, *roles: str) -> bool:
        """Whether the viewer holds at least one of these roles."""
        return not self.roles.isdisjoint(roles)


def _memberships() -> QuerySet[Any, Any]:
    """Memberships with all that `_viewer` needs of them."""
    names = Participant.objects.filter(speaks_for_id=OuterRef("participant_id")).order_by("id").values("id")
    return Membership.objects.select_related("project", "participant", "user").annotate(names=ArraySubquery(names))


def _viewer(membership: Any) -> Viewer:
    return Viewer(
        user=membership.user,
        project=membership.project,
        membership_id=membership.id,
        participant_id=membership.participant_id,
        participant_name=membership.participant.name,
        roles=frozenset(membership.roles),
        clearance=membership.clearance,
        membership_version=membership.version,
        names=tuple(membership.names),
    )


# Every request asks for its viewer. Written out, the statement costs a tenth of what compiling it each time does.
_PROJECT = Project._meta.concrete_fields
_ONE = f"""
SELECT member.id, member.participant_id, participant.name, member.roles, member.clearance, member.version,
    ARRAY(SELECT name.id FROM projects_participant name WHERE name.speaks_for_id = member.participant_id ORDER BY 1),
    {", ".join(f"project.{field.column}" for field in _PROJECT)}
FROM projects_membership member
JOIN projects_participant participant ON participant.id = member.participant_id
JOIN projects_project project ON project.id = member.project_id
WHERE member.user_id = %s AND member.suspended_at IS NULL AND
"""  # noqa: S608 (the names of columns are the model's own)
_BY_SLUG = f"{_ONE} project.slug = %s"
_BY_ID = f"{_ONE} member.project_id = %s"


def find_viewer(user: User | AnonymousUser, *, slug: str | None = None, project_id: UUID | None = None) -> Viewer:
    """Return the viewer of a project for a user; NotFound when there is no such project *for them*."""
    if not isinstance(user, User) or not user.is_active:
        raise NotFound()
    with connection.cursor() as cursor:
        cursor.execute(_BY_SLUG if slug is not None else _BY_ID, [user.pk, slug if slug is not None else project_id])
        found = cursor.fetchone()
    if found is None:
        raise NotFound()
    membership_id, participant_id, name, roles, clearance, version, names, *project = found
    return Viewer(
        user=user,
        project=Project.from_db(connection.alias, [field.attname for field in _PROJECT], project),
        membership_id=membership_id,
        participant_id=participant_id,
        participant_name=name,
        roles=frozenset(roles),
        clearance=clearance,
        membership_version=version,
        names=tuple(names),
    )


def viewers_in(memberships: Iterable[Membership]) -> list[Viewer]:
    """Return the viewers of some memberships, with one query for all of them, in the same order."""
    order = [membership.id for membership in memberships]
    rows = _memberships().in_bulk(order)
    return [_viewer(rows[one]) for one in order if one in rows]


def viewers_for(user: User) -> list[Viewer]:
    """Return the user as a viewer of each of their projects, by the projects' names."""
    if not user.is_active:
        return []
    rows = _memberships().filter(user=user, suspended_at__isnull=True)
    return [_viewer(row) for row in rows.order_by("project__name", "project__slug")]


def viewers_of(project_id: UUID) -> list[Viewer]:
    """Return every active member of a project as a viewer."""
    rows = _memberships().filter(project_id=project_id, suspended_at__isnull=True, user__is_active=True)
    return [_viewer(row) for row in rows]
