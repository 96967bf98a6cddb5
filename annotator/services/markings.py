"""Marks and relations are marked as their documents are: a changed level is carried over in the same transaction."""

from annotator.models import Annotation, Relation
from projects.events import Change, Payload, register_reaction
from projects.vocabulary import Tlp


def fill() -> None:
    """React to changed records of documents."""
    register_reaction("document.updated", follow_document)


def follow_document(change: Change, event: Payload) -> None:
    """Give the marks of a document, and their relations, its new level."""
    before, after = event["before"] or {}, event["after"] or {}
    if before.get("tlp") != after.get("tlp"):
        level = Tlp.parse(after["tlp"])
        for model in (Annotation, Relation):
            model.objects.filter(project_id=change.project_id, document_id=event["document"]).update(tlp=level)
