"""Projects come to be and change their rules."""

import re
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from projects import policy
from projects.errors import Conflict, Invalid, Stale
from projects.events import change
from projects.models import EventCounter, Membership, Participant, Project, User
from projects.queries.projects import represent_project
from projects.viewers import Viewer, find_viewer
from projects.vocabulary import SLUG, SLUG_WRONG, Role, Tlp

# What a manager may set, here and nowhere else.
SETTINGS = (
    "name",
    "description",
    "marks_blind",
    "verdicts_due",
    "may_judge_own_claims",
    "default_tlp",
    "likelihood_words",
    "uses_confidence",
)
# Addresses that pages of the site have beside the projects.
RESERVED_SLUGS = frozenset({"new"})


def create_project(*, by: User, name: str, slug: str = "", **settings: Any) -> Viewer:
    """Create a project with its creator as manager; return the creator as its viewer."""
    policy.require_on_site(by, "project.create")
    _check_slug(slug)
    unknown = set(settings) - set(SETTINGS)
    if unknown:
        raise TypeError(f"a project has no settings {sorted(unknown)}")
    with transaction.atomic():
        project = _insert(name=name, slug=slug, settings=settings)
        EventCounter.objects.create(project=project)
        participant = Participant.objects.create(
            project=project, kind=Participant.Kind.USER, user=by, name=by.display_name
        )
        membership = Membership.objects.create(
            project=project, user=by, participant=participant, roles=[Role.MANAGER], clearance=Tlp.RED
        )
        viewer = find_viewer(by, project_id=project.id)
        with change(project_id=project.id, by=viewer) as log:
            log.add("project.created", subject=project.id, after=settings_of(project) | {"slug": project.slug})
            added = {"name": participant.name, "roles": [Role.MANAGER.value], "clearance": Tlp.RED.label}
            log.add("member.added", subject=membership.id, author=participant.id, after=added)
    return viewer


def _insert(*, name: str, slug: str, settings: Mapping[str, Any]) -> Project:
    """The new row: under the slug asked for or a conflict, or under the first free one made from the name."""
    if slug:
        try:
            with transaction.atomic():
                return Project.objects.create(name=name, slug=slug, **settings)
        except IntegrityError:
            raise Conflict(_("There is a project at this address already. Choose another one.")) from None
    stem = slugify(name)[:50].strip("-") or "project"
    for number in range(1, 1000):
        candidate = stem if number == 1 else f"{stem}-{number}"
        if candidate in RESERVED_SLUGS or Project.objects.filter(slug=candidate).exists():
            continue
        try:
            with transaction.atomic():
                return Project.objects.create(name=name, slug=candidate, **settings)
        except IntegrityError:
            continue  # somebody took it between the look and the insert
    raise Conflict(_("Too many projects have this name. Choose an address yourself."))


def _check_slug(slug: str) -> None:
    if slug and not re.fullmatch(SLUG, slug):
        raise Invalid({"slug": SLUG_WRONG})
    if slug in RESERVED_SLUGS:
        raise Invalid({"slug": _("This address belongs to a page of the site. Choose another one.")})


def settings_of(project: Project) -> dict[str, Any]:
    """The settings as plain JSON, for events."""
    return {name: getattr(project, name) for name in SETTINGS} | {"default_tlp": Tlp(project.default_tlp).label}


def change_project(*, by: Viewer, expected_version: int, changes: Mapping[str, Any]) -> Project:
    """Change settings of a project, against the version the person saw."""
    unknown = set(changes) - set(SETTINGS)
    if unknown:
        raise Invalid({name: _("There is no such setting.") for name in sorted(unknown)})
    with change(project_id=by.project_id, by=by) as log:
        project = Project.objects.select_for_update(no_key=True).get(id=by.project_id)
        now = find_viewer(by.user, project_id=by.project_id)
        policy.require(now, "project.change")
        if project.version != expected_version:
            raise Stale(represent_project(now))
        before = settings_of(project)
        for name, value in changes.items():
            setattr(project, name, value)
        after = settings_of(project)
        changed = [name for name in SETTINGS if before[name] != after[name]]
        if changed:
            project.version += 1
            project.save(update_fields=[*changed, "version"])
            log.add(
                "project.changed",
                subject=project.id,
                before={name: before[name] for name in changed},
                after={name: after[name] for name in changed},
            )
    return project
