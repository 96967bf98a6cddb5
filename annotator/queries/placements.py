"""What is to be settled of marks on a new text, and how many marks came onto each text, as far as a viewer may know."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annotator.fragments import Fragments, Sections, needed
from annotator.models import Anchor, Placement
from annotator.queries.annotations import visible_annotations
from annotator.queries.text import sections_around
from projects import policy
from projects.viewers import Viewer

_GRADES = ("exact", "shifted", "edited", "moved", "ambiguous", "orphaned")
_UNPLACED = ("ambiguous", "orphaned")


def visible_placements(viewer: Viewer) -> QuerySet[Placement]:
    """The placements whose marks the viewer may see, on documents that are there."""
    return Placement.objects.filter(
        policy.visible(viewer, Placement),
        project_id=viewer.project_id,
        document__deleted_at__isnull=True,
        document__tlp__lte=viewer.clearance,
    )


def current_placements(viewer: Viewer, document: UUID) -> QuerySet[Placement]:
    """Those of a document's current text, in no order."""
    rows = visible_placements(viewer).filter(document_id=document, revision=F("document__current_revision"))
    return rows.filter(Q(annotation__deleted_at__isnull=True) | Q(state=Placement.State.DROPPED))


def to_settle(viewer: Viewer, document: UUID) -> QuerySet[Placement]:
    """What the viewer may settle on a document's current text, in the order in which the marks stood."""
    rows = current_placements(viewer, document).filter(state=Placement.State.OPEN, annotation__deleted_at__isnull=True)
    return policy.filter_for(viewer, "placement.settle", rows)


def with_marks(rows: QuerySet[Placement]) -> QuerySet[Placement]:
    """Placements with what their representation needs."""
    return rows.select_related("annotation__label", "annotation__author", "revision", "settled_by")


def represent_placements(rows: Sequence[Placement]) -> list[dict[str, Any]]:
    """Placements that came through `with_marks` as the API shows them, with the words there and before."""
    here, before = _anchors(rows)
    texts = _texts(rows, here)
    return [_represent(row, here.get(row.id), before.get(row.id), texts[row.revision_id]) for row in rows]


def _anchors(rows: Sequence[Placement]) -> tuple[dict[UUID, Anchor], dict[UUID, Anchor]]:
    """Placement → the mark's anchor on its text, and the last one before."""
    anchors = Anchor.objects.filter(annotation_id__in=[row.annotation_id for row in rows]).order_by("revision__number")
    by_mark: dict[UUID, list[Anchor]] = {}
    for anchor in anchors.select_related("revision"):
        by_mark.setdefault(anchor.annotation_id, []).append(anchor)
    here: dict[UUID, Anchor] = {}
    before: dict[UUID, Anchor] = {}
    for row in rows:
        for anchor in by_mark.get(row.annotation_id, []):
            if anchor.revision_id == row.revision_id:
                here[row.id] = anchor
            elif anchor.revision.number < row.revision.number:
                before[row.id] = anchor
    return here, before


def _texts(rows: Sequence[Placement], here: Mapping[UUID, Anchor]) -> dict[UUID, Sections]:
    """Revision → the sections that hold what is to be shown of it."""
    stretches: dict[UUID, list[tuple[int, int]]] = {}
    for row in rows:
        wanted = stretches.setdefault(row.revision_id, [])
        for candidate in row.candidates:
            wanted += needed(_fragments(candidate))
        if row.id in here:
            wanted += needed(_placed(here[row.id]))
    return {
        revision: sections_around(revision, wanted) if wanted else Sections(())
        for revision, wanted in stretches.items()
    }


def _represent(row: Placement, here: Anchor | None, before: Anchor | None, text: Sections) -> dict[str, Any]:
    mark = row.annotation
    return {
        "id": str(row.id),
        "document": str(row.document_id),
        "annotation": str(row.annotation_id),
        "label": str(mark.label_id),
        "label_path": mark.label.path,
        "author": {"id": str(mark.author_id), "name": mark.author.name},
        "revision": str(row.revision_id),
        "grade": row.grade,
        "state": row.state,
        "similarity": round(row.similarity, 3),
        "why": _sentence(row.why),
        "before": _stood(before),
        "now": _stood(here),
        "candidates": [_candidate(_fragments(given), text, row.revision.length) for given in row.candidates],
        "reason": row.reason,
        "settled_by": {"id": str(row.settled_by_id), "name": row.settled_by.name} if row.settled_by else None,
        "version": row.version,
    }


def _sentence(why: Mapping[str, Any]) -> str:
    if not why:
        return ""
    values = {name: _(value) if isinstance(value, str) and value else value for name, value in why["values"].items()}
    words = _(why["sentence"])
    return words % values if values else words


def _stood(anchor: Anchor | None) -> dict[str, Any] | None:
    if anchor is None:
        return None
    return {
        "revision": str(anchor.revision_id),
        "fragments": _placed(anchor),
        "exact": anchor.quote,
        "prefix": anchor.prefix,
        "suffix": anchor.suffix,
    }


def _candidate(fragments: Fragments, text: Sections, length: int) -> dict[str, Any]:
    exact, prefix, suffix = text.quote(fragments, length)
    return {"fragments": fragments, "exact": exact, "prefix": prefix, "suffix": suffix}


def _placed(anchor: Anchor) -> Fragments:
    return tuple(zip(anchor.starts, anchor.ends, strict=True))


def _fragments(given: Collection[Sequence[int]]) -> Fragments:
    return tuple((start, end) for start, end in given)


def carried_marks(viewer: Viewer, document: UUID) -> Mapping[UUID, dict[str, int]]:
    """Text → how the marks that the viewer may see came onto it: a count for each grade, and how many are open."""
    marks = visible_annotations(viewer, document_id=document)
    anchors = Anchor.objects.filter(annotation__in=marks, annotation__created_at__lt=F("revision__created_at"))
    found: dict[UUID, dict[str, int]] = {}
    for revision, grade, count in anchors.values_list("revision_id", "grade").annotate(n=Count("id")).order_by():
        found.setdefault(revision, dict.fromkeys((*_GRADES, "open"), 0))[grade] = count
    queued = Placement.objects.filter(annotation__in=marks, grade__in=_UNPLACED)
    still = Q(state__in=(Placement.State.OPEN, Placement.State.SUPERSEDED))
    for revision, grade, count in (
        queued.filter(still).values_list("revision_id", "grade").annotate(n=Count("id")).order_by()
    ):
        found.setdefault(revision, dict.fromkeys((*_GRADES, "open"), 0))[grade] = count
    opened = Placement.objects.filter(annotation__in=marks, state=Placement.State.OPEN)
    for revision, count in opened.values_list("revision_id").annotate(n=Count("id")).order_by():
        found.setdefault(revision, dict.fromkeys((*_GRADES, "open"), 0))["open"] = count
    return found


def carried_sentences(counts: Mapping[str, int]) -> list[str]:
    """The same in words for the page."""
    placed = sum(counts[grade] for grade in _GRADES[:4])
    lost = sum(counts[grade] for grade in _UNPLACED)
    said = [ngettext("%(n)d mark placed", "%(n)d marks placed", placed) % {"n": placed}] if placed else []
    if lost:
        said.append(ngettext("%(n)d not placed", "%(n)d not placed", lost) % {"n": lost})
    if counts["open"]:
        said.append(ngettext("%(n)d to settle", "%(n)d to settle", counts["open"]) % {"n": counts["open"]})
    return said
