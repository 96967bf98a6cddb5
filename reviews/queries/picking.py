"""Finding what to cite: words in the texts one may read, and marks one may see."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from annotator.models import Annotation
from annotator.queries.annotations import Row, rows_of, visible_annotations, with_names
from projects import policy
from projects.spelling import composed, holding
from projects.viewers import Viewer
from reviews.queries.passages import MAX_FOUND, Passage, find_words
from reviews.queries.showing import cells_shown
from sources.models import Document, Section

# Without a title to go by, this many texts are looked through for the words.
MAX_TEXTS = 40
LONGEST = 60


@dataclass(frozen=True)
class FoundPassage:
    """Words found in a document."""

    document: Document
    passage: Passage

    @property
    def table(self) -> list[dict[str, Any]]:
        """The rows of the table it lies in, with its words marked."""
        return cells_shown(self.passage.table, [(self.passage.start, self.passage.end)])


@dataclass(frozen=True)
class FoundMark:
    """A mark that can be cited."""

    row: Row
    document_title: str


def visible_documents(viewer: Viewer) -> "Iterable[Document]":
    """Documents that can be cited, newest first."""
    rows = Document.objects.filter(
        policy.visible(viewer, Document), project_id=viewer.project_id, deleted_at__isnull=True
    )
    return rows.order_by("-id")


def find_passages(viewer: Viewer, words: str, title: str = "") -> list[FoundPassage]:
    """Places of these words, in documents whose title holds the other words where any are given."""
    found: list[FoundPassage] = []
    for document in _candidates(viewer, words, title):
        if document.current_revision_id is None:
            continue
        found += [FoundPassage(document, passage) for passage in find_words(document.current_revision_id, words)]
        if len(found) >= MAX_FOUND:
            break
    return found[:MAX_FOUND]


def _candidates(viewer: Viewer, words: str, title: str) -> list[Document]:
    documents = Document.objects.filter(
        policy.visible(viewer, Document), project_id=viewer.project_id, deleted_at__isnull=True
    )
    if title:
        return list(documents.filter(holding(title, "title")).order_by("title")[:MAX_TEXTS])
    run = _telling_run(words)
    if not run:
        return []
    sections = Section.objects.filter(
        holding(run, "text", lookup="contains"), revision__in=documents.values("current_revision_id")
    )
    revisions = sections.values_list("revision_id", flat=True).distinct()[:MAX_TEXTS]
    return list(documents.filter(current_revision_id__in=list(revisions)).order_by("title"))


def _telling_run(words: str) -> str:
    """The longest word: whatever breaks the lines or changes the quotation marks, it stands in the text."""
    runs = re.findall(r"\w+", composed(words))
    return max(runs, key=len)[:LONGEST] if runs else ""


def find_marks(viewer: Viewer, words: str, limit: int = MAX_FOUND) -> list[FoundMark]:
    """The latest marks the viewer may see whose words, label or document hold these words."""
    rows = visible_annotations(viewer)
    for word in words.split()[:8]:
        rows = rows.filter(holding(word, "anchors__quote", "label__path", "document__title"))
    return _with_titles(list(with_names(rows.distinct()).order_by("-id")[:limit]))


def marks_by_id(viewer: Viewer, ids: Iterable[UUID]) -> list[FoundMark]:
    """These marks, as far as the viewer may see them, in the order of the text."""
    return _with_titles(list(with_names(visible_annotations(viewer, id__in=list(ids)))))


def _with_titles(marks: list[Annotation]) -> list[FoundMark]:
    titles = dict(Document.objects.filter(pk__in={mark.document_id for mark in marks}).values_list("id", "title"))
    return [FoundMark(row, titles[row.document]) for row in rows_of(marks)]
