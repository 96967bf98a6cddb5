"""How many marks there are, as far as the viewer may know: beside each document of a list, and in a project."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from annotator.models import Label
from annotator.queries.annotations import visible_annotations
from annotator.queries.labels import label_finder
from projects.errors import Invalid
from projects.viewers import Viewer


def marks_by_document(viewer: Viewer, document_ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """Document → how many of its marks the viewer may see."""
    rows = visible_annotations(viewer, document_id__in=list(document_ids))
    return dict(rows.values_list("document_id").annotate(marks=Count("id")).order_by())


def marks_in_project(viewer: Viewer) -> tuple[int, int]:
    """The viewer's own marks, and all that they may see."""
    mine = Count("id", filter=Q(author_id__in=viewer.participant_ids))
    counts: dict[str, Any] = visible_annotations(viewer).aggregate(mine=mine, seen=Count("id"))
    return counts["mine"], counts["seen"]


def with_label(viewer: Viewer, documents: QuerySet[Any], name: str) -> QuerySet[Any]:
    """The documents with a mark, among those the viewer may see, of this label or one below it."""
    found = label_finder(viewer.project_id, [name]).find(name) if len(name) <= 500 else None
    if found is None:
        raise Invalid({"label": _("There is no such label in this project.")})
    tree = Label.objects.filter(project_id=viewer.project_id).filter(
        Q(id=found[0]) | Q(path__startswith=f"{found[1]}/")
    )
    return documents.filter(Exists(visible_annotations(viewer, document_id=OuterRef("pk"), label__in=tree)))
