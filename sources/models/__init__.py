"""Tables of what is read, one module per noun."""

from sources.models.documents import Document, Publisher
from sources.models.imports import Import, ImportFile
from sources.models.readings import Reading, Unblinding
from sources.models.relations import SUGGESTION, ComparedText, DocumentRelation, OriginOverride
from sources.models.revisions import Revision, Section
from sources.models.search import IndexState, SavedSearch, SearchEntry

__all__ = [
    "SUGGESTION",
    "ComparedText",
    "Document",
    "DocumentRelation",
    "Import",
    "ImportFile",
    "IndexState",
    "OriginOverride",
    "Publisher",
    "Reading",
    "Revision",
    "SavedSearch",
    "SearchEntry",
    "Section",
    "Unblinding",
]
