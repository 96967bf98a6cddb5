"""What is said about a document is marked as the document is: a changed level is carried over with it.

Comments on it and its marks have its level. Its relations and origins have the higher one of the two documents.
"""

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Greatest

from projects.events import Change, Payload, register_reaction
from projects.models import Comment
from projects.vocabulary import Tlp
from sources.models import Document, DocumentRelation, OriginOverride


def fill() -> None:
    """React to changed records of documents."""
    register_reaction("document.updated", follow_document)


def follow_document(change: Change, event: Payload) -> None:
    """Give what is said about a document its new level."""
    before, after = event["before"] or {}, event["after"] or {}
    if before.get("tlp") != after.get("tlp"):
        rows = Comment.objects.filter(project_id=change.project_id, document_id=event["document"])
        rows.update(tlp=Tlp.parse(after["tlp"]))
        _follow_relations(event["document"])


def _follow_relations(document: str) -> None:
    DocumentRelation.objects.filter(Q(source_id=document) | Q(target_id=document)).update(
        tlp=Greatest(_level_of("source_id"), _level_of("target_id"))
    )
    OriginOverride.objects.filter(Q(document_id=document) | Q(origin_id=document)).update(
        tlp=Greatest(_level_of("document_id"), _level_of("origin_id"))  # PostgreSQL passes over what is null
    )


def _level_of(column: str) -> Subquery:
    return Subquery(Document.objects.filter(id=OuterRef(column)).values("tlp")[:1])
