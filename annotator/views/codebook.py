"""The pages of the codebook: read by every member, changed by managers."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from annotator.colours import palette
from annotator.models import Label
from annotator.names import next_colour
from annotator.queries.labels import codebook_version, in_tree_order, labels_of, represent_labels
from annotator.services import codebook
from annotator.views.forms import LabelForm
from projects import policy
from projects.errors import Invalid, NotFound, Problem, Stale
from projects.forms import opened_version
from projects.views.base import ProjectPage


class CodebookPage(ProjectPage):
    """What the pages of the codebook share."""

    actions: ClassVar[dict[str, str]] = {"GET": "codebook.read"}
    template = "annotator/codebook.html"
    nav = "codebook"

    def home(self, anchor: str = "") -> str:
        """The address of the codebook, or of one label on its page."""
        return reverse("annotator:codebook_show", args=[self.viewer.project.slug]) + anchor

    def one(self, id: UUID) -> Label:
        """The label, with the one above it."""
        label = Label.objects.filter(project_id=self.viewer.project_id, id=id).select_related("parent").first()
        if label is None:
            raise NotFound()
        return label

    def show(self, form: LabelForm | None = None, *, status: int = 200, template: str = "") -> HttpResponse:
        """The list, with the form for another label."""
        labels = list(labels_of(self.viewer.project_id))
        live = [label for label in labels if label.archived_at is None]
        may_edit = policy.may(self.viewer, "codebook.edit")
        if form is None and may_edit:
            colour = next_colour(palette(), [label.colour for label in labels])
            form = LabelForm(labels=labels, initial={"colour": colour}, auto_id="new_%s")
        context = {
            "rows": _placed(live),
            "archived": [label for label in labels if label.archived_at is not None],
            "count": len(live),
            "version": codebook_version(self.viewer.project_id),
            "may_edit": may_edit,
            "why_not": "" if may_edit else policy.refusal(self.viewer, "codebook.edit"),
            "form": form,
        }
        return self.render(context, status=status, template=template)


def _placed(labels: list[Label]) -> list[dict[str, Any]]:
    """Labels in the order of the tree, with what their rows show."""
    ordered = in_tree_order(labels)
    siblings: dict[UUID | None, list[UUID]] = {}
    for _depth, label in ordered:
        siblings.setdefault(label.parent_id, []).append(label.id)
    return [
        {
            "label": label,
            "depth": min(depth, 6),
            "first": siblings[label.parent_id][0] == label.id,
            "last": siblings[label.parent_id][-1] == label.id,
        }
        for depth, label in ordered
    ]


class CodebookShow(CodebookPage):
    """The whole codebook."""

    actions: ClassVar[dict[str, str]] = {"GET": "codebook.read", "POST": "codebook.edit"}

    def get(self, request: HttpRequest, *, slug: str) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest, *, slug: str) -> HttpResponse:
        """Add a label."""
        labels = list(labels_of(self.viewer.project_id))
        form = LabelForm(request.POST, labels=labels, auto_id="new_%s")
        if form.is_valid():
            try:
                label = codebook.create_label(by=self.viewer, **form.values())
            except Invalid as problem:
                form.blame(problem)
            else:
                added = _("Added %(path)s.") % {"path": label.path}
                return self.back(self.home(f"#label-{label.id}"), added)
        return self.show(form, status=400)


class LabelEdit(CodebookPage):
    """One label: its form in place of its row, or as a page of its own."""

    actions: ClassVar[dict[str, str]] = {"GET": "codebook.edit", "POST": "codebook.edit"}
    template = "annotator/label.html"

    def get(self, request: HttpRequest, *, slug: str, id: UUID) -> HttpResponse:
        label = self.one(id)
        form = self._form(label)
        if request.headers.get("HX-Request"):
            return self.render({"label": label, "form": form, "opened": None}, template="annotator/label_form.html")
        return self.render(self._context(label, form))

    def post(self, request: HttpRequest, *, slug: str, id: UUID) -> HttpResponse:
        label = self.one(id)
        form = self._form(label, request.POST)
        opened = opened_version(form)  # shown again with what was typed: nobody has seen a newer one
        stale: Stale | None = None
        if form.is_valid() and opened is not None:
            try:
                changed = codebook.change_label(by=self.viewer, label_id=id, expected=opened, fields=form.values())
            except Stale as problem:
                stale = problem
            except Invalid as problem:
                form.blame(problem)
            else:
                return self.back(self.home(f"#label-{id}"), _("Saved %(path)s.") % {"path": changed.path})
        label = self.one(id)
        return self.render(self._context(label, form, stale, opened), status=409 if stale else 400)

    def _form(self, label: Label, data: Any = None) -> LabelForm:
        labels = list(labels_of(self.viewer.project_id))
        initial = LabelForm.values_of(label)
        return LabelForm(data, labels=labels, editing=label, initial=initial, auto_id=f"label_{label.id}_%s")

    def _context(
        self, label: Label, form: LabelForm, stale: Stale | None = None, opened: int | None = None
    ) -> dict[str, Any]:
        crumbs = [{"label": _("Codebook"), "url": self.home()}, {"label": label.path}]
        return {"label": label, "form": form, "crumbs": crumbs, "stale": stale, "opened": opened}


class LabelStep(CodebookPage):
    """What one press of a button does to a label: up, down, archived, restored."""

    actions: ClassVar[dict[str, str]] = {"POST": "codebook.edit"}
    fields: ClassVar[dict[str, Any]] = {}

    def post(self, request: HttpRequest, *, slug: str, id: UUID) -> HttpResponseBase:
        label = self.one(id)
        try:
            changed = codebook.change_label(
                by=self.viewer, label_id=id, expected=label.version, fields=self.change(label)
            )
        except Problem as problem:
            messages.error(request, str(problem.detail))
        else:
            self.say(request, changed)
        if request.headers.get("HX-Request"):
            return self.show(template="annotator/codebook_list.html")
        return HttpResponseRedirect(self.home(f"#label-{id}"))

    def change(self, label: Label) -> dict[str, Any]:
        """The fields to change."""
        return self.fields

    def say(self, request: HttpRequest, label: Label) -> None:
        """What to tell the person afterwards."""


class LabelMove(LabelStep):
    """One place up or down among its siblings."""

    def change(self, label: Label) -> dict[str, Any]:
        siblings = list(labels_of(self.viewer.project_id).filter(parent_id=label.parent_id))
        siblings.sort(key=lambda row: (row.position, row.name))
        step = -1 if self.request.POST.get("direction") == "up" else 1
        wanted = [row.id for row in siblings].index(label.id) + step
        while 0 <= wanted < len(siblings) and siblings[wanted].archived_at is not None:
            wanted += step
        return {"position": max(0, wanted)}


class LabelArchive(LabelStep):
    """Out of use; the toast offers to undo it."""

    fields: ClassVar[dict[str, Any]] = {"archived": True}

    def say(self, request: HttpRequest, label: Label) -> None:
        undo = reverse("annotator:label_restore", args=[self.viewer.project.slug, label.id])
        archived = _("Archived %(path)s. Marks that carry it keep it.") % {"path": label.path}
        messages.success(request, archived, extra_tags=f"undo:{undo}")


class LabelRestore(LabelStep):
    """Back into use."""

    fields: ClassVar[dict[str, Any]] = {"archived": False}

    def say(self, request: HttpRequest, label: Label) -> None:
        messages.success(request, _("Restored %(path)s.") % {"path": label.path})


class CodebookExport(CodebookPage):
    """The codebook as a JSON file."""

    def get(self, request: HttpRequest, *, slug: str) -> HttpResponseBase:
        labels = [label for _depth, label in in_tree_order(labels_of(self.viewer.project_id))]
        body = {"version": codebook_version(self.viewer.project_id), "labels": represent_labels(labels)}
        name = f"{self.viewer.project.slug}-codebook.json"
        return JsonResponse(
            body,
            json_dumps_params={"ensure_ascii": False, "indent": 1},
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
