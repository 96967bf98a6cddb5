"""Publishers: added, edited, found by their names."""

import re
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from projects import policy
from projects.errors import Conflict, Invalid, Unprocessable
from projects.events import change
from projects.viewers import Viewer
from sources.models import Publisher
from sources.queries.publishers import publishers_named
from sources.ratings import LETTERS
from sources.records import check_publisher, check_url
from sources.refusals import Refused
from sources.representations import represent_publisher
from sources.services.ratings import add_rating, lock_publisher
from sources.wording import invalid

RATINGS = ("", *LETTERS)
ALIASES_AT_MOST = 50
_NOTE_AT_MOST = 5000
_COUNTRY = re.compile(r"[A-Z]{2}")


def add_publisher(
    *,
    by: Viewer,
    name: str,
    reliability: str = "",
    note: str = "",
    reason: str = "",
    country: str = "",
    url: str = "",
    aliases: Collection[str] = (),
) -> Publisher:
    """Add a publisher to the project. A letter given with it is its first rating; `note` is the reason where no other
    is given."""
    policy.require(by, "publisher.edit")
    given = {"name": name, "note": note, "country": country, "url": url, "aliases": list(aliases)}
    letter = _letter(reliability)
    fields = _checked(given)
    with change(project_id=by.project_id, by=by) as log:
        publisher = Publisher(project_id=by.project_id, **fields)
        _save(publisher)
        log.add("publisher.created", subject=publisher.id, after=represent_publisher(publisher))
        if letter:
            why = reason.strip() or publisher.note.strip()[:2000] or _("Given when the publisher was added.")
            add_rating(log, by, publisher, reliability=letter, reason=why)
        return publisher


def find_or_add_publisher(*, by: Viewer, name: str) -> Publisher:
    """The publisher that is meant by this name; a new one when the project has none."""
    found = publishers_named(by.project_id, [name]).get(name)
    return found or add_publisher(by=by, name=name)


def edit_publisher(
    *, by: Viewer, publisher_id: UUID, version: int, changes: dict[str, Any], reason: str = ""
) -> Publisher:
    """Change what is known of a publisher. Another letter is a new rating from today on, and needs the reason."""
    policy.require(by, "publisher.edit")
    with change(project_id=by.project_id, by=by) as log:
        publisher = lock_publisher(by, publisher_id, version)
        given = dict(changes)
        letter = _letter(given.pop("reliability", publisher.reliability))
        before = represent_publisher(publisher)
        for name, value in _checked(given).items():
            setattr(publisher, name, value)
        if represent_publisher(publisher) != before:
            publisher.version += 1
            _save(publisher)
            log.add("publisher.updated", subject=publisher.id, before=before, after=represent_publisher(publisher))
        if letter != publisher.reliability:
            if not letter:
                raise Unprocessable(
                    _("A rating is not taken back. Rate the publisher F where it cannot be judged."),
                    {"reliability": _("Choose a letter from A to F.")},
                )
            publisher.version += 1
            add_rating(log, by, publisher, reliability=letter, reason=reason)
        return publisher


def hold_publishers(ids: Collection[UUID]) -> None:
    """Keep publishers from being merged until this transaction ends; whoever merges them is waited for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM sources_publisher WHERE id = ANY(%s) ORDER BY id FOR SHARE", [list(ids)])


def _letter(value: Any) -> str:
    if value not in RATINGS:
        raise Invalid({"reliability": _("Choose a letter from A to F, or nothing.")})
    return str(value)


def _checked(changes: dict[str, Any]) -> dict[str, Any]:
    checked = dict(changes)
    for name, check in (("name", check_publisher), ("url", check_url), ("aliases", _aliases)):
        if name in checked:
            try:
                checked[name] = check(checked[name])
            except Refused as refusal:
                raise invalid(refusal, name) from None
    if "name" in checked and not checked["name"]:
        raise Invalid({"name": _("Give the publisher a name.")})
    note = checked.get("note", "")
    if not isinstance(note, str) or len(note) > _NOTE_AT_MOST or "\0" in note:
        raise Invalid({"note": _("Use at most %(n)d characters.") % {"n": _NOTE_AT_MOST}})
    if "country" in checked:
        checked["country"] = _country(checked["country"])
    return checked


def _country(value: Any) -> str:
    code = value.strip().upper() if isinstance(value, str) else "?"
    if code and not _COUNTRY.fullmatch(code):
        raise Invalid({"country": _("Write the country as its two letters, such as DE.")})
    return code


def _aliases(value: Any) -> list[str]:
    if not isinstance(value, list) or len(value) > ALIASES_AT_MOST:
        raise Invalid({"aliases": _("Write at most %(n)d other names.") % {"n": ALIASES_AT_MOST}})
    return list(dict.fromkeys(name for name in map(check_publisher, value) if name))


def _save(publisher: Publisher) -> None:
    try:
        with transaction.atomic():
            publisher.save()
    except IntegrityError:
        raise Conflict(_("The project has a publisher of this name already.")) from None
