"""Pages of provenance: what is suggested and decided, and two documents side by side."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from projects import policy
from projects.errors import NotFound, Problem, Stale
from projects.views.base import ProjectPage
from sources.forms import RelationForm
from sources.models import DocumentRelation
from sources.queries.relations import visible_relations, with_titles
from sources.queries.side_by_side import side_by_side
from sources.reasons import sentences
from sources.services.comparing import start_comparison
from sources.services.relations import confirm_document_relation, dismiss_document_relation

_ROWS = 50
_STATES = DocumentRelation.State


class RelationList(ProjectPage):
    """The relations between the documents of a project, by their state; comparing the texts anew."""

    actions = {"GET": "document_relation.read", "POST": "document_relation.decide"}
    nav = "provenance"
    template = "sources/relation_list.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        decides = policy.may(self.viewer, "document_relation.decide")
        states = [_STATES.SUGGESTED, _STATES.CONFIRMED, _STATES.DISMISSED] if decides else [_STATES.CONFIRMED]
        asked = request.GET.get("state", "")
        state = asked if asked in states else states[0]
        rows = visible_relations(self.viewer)
        page = Paginator(with_titles(rows.filter(state=state)).order_by("-id"), _ROWS)
        page_obj = page.get_page(request.GET.get("page"))
        counts = {one: rows.filter(state=one).count() for one in states}
        return self.render(
            {
                "state": state,
                "tabs": [
                    {"label": one.label, "url": f"?state={one}", "current": one == state, "count": counts[one]}
                    for one in states
                ],
                "page_obj": page_obj,
                "relations": [_row(one) for one in page_obj.object_list],
                "decides": decides,
                "why_not": "" if decides else policy.refusal(self.viewer, "document_relation.decide"),
            }
        )

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        start_comparison(by=self.viewer)
        return self.back(request.path, _("The texts are being compared. What is found will be listed here."))


def _row(relation: DocumentRelation) -> dict[str, Any]:
    shares = (relation.source_share, relation.target_share)
    return {"relation": relation, "shares": [round(100 * share) for share in shares]}


class RelationPage(ProjectPage):
    """Two documents side by side: what they share, why they are thought to be related, and the decision."""

    actions = {"GET": "document_relation.read", "POST": "document_relation.decide"}
    nav = "provenance"
    template = "sources/relation_detail.html"

    def _relation(self, id: UUID) -> DocumentRelation:
        found = with_titles(visible_relations(self.viewer, pk=id)).first()
        if found is None:
            raise NotFound()
        return found

    def get(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        relation = self._relation(id)
        return self.show(relation, RelationForm.of(relation))

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        relation = self._relation(id)
        form = RelationForm(request.POST)
        if not form.is_valid():
            return self.show(relation, form, status=400)
        given = form.cleaned_data
        held: dict[str, Any] = {
            "by": self.viewer,
            "relation_id": id,
            "version": given["version"],
            "note": given["note"],
        }
        try:
            if request.POST.get("do") == "dismiss":
                dismiss_document_relation(**held)
                said = _("Dismissed.")
            else:
                confirm_document_relation(**held, kind=given["kind"], turned=given["turn"])
                said = _("Confirmed.")
        except Stale:
            fresh = self._relation(id)
            form = RelationForm.of(fresh)
            return self.show(
                fresh, form, status=409, error=_("Somebody changed this meanwhile. Look again, then decide.")
            )
        except Problem as problem:
            return self.show(relation, form, status=problem.status, error=problem.detail)
        return self.back(self._next(slug), said)

    def _next(self, slug: str) -> str:
        """The next suggestion to decide, or the list where there is none."""
        waiting = visible_relations(self.viewer, state=_STATES.SUGGESTED).order_by("-id").values_list("id", flat=True)
        following = waiting.first()
        if following is None:
            return reverse("sources:relation_list", args=[slug])
        return reverse("sources:relation_detail", args=[slug, following])

    def show(
        self, relation: DocumentRelation, form: RelationForm, *, status: int = 200, error: Any = ""
    ) -> HttpResponse:
        """The page, with the form as it was filled in."""
        slug = self.viewer.project.slug
        return self.render(
            {
                **_row(relation),
                "passages": side_by_side(relation),
                "reasons": sentences(relation),
                "form": form,
                "error": error,
                "decides": policy.may(self.viewer, "document_relation.decide"),
                "crumbs": [
                    {"label": _("Provenance"), "url": reverse("sources:relation_list", args=[slug])},
                    {"label": relation.source.title},
                ],
            },
            status=status,
        )
