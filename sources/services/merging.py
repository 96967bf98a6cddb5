"""Two publishers that are one: merged and split again. Documents move and come back; ratings stay where they are.

Documents are locked before publishers, as an edit of a record does it, and looked for once more when nobody can be
given to the merged one any longer (`hold_publishers`). Publishers are locked without a join: a row that was waited for
is read anew, and what it was joined with is not.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from projects import policy
from projects.errors import Conflict, Invalid, NotFound, Unprocessable
from projects.events import Change, change
from projects.viewers import Viewer
from sources.models import Document, MovedDocument, Publisher
from sources.queries.publishers import survivor
from sources.representations import represent_publisher, represent_record


def merge_publishers(*, by: Viewer, publisher_id: UUID, into_id: UUID) -> Publisher:
    """Merge a publisher into another of the project: its documents move, also those the person may not know of.

    Which they were is kept, so that `split_publisher` gives back these and no others.
    """
    if publisher_id == into_id:
        raise Unprocessable(_("A publisher cannot be merged into itself."), {"into": _("Choose another publisher.")})
    with change(project_id=by.project_id, by=by) as log:
        held = Document.objects.filter(project_id=by.project_id, publisher_id=publisher_id)
        _lock(held)
        publisher, into = _pair(by, publisher_id, into_id)
        policy.require(by, "publisher.edit")
        moved = _lock(held)
        MovedDocument.objects.bulk_create(
            MovedDocument(project_id=by.project_id, came_from=publisher, document=document) for document in moved
        )
        _move(log, moved, into)
        before = represent_publisher(publisher)
        publisher.merged_into = into
        publisher.version += 1
        publisher.save(update_fields=["merged_into", "version"])
        after = represent_publisher(publisher) | {"survivor": into.name}
        log.add("publisher.merged", subject=publisher.id, before=before, after=after)
        return publisher


def split_publisher(*, by: Viewer, publisher_id: UUID) -> Publisher:
    """Undo a merge: the documents that came with it go back, unless they were given to another since."""
    with change(project_id=by.project_id, by=by) as log:
        came = MovedDocument.objects.filter(project_id=by.project_id, came_from_id=publisher_id)
        back = Document.objects.filter(project_id=by.project_id, id__in=came.values("document_id"))
        _lock(back)
        rows = Publisher.objects.select_for_update(of=("self",), no_key=True)
        publisher = rows.filter(project_id=by.project_id, id=publisher_id).first()
        if publisher is None:
            raise NotFound()
        policy.require(by, "publisher.edit")
        if publisher.merged_into is None:
            raise Conflict(_("%(name)s was not merged into another publisher.") % {"name": publisher.name})
        last = survivor(publisher.merged_into)
        moved = _lock(back.filter(publisher=last))
        before = represent_publisher(publisher)
        former = publisher.merged_into.name
        on_the_way = _between(publisher.merged_into)
        MovedDocument.objects.filter(came_from_id__in=on_the_way, document__in=moved).delete()
        came.delete()
        _move(log, moved, publisher)
        publisher.merged_into = None
        publisher.version += 1
        publisher.save(update_fields=["merged_into", "version"])
        after = represent_publisher(publisher) | {"survivor": former}
        log.add("publisher.split", subject=publisher.id, before=before, after=after)
        return publisher


def forget_moves(document: Document) -> None:
    """A document was given to a publisher by hand: no split takes it from there."""
    MovedDocument.objects.filter(document=document).delete()


def _pair(by: Viewer, publisher_id: UUID, into_id: UUID) -> tuple[Publisher, Publisher]:
    """Both publishers, locked in one order whoever merges which; neither may have been merged already."""
    rows = Publisher.objects.select_for_update(of=("self",), no_key=True).order_by("id")
    found = {row.id: row for row in rows.filter(project_id=by.project_id, id__in=[publisher_id, into_id])}
    if publisher_id not in found:
        raise NotFound()
    if into_id not in found:
        raise Invalid({"into": _("There is no such publisher in this project.")})
    for row in found.values():
        if row.merged_into is not None:
            raise Conflict(
                _("%(name)s was merged into %(into)s already.") % {"name": row.name, "into": row.merged_into.name}
            )
    return found[publisher_id], found[into_id]


def _lock(rows: QuerySet[Document]) -> list[Document]:
    return list(rows.select_for_update(of=("self",)).select_related("publisher").order_by("id"))


def _move(log: Change, documents: Sequence[Document], target: Publisher) -> None:
    """Give documents to a publisher; each is a change of its record, seen by whoever may know of the document."""
    earlier = [represent_record(document) for document in documents]
    for document in documents:
        document.publisher = target
        document.version += 1
    Document.objects.bulk_update(documents, ["publisher", "version"], batch_size=500)
    for document, before in zip(documents, earlier, strict=True):
        log.add(
            "document.updated",
            subject=document.id,
            document=document.id,
            tlp=document.tlp,
            before=before,
            after=represent_record(document),
        )


def _between(publisher: Publisher) -> list[UUID]:
    """The publishers that a merged one's documents went through on their way to the last."""
    passed = [publisher.id]
    while publisher.merged_into_id is not None:
        passed.append(publisher.merged_into_id)
        publisher = Publisher.objects.get(pk=publisher.merged_into_id)
    return passed
