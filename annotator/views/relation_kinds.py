"""The pages of the kinds of relation: read by every member, changed by managers."""

from typing import ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from annotator.models import RelationKind
from annotator.queries.relations import kinds_of
from annotator.services.relation_kinds import change_kind, create_kind
from annotator.views.forms import NewRelationKindForm, RelationKindForm
from projects import policy
from projects.errors import NotFound, Problem, Stale
from projects.forms import opened_version, tell
from projects.views.base import ProjectPage


class RelationKindPage(ProjectPage):
    """What the pages of the kinds share."""

    nav = "codebook"

    def home(self, anchor: str = "") -> str:
        """The address of the list, or of one kind on it."""
        return reverse("annotator:relation_kinds", args=[self.viewer.project.slug]) + anchor

    def crumbs(self, *names: str) -> list[dict[str, str]]:
        """The way from the codebook to here."""
        codebook = reverse("annotator:codebook_show", args=[self.viewer.project.slug])
        steps = [{"label": _("Codebook"), "url": codebook}, {"label": _("Relations"), "url": self.home()}]
        return [*steps, *({"label": name} for name in names)]

    def one(self, id: UUID) -> RelationKind:
        """The kind of this id."""
        kind = kinds_of(self.viewer.project_id).filter(id=id).first()
        if kind is None:
            raise NotFound()
        return kind


class RelationKinds(RelationKindPage):
    """All kinds, and the form for another."""

    actions: ClassVar[dict[str, str]] = {"GET": "codebook.read", "POST": "codebook.edit"}
    template = "annotator/relation_kinds.html"

    def get(self, request: HttpRequest, *, slug: str) -> HttpResponse:
        return self._show()

    def post(self, request: HttpRequest, *, slug: str) -> HttpResponse:
        """Add a kind."""
        form = NewRelationKindForm(request.POST, auto_id="new_%s")
        if form.is_valid():
            try:
                kind = create_kind(by=self.viewer, **form.cleaned_data)
            except Problem as problem:
                tell(form, problem)
            else:
                return self.back(self.home(f"#kind-{kind.id}"), _("Added “%(name)s”.") % {"name": kind.name})
        return self._show(form, status=400)

    def _show(self, form: NewRelationKindForm | None = None, *, status: int = 200) -> HttpResponse:
        kinds = list(kinds_of(self.viewer.project_id))
        may_edit = policy.may(self.viewer, "codebook.edit")
        context = {
            "kinds": [kind for kind in kinds if kind.archived_at is None],
            "archived": [kind for kind in kinds if kind.archived_at is not None],
            "may_edit": may_edit,
            "why_not": "" if may_edit else policy.refusal(self.viewer, "codebook.edit"),
            "form": form or (NewRelationKindForm(auto_id="new_%s") if may_edit else None),
            "crumbs": self.crumbs()[:1],
        }
        return self.render(context, status=status)


class RelationKindEdit(RelationKindPage):
    """One kind: what it is called and what it means."""

    actions: ClassVar[dict[str, str]] = {"GET": "codebook.edit", "POST": "codebook.edit"}
    template = "annotator/relation_kind.html"

    def get(self, request: HttpRequest, *, slug: str, id: UUID) -> HttpResponse:
        kind = self.one(id)
        return self._show(kind, RelationKindForm(initial={"name": kind.name, "definition": kind.definition}))

    def post(self, request: HttpRequest, *, slug: str, id: UUID) -> HttpResponse:
        kind = self.one(id)
        form = RelationKindForm(request.POST)
        opened = opened_version(form)  # shown again with what was typed: nobody has seen a newer one
        stale: Stale | None = None
        if form.is_valid() and opened is not None:
            try:
                changed = change_kind(by=self.viewer, kind_id=id, expected=opened, fields=form.cleaned_data)
            except Stale as problem:
                stale = problem
            except Problem as problem:
                tell(form, problem)
            else:
                return self.back(self.home(f"#kind-{id}"), _("Saved “%(name)s”.") % {"name": changed.name})
        return self._show(kind, form, stale, opened)

    def _show(
        self, kind: RelationKind, form: RelationKindForm, stale: Stale | None = None, opened: int | None = None
    ) -> HttpResponse:
        status = 409 if stale else 400 if form.is_bound else 200
        crumbs = self.crumbs(kind.name)
        return self.render(
            {"kind": kind, "form": form, "stale": stale, "opened": opened, "crumbs": crumbs}, status=status
        )


class RelationKindArchive(RelationKindPage):
    """Out of use; the toast offers to undo it."""

    actions: ClassVar[dict[str, str]] = {"POST": "codebook.edit"}
    archived: ClassVar[bool] = True

    def post(self, request: HttpRequest, *, slug: str, id: UUID) -> HttpResponseBase:
        kind = self.one(id)
        try:
            change_kind(by=self.viewer, kind_id=id, expected=kind.version, fields={"archived": self.archived})
        except Problem as problem:
            return self.back_with_problem(self.home(), problem)
        if not self.archived:
            return self.back(self.home(f"#kind-{id}"), _("Restored “%(name)s”.") % {"name": kind.name})
        undo = reverse("annotator:relation_kind_restore", args=[slug, id])
        said = _("Archived “%(name)s”. Relations of this kind stay.") % {"name": kind.name}
        return self.back(self.home(), said, undo=undo)


class RelationKindRestore(RelationKindArchive):
    """Back into use."""

    archived = False
