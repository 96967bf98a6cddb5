"""Tables of what is read, one module per noun."""

from sources.models.documents import Document, Publisher
from sources.models.imports import Import, ImportFile
from sources.models.readings import Reading, Unblinding
from sources.models.revisions import Revision, Section
from sources.models.search import IndexState, SavedSearch, SearchEntry

__all__ = [
    "Document",
    "Import",
    "ImportFile",
    "IndexState",
    "Publisher",
    "Reading",
    "Revision",
    "SavedSearch",
    "SearchEntry",
    "Section",
    "Unblinding",
]
