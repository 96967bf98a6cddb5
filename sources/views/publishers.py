"""Publishers and their ratings."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from projects import policy
from projects.errors import NotFound, Problem, Stale
from projects.forms import against, tell
from projects.views.base import ProjectPage
from projects.views.spreadsheet import csv_answer
from sources.forms import PublisherForm
from sources.models import Publisher
from sources.queries.publishers import publishers_of, with_counts
from sources.services.publishers import add_publisher, edit_publisher

_ROWS = 50
_SORTS = {
    "name": ("name",),
    "-name": ("-name",),
    "reliability": ("reliability", "name"),
    "-reliability": ("-reliability", "name"),
}


class PublisherList(ProjectPage):
    """The publishers of a project, with the number of their documents."""

    actions = {"GET": "publisher.read", "POST": "publisher.edit"}
    nav = "publishers"
    template = "sources/publisher_list.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        if request.GET.get("format") == "csv":
            rows = with_counts(self.viewer, publishers_of(self.viewer, request.GET.get("q", ""))).order_by("name")
            header = [_("Name"), _("Reliability"), _("Why"), _("Documents")]
            lines = ([row.name, row.reliability, row.note, row.document_count] for row in list(rows[:20_000]))
            return csv_answer(f"{slug}-publishers", header, lines)
        return self.show(PublisherForm())

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        form = PublisherForm(request.POST)
        if not form.is_valid():
            return self.show(form, status=400, adding=True)
        try:
            add_publisher(by=self.viewer, **form.changes())
        except Problem as problem:
            tell(form, problem)
            return self.show(form, status=problem.status, adding=True)
        return self.back(request.path, _("Added."))

    def show(self, form: PublisherForm, *, status: int = 200, adding: bool = False) -> HttpResponse:
        """The list, with the dialog open where its form came back."""
        words, sort = self.request.GET.get("q", "").strip(), self.request.GET.get("sort", "name")
        rows = with_counts(self.viewer, publishers_of(self.viewer, words)).order_by(*_SORTS.get(sort, ("name",)))
        page = Paginator(rows, _ROWS).get_page(self.request.GET.get("page"))
        may_edit = policy.may(self.viewer, "publisher.edit")
        return self.render(
            {
                "page_obj": page,
                "publishers": page.object_list,
                "q": words,
                "sort": sort,
                "filtered": bool(words),
                "form": form,
                "adding": adding,
                "may_edit": may_edit,
                "why_not": "" if may_edit else policy.refusal(self.viewer, "publisher.edit"),
            },
            status=status,
        )


class PublisherPage(ProjectPage):
    """One publisher: rename it, rate it."""

    actions = {"GET": "publisher.read", "POST": "publisher.edit"}
    nav = "publishers"
    template = "sources/publisher_detail.html"

    def _publisher(self, id: UUID) -> Publisher:
        found: Publisher | None = with_counts(self.viewer, publishers_of(self.viewer)).filter(id=id).first()
        if found is None:
            raise NotFound()
        return found

    def get(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        publisher = self._publisher(id)
        return self.show(publisher, PublisherForm.of(publisher))

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        publisher = self._publisher(id)
        form = PublisherForm(request.POST)
        if not form.is_valid():
            return self.show(publisher, form, status=400)
        version = form.cleaned_data["version"] or 0
        try:
            edit_publisher(by=self.viewer, publisher_id=id, version=version, changes=form.changes())
        except Stale as stale:
            form = PublisherForm(against(request.POST, stale.extra["current"]["version"]))
            form.is_valid()
            form.add_error(None, _("Somebody changed this publisher meanwhile. Compare, then save again."))
            return self.show(self._publisher(id), form, status=409)
        except Problem as problem:
            tell(form, problem)
            return self.show(publisher, form, status=problem.status)
        return self.back(request.path, _("Saved."))

    def show(self, publisher: Publisher, form: PublisherForm, *, status: int = 200) -> HttpResponse:
        """The page, with the form as it was filled in."""
        slug = self.viewer.project.slug
        return self.render(
            {
                "publisher": publisher,
                "form": form,
                "may_edit": policy.may(self.viewer, "publisher.edit"),
                "documents_url": reverse("sources:document_list", args=[slug]) + f"?publisher={publisher.id}",
                "crumbs": [
                    {"label": _("Publishers"), "url": reverse("sources:publisher_list", args=[slug])},
                    {"label": publisher.name},
                ],
            },
            status=status,
        )
