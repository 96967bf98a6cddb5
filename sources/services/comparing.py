"""The job that compares the texts of a project and suggests how they are related: new texts with all.

It sees what the person sees who asked for it. What it suggests is written batch by batch; two documents of which a
person has ever said anything, or which were suggested before, are not suggested again.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from projects import jobs, policy
from projects.errors import NotFound
from projects.events import change
from projects.jobs import JobFailed, Run
from projects.models import Job
from projects.viewers import Viewer, find_viewer
from sources.blocks import BOILERPLATE
from sources.comparison.index import TextIndex
from sources.comparison.kinds import Side, Suggestion, suggest
from sources.comparison.records import Record
from sources.comparison.words import without
from sources.models import SUGGESTION, ComparedText, Document, DocumentRelation, Section
from sources.queries.documents import visible_documents
from sources.services.relations import record, turned_passages, turned_reason

KIND = "sources.compare"
_TEXTS_AT_ONCE = 100
_PAIRS_AT_ONCE = 50
_PASSAGES_KEPT = 200


def start_comparison(*, by: Viewer) -> Job:
    """Queue a comparison of the project's texts; this person's that waits or runs already is returned instead."""
    policy.require(by, "document_relation.decide")
    unfinished = Job.objects.filter(
        project_id=by.project_id,
        requested_by=by.user,
        kind=KIND,
        status__in=[Job.Status.QUEUED, Job.Status.RUNNING],
    ).first()
    return unfinished or jobs.enqueue(kind=KIND, project=by.project, by=by.user)


def run_comparison(run: Run) -> None:
    """Index every text, look for pairs of which one is new, and write down what they suggest."""
    viewer = _viewer(run.job)
    documents = _documents(viewer)
    numbers = {document.id: number for number, document in enumerate(documents)}
    compared = dict(ComparedText.objects.filter(document_id__in=numbers).values_list("document_id", "revision_id"))
    new = [n for n, one in enumerate(documents) if compared.get(one.id) != one.current_revision_id]
    total = len(documents) + len(new)
    run.report(0, total, force=True)
    suggested = 0
    if new:
        index = _index(run, documents, total)
        for done, pairs in _pairs(index, new, _known(viewer, numbers)):
            suggested += _write(run, viewer, documents, pairs)
            run.report(len(documents) + done, total)
        _remember(run, [documents[n] for n in new])
    run.set_result({"suggested": suggested})
    run.report(total, max(total, 1), force=True)


def _viewer(job: Job) -> Viewer:
    """The person the job works for, who must still be allowed to ask for it."""
    try:
        if job.requested_by is None or job.project_id is None:
            raise NotFound
        viewer = find_viewer(job.requested_by, project_id=job.project_id)
    except NotFound:
        viewer = None
    if viewer is None or not policy.may(viewer, "document_relation.decide"):
        raise JobFailed(_("Whoever asked for this comparison may not do so any longer."))
    return viewer


def _documents(viewer: Viewer) -> list[Document]:
    """The documents with a text, the earliest published first, so that copies are held against the first of them."""
    rows = visible_documents(viewer).filter(current_revision__isnull=False).select_related("publisher")
    wanted = rows.only("id", "title", "url", "published", "tlp", "current_revision_id", "publisher__name")
    return sorted(wanted, key=lambda one: (one.published or "~", one.id))


def _known(viewer: Viewer, numbers: dict[UUID, int]) -> set[tuple[int, int]]:
    """Pairs of which something is known already, taken away or not."""
    rows = DocumentRelation.objects.filter(project_id=viewer.project_id).values_list("source_id", "target_id")
    found = (sorted((numbers[one], numbers[other])) for one, other in rows if one in numbers and other in numbers)
    return {(one, other) for one, other in found}


def _index(run: Run, documents: list[Document], total: int) -> TextIndex:
    index = TextIndex()
    for number, document in enumerate(documents):
        index.announce(number, title=document.title, url=document.url)
    for start in range(0, len(documents), _TEXTS_AT_ONCE):
        for text in _texts(documents[start : start + _TEXTS_AT_ONCE]):
            index.add(text)
        run.report(len(index), total)
    index.settle()
    return index


def _texts(documents: list[Document]) -> Iterator[str]:
    """The current texts of some documents, with what stands in every text of a site blanked out."""
    revisions = [document.current_revision_id for document in documents if document.current_revision_id]
    rows = Section.objects.filter(revision_id__in=revisions).order_by("revision_id", "number")
    parts: dict[UUID, list[str]] = {}
    aside: dict[UUID, list[tuple[int, int]]] = {}
    for revision, text, blocks in rows.values_list("revision_id", "text", "blocks"):
        parts.setdefault(revision, []).append(text)
        aside.setdefault(revision, []).extend((block[0], block[1]) for block in blocks if block[2] == BOILERPLATE)
    for revision in revisions:
        yield without("".join(parts.get(revision, ())), aside.get(revision, ()))


def _pairs(
    index: TextIndex, new: list[int], known: set[tuple[int, int]]
) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """How many new texts are done, and pairs to compare, a batch at a time."""
    pairs: list[tuple[int, int]] = []
    for done, number in enumerate(new, 1):
        for found in index.candidates(number):
            pair = (min(number, found.number), max(number, found.number))
            if pair not in known:
                known.add(pair)
                pairs.append(pair)
        if len(pairs) >= _PAIRS_AT_ONCE or done == len(new):
            yield done, pairs
            pairs = []


def _write(run: Run, viewer: Viewer, documents: list[Document], pairs: list[tuple[int, int]]) -> int:
    """Compare some pairs and write what they suggest; returns how much that is."""

    @lru_cache(maxsize=2 * _PAIRS_AT_ONCE)
    def side(number: int) -> Side:
        document = documents[number]
        publisher = document.publisher.name if document.publisher else ""
        (text,) = _texts([document])
        return Side.of(text, Record(document.title, publisher, document.url, document.published))

    found: list[tuple[Document, Document, Suggestion]] = []
    for one, other in pairs:
        suggestion = suggest(side(one), side(other))
        if suggestion is not None:
            found.append((documents[one], documents[other], suggestion))
        run.check()
    if not found:
        return 0
    with change(project_id=viewer.project_id, by=viewer) as log:
        run.fence()
        there = _still_there(viewer, found)
        rows = [
            _row(earlier, later, suggestion)
            for earlier, later, suggestion in found
            if earlier.id in there and later.id in there and not _related(earlier, later)
        ]
        for row in rows:
            row.tlp, row.created_at = max(there[row.source_id], there[row.target_id]), log.at
        DocumentRelation.objects.bulk_create(rows)
        for row in rows:
            record(log, "document_relation.suggested", row.id)
        return len(rows)


def _still_there(viewer: Viewer, found: list[tuple[Document, Document, Suggestion]]) -> dict[UUID, int]:
    """The documents as they are marked now, kept so until the suggestions are written."""
    ids = {document.id for pair in found for document in pair[:2]}
    rows = visible_documents(viewer).filter(id__in=ids).order_by("id").select_for_update(no_key=True, of=("self",))
    return dict(rows.values_list("id", "tlp"))


def _related(one: Document, other: Document) -> bool:
    """Whether somebody has related the two meanwhile."""
    ways = Q(source=one, target=other) | Q(source=other, target=one)
    return DocumentRelation.objects.filter(ways).exists()


def _row(first: Document, second: Document, suggestion: Suggestion) -> DocumentRelation:
    """The suggestion as a row: from the later document to the earlier."""
    longest = sorted(suggestion.shared.passages, key=lambda one: -one.words)[:_PASSAGES_KEPT]
    passages: list[dict[str, Any]] = [
        {"words": passage.words, "pieces": [list(piece) for piece in passage.pieces]}
        for passage in sorted(longest, key=lambda one: one.range)
    ]
    reasons = list(suggestion.reasons)
    later, earlier = (first, second) if suggestion.turned else (second, first)
    shares = (suggestion.shared.share, suggestion.shared.other_share)
    if not suggestion.turned:
        passages, reasons, shares = turned_passages(passages), [turned_reason(one) for one in reasons], shares[::-1]
    return DocumentRelation(
        project_id=first.project_id,
        source=later,
        target=earlier,
        source_revision_id=later.current_revision_id,
        target_revision_id=earlier.current_revision_id,
        kind=suggestion.kind,
        state=DocumentRelation.State.SUGGESTED,
        secrecy=SUGGESTION,
        passages=passages,
        reasons=reasons,
        source_share=round(shares[0], 4),
        target_share=round(shares[1], 4),
    )


def _remember(run: Run, documents: list[Document]) -> None:
    """Note which revisions have been compared; the next comparison leaves pairs of them alone."""
    now = timezone.now()
    with change(project_id=documents[0].project_id):
        run.fence()
        ComparedText.objects.bulk_create(
            (
                ComparedText(document_id=one.id, project_id=one.project_id, revision_id=revision, at=now)
                for one in documents
                if (revision := one.current_revision_id)
            ),
            update_conflicts=True,
            unique_fields=["document"],
            update_fields=["revision_id", "at"],
            batch_size=1000,
        )
