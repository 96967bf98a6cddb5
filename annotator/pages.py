"""What this app brings to the shell: the codebook in the navigation, counts of marks, the way to the workspace."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from annotator.models import Label
from annotator.queries.counts import marks_by_document, marks_in_project, with_label
from annotator.queries.placements import carried_marks, carried_sentences, to_settle
from projects import pages, policy
from projects.spelling import holding
from projects.viewers import Viewer
from sources.carriers import register_report
from sources.columns import register_column, register_filter, register_link


def fill() -> None:
    """Register all of it."""
    pages.register_nav(
        "codebook",
        label=_("Codebook"),
        icon="tags",
        url_name="annotator:codebook_show",
        action="codebook.read",
        order=60,
        key="b",
    )
    pages.register_card(_card)
    pages.register_stuck(_without_labels)
    pages.register_finder(_labels_called)
    register_column("marks", marks_by_document, label=_("Marks"), default=0)
    register_filter("label", with_label)
    register_report("marks", carried_marks, lines=carried_sentences, link=_settling)
    register_link("workspace", label=_("Open"), icon="highlighter", url=_workspace, primary=True)


def _workspace(viewer: Viewer, document_id: UUID) -> str:
    if not policy.may(viewer, "workspace.open"):
        return ""
    return reverse("annotator:workspace_open", args=[viewer.project.slug, document_id])


def _settling(viewer: Viewer, document_id: UUID) -> tuple[Any, str] | None:
    """The way to what the viewer has to settle on a document."""
    if not policy.may(viewer, "placement.settle") or not to_settle(viewer, document_id).exists():
        return None
    return _("Settle marks"), reverse("annotator:settling", args=[viewer.project.slug, document_id])


def _card(viewer: Viewer) -> dict[str, Any]:
    mine, seen = marks_in_project(viewer)
    stats = [{"label": _("marks you can see"), "value": seen}]
    if policy.may(viewer, "annotation.create"):
        stats.insert(0, {"label": _("marks of yours"), "value": mine})
    url = reverse("annotator:codebook_show", args=[viewer.project.slug])
    return {"title": _("Marks"), "url": url, "icon": "highlighter", "stats": stats, "order": 20}


def _without_labels(viewer: Viewer) -> list[pages.Stuck]:
    if not policy.may(viewer, "codebook.edit"):
        return []
    if Label.objects.filter(project_id=viewer.project_id, archived_at__isnull=True).exists():
        return []
    return [
        pages.Stuck(
            label=str(_("The codebook has no labels")),
            detail=str(_("Nobody can mark a passage until it has one.")),
            url=reverse("annotator:codebook_show", args=[viewer.project.slug]),
            icon="tags",
        )
    ]


def _labels_called(viewer: Viewer, text: str) -> list[pages.Found]:
    if not policy.may(viewer, "codebook.read"):
        return []
    rows = Label.objects.filter(holding(text, "path"), project_id=viewer.project_id, archived_at__isnull=True)
    url = reverse("annotator:codebook_show", args=[viewer.project.slug])
    return [
        pages.Found(path, f"{url}#label-{id_}", kind=str(_("Label")), hint=definition[:80], icon="tag")
        for id_, path, definition in rows.order_by("path").values_list("id", "path", "definition")[:5]
    ]
