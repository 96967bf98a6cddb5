"""The desk of the demonstration: the project, its members, codebook and publishers. What is there is left as it is."""

from typing import Any

from django.db import transaction

from annotator.models import Label
from annotator.services.codebook import create_label
from config.demo.material import Material
from config.demo.people import ADMIN, MEMBERS
from projects.errors import NotFound
from projects.models import Membership, Participant, Project, User
from projects.services.members import add_member, leave_project
from projects.services.projects import create_project
from projects.viewers import Viewer, find_viewer
from projects.vocabulary import Tlp
from sources.models import Publisher
from sources.services.publishers import add_publisher
from sources.services.ratings import rate_publisher


def open_desk(material: Material, users: dict[str, User]) -> dict[str, Viewer]:
    """The project and its people, as viewers by user name."""
    wanted = material["project"]
    with transaction.atomic():
        project = Project.objects.filter(slug=wanted["slug"]).first()
        if project is None:
            project = _found(wanted, users)
        _add_members(project, users)
    return {
        name: find_viewer(users[name], project_id=project.id) for name in MEMBERS if _is_member(project, users[name])
    }


def _found(wanted: dict[str, Any], users: dict[str, User]) -> Project:
    """An administrator opens the project, hands it to its manager and leaves."""
    admin = create_project(
        by=users[ADMIN],
        name=wanted["name"],
        slug=wanted["slug"],
        description=wanted["description"],
        default_tlp=Tlp.parse(wanted["default_tlp"]),
        likelihood_words=wanted["likelihood_words"],
    )
    add_member(by=admin, user=users["manager"], roles=[MEMBERS["manager"]], clearance=Tlp.RED)
    leave_project(by=admin)
    return admin.project


def _is_member(project: Project, user: User) -> bool:
    return Membership.objects.filter(project=project, user=user, suspended_at__isnull=True).exists()


def _add_members(project: Project, users: dict[str, User]) -> None:
    """Those who never were members; whoever was taken out stays out."""
    try:
        manager = find_viewer(users["manager"], project_id=project.id)
    except NotFound:
        return
    ever = set(Participant.objects.filter(project=project, user__isnull=False).values_list("user_id", flat=True))
    for name, role in MEMBERS.items():
        if users[name].id not in ever:
            add_member(by=manager, user=users[name], roles=[role])


def write_codebook(material: Material, manager: Viewer) -> None:
    """The labels, in the order of the material."""
    with transaction.atomic():
        known = set(Label.objects.filter(project_id=manager.project_id).values_list("path", flat=True))
        for entry in material["codebook"]:
            _write_label(manager, entry, None, known)
            for child in entry.get("children", []):
                _write_label(manager, child, entry["name"], known)


def _write_label(manager: Viewer, entry: dict[str, Any], parent: str | None, known: set[str]) -> None:
    if (f"{parent}/{entry['name']}" if parent else entry["name"]) in known:
        return
    words = {key: entry.get(key, "") for key in ("colour", "definition", "example", "shortcut")}
    create_label(by=manager, name=entry["name"], parent=parent, **words)


def rate_publishers(material: Material, manager: Viewer) -> None:
    """The publishers with their reliability, then and now."""
    with transaction.atomic():
        known = set(Publisher.objects.filter(project_id=manager.project_id).values_list("name", flat=True))
        for entry in material["publishers"]:
            if entry["name"] not in known:
                _rate_publisher(manager, entry)


def _rate_publisher(manager: Viewer, entry: dict[str, Any]) -> None:
    publisher = add_publisher(by=manager, name=entry["name"], note=entry["note"], aliases=entry.get("aliases", []))
    now = {"rating": entry["rating"], "since": entry.get("since", ""), "reason": entry["note"]}
    for rating in [*entry.get("earlier", []), now]:
        publisher = rate_publisher(
            by=manager,
            publisher_id=publisher.id,
            version=publisher.version,
            reliability=rating["rating"],
            reason=rating["reason"],
            valid_from=rating["since"],
        )
