"""Marks are marked as their documents are: a raised or lowered level is carried over in the same transaction."""

from annotator.models import Annotation
from projects.events import Change, Payload, register_reaction
from projects.vocabulary import Tlp


def fill() -> None:
    """React to changed records of documents."""
    register_reaction("document.updated", follow_document)


def follow_document(change: Change, event: Payload) -> None:
    """Give the marks of a document its new level."""
    before, after = event["before"] or {}, event["after"] or {}
    if before.get("tlp") != after.get("tlp"):
        level = Tlp.parse(after["tlp"])
        Annotation.objects.filter(project_id=change.project_id, document_id=event["document"]).update(tlp=level)
