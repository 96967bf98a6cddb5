"""The log as people and programs read it: filtered by the policy, in the order of the changes."""

import re
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from projects import policy
from projects.events import kinds
from projects.models import Event, EventCounter, SiteEvent
from projects.viewers import Viewer
from projects.vocabulary import Role

# How far back a page that shows the latest activity looks: a person who sees little must not cost a walk of the log.
RECENT = 2_000


class _Words(dict[str, Any]):
    """The words a sentence may use; what an older event does not carry is left as an ellipsis."""

    def __missing__(self, key: str) -> str:
        return "…"


def _word(name: str, value: Any) -> Any:
    if name == "roles" and isinstance(value, list):
        return get_text_list([str(Role(role).label) if role in Role.values else role for role in value], _("and"))
    if isinstance(value, list):
        return get_text_list([str(part) for part in value], _("and"))
    return "…" if value is None else value


def sentence_of(event: Event | SiteEvent) -> str:
    """What happened, as one sentence."""
    if getattr(event, "redacted", False):
        return _("The content of this entry was removed")
    kind = kinds().get(event.kind)
    if kind is None:
        return event.kind
    carried = {**(event.before or {}), **{k: v for k, v in (event.after or {}).items() if v is not None}}
    words = _Words({name: _word(name, value) for name, value in carried.items()})
    words["actor"] = event.actor_name or _("The system")
    # A number that an older event lacks must not keep the whole sentence from being read.
    return re.sub(r"%\((\w+)\)d", r"%(\1)s", str(kind.sentence)) % words


def told(event: Event | SiteEvent) -> dict[str, Any]:
    """One entry of a list of what happened; `who` is empty where the sentence does not begin with the person."""
    actor, sentence = event.actor_name, sentence_of(event)
    begins = bool(actor) and sentence.startswith(f"{actor} ")
    return {
        "actor": actor,
        "who": actor if begins else "",
        "sentence": sentence.removeprefix(f"{actor} ") if begins else sentence,
        "at": event.at,
    }


def represent_event(event: Event) -> dict[str, Any]:
    """One event as the API and the live feed give it."""
    return {
        "number": event.number,
        "kind": event.kind,
        "sentence": sentence_of(event),
        "at": event.at.isoformat(),
        "actor": {"id": event.actor_id, "name": event.actor_name} if event.actor_id or event.actor_name else None,
        "document": event.document_id,
        "subject": event.subject_id,
        "before": event.before,
        "after": event.after,
    }


def policy_row(event: Event) -> dict[str, Any]:
    """The columns the policy reads, for its twin in memory."""
    return {
        "kind": event.kind,
        "document": event.document_id,
        "author": event.author_id,
        "subject": event.subject_id,
        "secrecy": event.secrecy,
        "tlp": event.tlp,
    }


def last_number(project_id: UUID) -> int:
    """The number of the project's last event."""
    found = EventCounter.objects.filter(project_id=project_id).values_list("number", flat=True).first()
    return found or 0


def visible_events(viewer: Viewer) -> QuerySet[Event]:
    """The events of the viewer's project that the viewer may see, in no order."""
    return Event.objects.filter(policy.visible(viewer, Event), project_id=viewer.project_id)


def events_between(viewer: Viewer, after: int, upto: int) -> QuerySet[Event]:
    """What the viewer may see of the events numbered after one number up to another, in order."""
    return visible_events(viewer).filter(number__gt=after, number__lte=upto).order_by("number")


def recent_events(viewer: Viewer, limit: int = 15) -> list[Event]:
    """The latest events the viewer may see, newest first."""
    start = last_number(viewer.project_id) - RECENT
    return list(visible_events(viewer).filter(number__gt=start).order_by("-number")[:limit])


def last_site_number() -> int:
    """The number of the last change of the site's accounts."""
    return SiteEvent.objects.aggregate(last=Max("number"))["last"] or 0
