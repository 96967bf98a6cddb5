"""Comments on a document and its marks are marked as the document is: a changed level is carried over with it."""

from projects.events import Change, Payload, register_reaction
from projects.models import Comment
from projects.vocabulary import Tlp


def fill() -> None:
    """React to changed records of documents."""
    register_reaction("document.updated", follow_document)


def follow_document(change: Change, event: Payload) -> None:
    """Give the comments of a document its new level."""
    before, after = event["before"] or {}, event["after"] or {}
    if before.get("tlp") != after.get("tlp"):
        rows = Comment.objects.filter(project_id=change.project_id, document_id=event["document"])
        rows.update(tlp=Tlp.parse(after["tlp"]))
