"""Publishers and their reliability."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from projects import policy
from projects.errors import Conflict, Invalid, NotFound, Stale
from projects.events import change
from projects.viewers import Viewer
from sources.models import Publisher
from sources.records import check_publisher
from sources.refusals import Refused
from sources.representations import represent_publisher
from sources.wording import invalid

RATINGS = ("", "A", "B", "C", "D", "E", "F")
_NOTE_AT_MOST = 5000


def add_publisher(*, by: Viewer, name: str, reliability: str = "", note: str = "") -> Publisher:
    """Add a publisher to the project."""
    policy.require(by, "publisher.edit")
    fields = _checked({"name": name, "reliability": reliability, "note": note})
    with change(project_id=by.project_id, by=by) as log:
        publisher = Publisher(project_id=by.project_id, **fields)
        _save(publisher)
        log.add("publisher.created", subject=publisher.id, after=represent_publisher(publisher))
        return publisher


def find_or_add_publisher(*, by: Viewer, name: str) -> Publisher:
    """The publisher of this name; a new one when the project has none."""
    found = Publisher.objects.filter(project_id=by.project_id, name=name).first()
    return found or add_publisher(by=by, name=name)


def edit_publisher(*, by: Viewer, publisher_id: UUID, version: int, changes: dict[str, Any]) -> Publisher:
    """Rename or rate a publisher."""
    policy.require(by, "publisher.edit")
    with change(project_id=by.project_id, by=by) as log:
        publisher = (
            Publisher.objects.select_for_update(of=("self",)).filter(project_id=by.project_id, id=publisher_id).first()
        )
        if publisher is None:
            raise NotFound()
        if publisher.version != version:
            raise Stale(represent_publisher(publisher))
        before = represent_publisher(publisher)
        for name, value in _checked(changes).items():
            setattr(publisher, name, value)
        if represent_publisher(publisher) == before:
            return publisher
        publisher.version += 1
        _save(publisher)
        log.add("publisher.updated", subject=publisher.id, before=before, after=represent_publisher(publisher))
        return publisher


def _checked(changes: dict[str, Any]) -> dict[str, Any]:
    checked = dict(changes)
    if "name" in checked:
        try:
            checked["name"] = check_publisher(checked["name"])
        except Refused as refusal:
            raise invalid(refusal, "name") from None
        if not checked["name"]:
            raise Invalid({"name": _("Give the publisher a name.")})
    if checked.get("reliability", "") not in RATINGS:
        raise Invalid({"reliability": _("Choose a letter from A to F, or nothing.")})
    note = checked.get("note", "")
    if not isinstance(note, str) or len(note) > _NOTE_AT_MOST or "\0" in note:
        raise Invalid({"note": _("Use at most %(n)d characters.") % {"n": _NOTE_AT_MOST}})
    return checked


def _save(publisher: Publisher) -> None:
    try:
        with transaction.atomic():
            publisher.save()
    except IntegrityError:
        raise Conflict(_("The project has a publisher of this name already.")) from None
