"""What the workspace has to know before it asks for text and marks."""

from typing import Any
from uuid import UUID

from annotator.panels import mark_actions_for, panels_for
from annotator.queries.labels import labels_of, represent_labels
from projects import policy
from projects.models import EventCounter
from projects.viewers import Viewer
from projects.vocabulary import Tlp
from sources.models import Document, Reading, Section
from sources.queries.blindness import blind_on
from sources.queries.documents import own_reading, visible_documents


def boot(viewer: Viewer, document: Document) -> dict[str, Any]:
    """The start of the workspace for one reader of one document with a current text (publisher selected with it)."""
    revision = document.current_revision
    assert revision is not None
    reading = own_reading(viewer, document.id)
    finished = reading is not None and reading.state == Reading.State.FINISHED
    reads = policy.may(viewer, "reading.own")
    blind = blind_on(viewer, document.id)
    before, after = neighbours(viewer, document.id)
    event = EventCounter.objects.filter(project_id=viewer.project_id).values_list("number", flat=True).first()
    return {
        "project": {
            "slug": viewer.project.slug,
            "name": viewer.project.name,
            "marks_blind": viewer.project.marks_blind,
        },
        "document": {
            "id": document.id,
            "title": document.title,
            "tlp": Tlp(document.tlp).label,
            "status": reading.state if reading else "new",
            "record": {
                "authors": document.authors,
                "publisher": document.publisher.name if document.publisher else "",
                "published": document.published,
                "url": document.url,
                "file_name": document.file_name,
            },
        },
        "revision": {
            "id": revision.id,
            "number": revision.number,
            "length": revision.length,
            "sha256": revision.sha256,
            "sections": list(
                Section.objects.filter(revision=revision).order_by("number").values_list("start", flat=True)
            ),
        },
        "me": {
            "participant": viewer.participant_id,
            "user": viewer.user.id,
            "name": viewer.participant_name,
            "roles": sorted(viewer.roles),
        },
        "reading": {"state": reading.state if reading else None},
        "blind": blind,
        "may": {
            "annotate": policy.may(viewer, "annotation.create"),
            "finish": reads and not finished,
            "resume": reads and finished and bool(blind) and reading is not None and reading.revealed_at is None,
            "comment": policy.may(viewer, "comment.write"),
            "comment_open": policy.may(viewer, "comment.write_open"),
        },
        "previous": before,
        "next": after,
        "event": event or 0,
        "panels": panels_for(viewer),
        "actions": mark_actions_for(viewer),
        "labels": represent_labels(labels_of(viewer.project_id)),
    }


def neighbours(viewer: Viewer, document: UUID) -> tuple[UUID | None, UUID | None]:
    """The documents before and after this one in the list as it stands at first: the newest at its top."""
    ids = visible_documents(viewer).values_list("id", flat=True)
    before = ids.filter(id__gt=document).order_by("id").first()
    after = ids.filter(id__lt=document).order_by("-id").first()
    return before, after
