"""The history of one mark: what the log tells of it, and how the mark stood after each change.

A mark that came with an import has no event of its own for that; the import's names the ids of what it brought.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from annotator.models import Annotation
from projects.models import Event
from projects.queries.events import represent_event, visible_events
from projects.viewers import Viewer

_OWN = ("annotation.created", "annotation.updated", "annotation.deleted", "annotation.restored")
_ARRIVED = "annotations.imported"
_STATE = ("version", "revision", "label", "label_path", "fragments", "note", "attributes", "deleted")
_SAID = ("number", "kind", "sentence", "at", "actor")


def history_of(viewer: Viewer, mark: Annotation) -> QuerySet[Event]:
    """The events of a mark that the viewer may see, in no order."""
    came = Q(kind=_ARRIVED, subject_id=mark.document_id, after__ids__contains=[str(mark.id)])
    return visible_events(viewer).filter(
        Q(kind__in=_OWN, subject_id=mark.id) | came, subject_id__in=[mark.id, mark.document_id]
    )


def represent_history(events: Sequence[Event]) -> list[dict[str, Any]]:
    """Entries as the API shows them: who, what and when, the state before and after, and what differs."""
    return [_entry(event) for event in events]


def _entry(event: Event) -> dict[str, Any]:
    said = represent_event(event)
    own = event.kind != _ARRIVED
    before, after = (_state(event.before), _state(event.after)) if own else (None, None)
    return {
        **{name: said[name] for name in _SAID},
        "before": before,
        "after": after,
        "changed": _changed(before, after),
    }


def _state(payload: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return {name: payload.get(name) for name in _STATE} if payload else None


def _changed(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[str]:
    if before is None or after is None:
        return []
    return [name for name in ("label", "fragments", "note", "attributes", "deleted") if before[name] != after[name]]
