"""Documents as lists and single rows: what the viewer may see, filtered, sorted, with their own reading of each."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from projects import policy
from projects.errors import Invalid
from projects.spelling import holding
from projects.viewers import Viewer
from projects.vocabulary import Secrecy, Tlp
from sources import columns
from sources.models import Document, Reading
from sources.representations import represent_document

SORTS: dict[str, tuple[str, ...]] = {
    "-created_at": ("-id",),
    "created_at": ("id",),
    "title": ("title", "id"),
    "-title": ("-title", "-id"),
    "published": ("published", "id"),
    "-published": ("-published", "-id"),
}
STATUSES = {"unread": _("To read"), "open": _("Reading"), "finished": _("Finished")}


def visible_documents(viewer: Viewer) -> QuerySet[Document]:
    """The documents of the project that the viewer may know of."""
    rows = Document.objects.filter(project_id=viewer.project_id, deleted_at__isnull=True)
    return rows.filter(policy.visible(viewer, Document))


def sees_document(viewer: Viewer, document: Document) -> bool:
    """Whether the viewer may know of a document that is at hand: the twin of `visible_documents` for one row."""
    row = {
        "document": document.id,
        "subject": document.id,
        "author": None,
        "secrecy": Secrecy.OPEN,
        "tlp": document.tlp,
    }
    return policy.sees(viewer, row)


def with_record(rows: QuerySet[Document]) -> QuerySet[Document]:
    """Documents with what their representation needs."""
    return rows.select_related("publisher", "current_revision")


def filtered(viewer: Viewer, rows: QuerySet[Document], chosen: Mapping[str, str]) -> QuerySet[Document]:
    """Narrow documents by the query parameters of the list; Invalid names a value that cannot be used."""
    words = chosen.get("q", "").strip()
    if words:
        rows = rows.filter(_words(words))
    status = chosen.get("status", "")
    if status:
        rows = rows.filter(_own_status(viewer, status))
    publisher = chosen.get("publisher", "")
    if publisher:
        rows = rows.filter(_publisher(publisher))
    reader = chosen.get("reader", "")
    if reader:
        rows = rows.filter(_begun_by(viewer, reader))
    marking = chosen.get("tlp", "")
    if marking:
        try:
            rows = rows.filter(tlp=Tlp.parse(marking))
        except ValueError:
            raise Invalid({"tlp": _("Write CLEAR, GREEN, AMBER, AMBER+STRICT or RED.")}) from None
    for name, apply in columns.filters().items():
        if chosen.get(name):
            rows = apply(viewer, rows, chosen[name])
    return rows


def _words(words: str) -> Q:
    if "\0" in words or len(words) > 500:
        raise Invalid({"q": _("Use at most 500 characters.")})
    return holding(words, "title", "publisher__name", "file_name", "authors")


def _own_status(viewer: Viewer, status: str) -> Q:
    own = Reading.objects.filter(document=OuterRef("pk"), participant_id=viewer.participant_id)
    if status == "unread":
        return ~Q(Exists(own.exclude(state=Reading.State.RELEASED)))
    if status in {"open", "finished"}:
        return Q(Exists(own.filter(state=status)))
    raise Invalid({"status": _("Choose unread, open or finished.")})


def _begun_by(viewer: Viewer, reader: str) -> Q:
    try:
        begun = known_readings(viewer).filter(participant_id=UUID(reader), state=Reading.State.OPEN)
    except ValueError:
        raise Invalid({"reader": _("Name a participant by their id.")}) from None
    return Q(Exists(begun.filter(document=OuterRef("pk"))))


def _publisher(named: str) -> Q:
    if named == "none":
        return Q(publisher__isnull=True)
    try:
        return Q(publisher_id=UUID(named))
    except ValueError:
        return Q(publisher__name=named)


def ordering_of(sort: str) -> tuple[str, ...]:
    """The order of a list, by its name."""
    if sort not in SORTS:
        raise Invalid({"sort": _("Choose one of %(known)s.") % {"known": ", ".join(SORTS)}})
    return SORTS[sort]


def represent_documents(viewer: Viewer, rows: list[Document]) -> list[dict[str, Any]]:
    """A page of documents with the viewer's own readings and every registered column, in a fixed number of queries."""
    ids = [document.id for document in rows]
    readings = own_states(viewer, ids)
    extra = columns.values_for(viewer, ids)
    defaults = {column.name: column.default for column in columns.columns()}
    return [
        {
            **represent_document(document),
            "reading": readings.get(document.id),
            **{name: values.get(document.id, defaults[name]) for name, values in extra.items()},
        }
        for document in rows
    ]


def own_states(viewer: Viewer, document_ids: list[UUID]) -> dict[UUID, str]:
    """Document → the state of the viewer's own reading, where there is one."""
    rows = Reading.objects.filter(
        project_id=viewer.project_id, participant_id=viewer.participant_id, document_id__in=document_ids
    )
    return dict(rows.values_list("document_id", "state"))


def own_reading(viewer: Viewer, document: UUID) -> Reading | None:
    """The viewer's own reading of a document that they still hold: begun or finished, not handed back."""
    held = Reading.objects.filter(project_id=viewer.project_id, participant_id=viewer.participant_id, document=document)
    return held.exclude(state=Reading.State.RELEASED).first()


def knows_every_reading(viewer: Viewer) -> bool:
    """Whether the viewer oversees readings and so knows who reads what; all others know of their own alone."""
    return policy.may(viewer, "reading.manage") or policy.may(viewer, "document.unblind")


def known_readings(viewer: Viewer) -> QuerySet[Reading]:
    """The readings of the project that the viewer may know of: their own, or all for those who oversee."""
    rows = Reading.objects.filter(project_id=viewer.project_id)
    return rows if knows_every_reading(viewer) else rows.filter(participant_id=viewer.participant_id)


def readings_of(viewer: Viewer, document: Document) -> QuerySet[Reading]:
    """The readings of a document that the viewer may know of."""
    rows = known_readings(viewer).filter(document=document)
    return rows.select_related("participant").order_by("started_at", "id")
