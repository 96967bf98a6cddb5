"""Imported names, and the members they speak for, as the API and the pages show them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery

from projects.authorship import Written, written_under
from projects.models import Membership, Participant
from projects.spelling import holding
from projects.viewers import Viewer
from projects.vocabulary import UNNAMED


def with_mapping(rows: QuerySet[Participant]) -> QuerySet[Participant]:
    """The imported names among some participants, with what their representation needs."""
    membership = Membership.objects.filter(participant_id=OuterRef("speaks_for_id")).values("id")
    return (
        rows.filter(kind=Participant.Kind.NAME)
        .select_related("speaks_for", "mapped_by")
        .annotate(membership_id=Subquery(membership[:1]))
    )


def names_of(viewer: Viewer, *, q: str = "", mapped: bool | None = None) -> QuerySet[Participant]:
    """The imported names of the viewer's project that the filters let through."""
    rows = with_mapping(Participant.objects.filter(project_id=viewer.project_id))
    if q:
        rows = rows.filter(holding(q, "name"))
    return rows if mapped is None else rows.filter(speaks_for__isnull=not mapped)


def name_of(viewer: Viewer, id: UUID) -> Participant | None:
    """One imported name of the viewer's project."""
    return names_of(viewer).filter(id=id).first()


def sorted_names(rows: QuerySet[Participant], sort: str) -> QuerySet[Participant]:
    """In the order of a column: by name, or by when a name was mapped."""
    latest = F("mapped_at").desc(nulls_last=True) if sort == "-mapped" else F("mapped_at").asc(nulls_last=True)
    orders: dict[str, Any] = {"-name": "-name", "mapped": latest, "-mapped": latest}
    return rows.order_by(orders.get(sort, "name"), "id")


def can_speak(name: Participant) -> bool:
    """Whether it names anybody: marks whose maker an import does not name may be several people's."""
    return name.name != UNNAMED


def represent_names(rows: Sequence[Any], viewer: Viewer) -> list[dict[str, Any]]:
    """Names that came through `with_mapping`, with one query for what stands under all of them."""
    written = written_under(viewer, [row.id for row in rows])
    return [_represented(row, written[row.id]) for row in rows]


def represent_name(row: Any, viewer: Viewer) -> dict[str, Any]:
    """One name that came through `with_mapping`."""
    return represent_names([row], viewer)[0]


def _represented(row: Any, written: Written) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "marks": written.marks,
        "documents": written.documents,
        "speaks_for": _person(row.speaks_for),
        "member": row.membership_id,
        "mapped_by": _person(row.mapped_by),
        "mapped_at": row.mapped_at,
        "version": row.version,
        "created_at": row.created_at,
    }


def _person(participant: Participant | None) -> dict[str, Any] | None:
    return {"id": participant.id, "name": participant.name} if participant else None


def plain_name(row: Participant) -> dict[str, Any]:
    """What an event keeps of a name."""
    speaks_for = row.speaks_for
    return {
        "name": row.name,
        "member": speaks_for.name if speaks_for else None,
        "speaks_for": str(speaks_for.id) if speaks_for else None,
    }
