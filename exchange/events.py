"""Kinds of event of what leaves. Their payloads say what was asked for, never what or how much is in the file."""

from django.utils.translation import gettext_lazy as _

from exchange.models import SECRECY, Export
from projects.events import Change, register_kind
from projects.vocabulary import Tlp


def register() -> None:
    """Name the kinds."""
    register_kind("export.requested", _("%(actor)s asked for an export (%(format)s, TLP:%(tlp)s)"))
    register_kind("export.finished", _("An export for %(actor)s is ready (%(format)s, TLP:%(tlp)s)"))
    register_kind("export.downloaded", _("%(actor)s fetched an export (%(format)s, TLP:%(tlp)s)"))
    register_kind("export.removed", _("%(actor)s removed an export (%(format)s, TLP:%(tlp)s)"))


def record(log: Change, kind: str, export: Export, **more: str) -> None:
    """Add an event about an export: for its requester and the managers, and without what is in it."""
    log.add(
        kind,
        subject=export.id,
        author=export.participant_id,
        secrecy=SECRECY,
        after={"id": export.id, "format": export.format, "tlp": Tlp(export.tlp).label, **more},
    )
