"""Tables of what is read, one module per noun."""

from sources.models.documents import Document
from sources.models.entities import DocumentEntity, Entity, EntityAlias, EntityIdentifier
from sources.models.imports import Import, ImportFile
from sources.models.proposals import Proposal
from sources.models.publishers import MovedDocument, Publisher, PublisherRating
from sources.models.readings import Reading, Unblinding
from sources.models.relations import SUGGESTION, ComparedText, DocumentRelation, OriginOverride
from sources.models.revisions import Revision, Section
from sources.models.search import IndexState, SavedSearch, SearchEntry

__all__ = [
    "SUGGESTION",
    "ComparedText",
    "Document",
    "DocumentEntity",
    "DocumentRelation",
    "Entity",
    "EntityAlias",
    "EntityIdentifier",
    "Import",
    "ImportFile",
    "IndexState",
    "MovedDocument",
    "OriginOverride",
    "Proposal",
    "Publisher",
    "PublisherRating",
    "Reading",
    "Revision",
    "SavedSearch",
    "SearchEntry",
    "Section",
    "Unblinding",
]
