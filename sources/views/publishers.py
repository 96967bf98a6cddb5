"""Publishers: the list, one of them, its ratings."""

from typing import Any
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
from sources.models import Publisher
from sources.publisher_forms import NewPublisherForm, PublisherForm, RatingForm
from sources.queries.publishers import merged_into, publishers_of, ratings_of, with_counts
from sources.services.publishers import add_publisher, edit_publisher
from sources.services.ratings import rate_publisher

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
            header = [_("Name"), _("Reliability"), _("Note"), _("Documents")]
            lines = ([row.name, row.reliability, row.note, row.document_count] for row in list(rows[:20_000]))
            return csv_answer(f"{slug}-publishers", header, lines)
        return self.show(NewPublisherForm())

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        form = NewPublisherForm(request.POST)
        if not form.is_valid():
            return self.show(form, status=400, adding=True)
        try:
            add_publisher(by=self.viewer, **form.changes())
        except Problem as problem:
            tell(form, problem)
            return self.show(form, status=problem.status, adding=True)
        return self.back(request.path, _("Added."))

    def show(self, form: NewPublisherForm, *, status: int = 200, adding: bool = False) -> HttpResponse:
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


class _OnePublisher(ProjectPage):
    """What the pages of one publisher share: finding it, and showing it with the forms as they were filled in."""

    nav = "publishers"
    template = "sources/publisher_detail.html"

    def publisher(self, id: UUID) -> Publisher:
        """The publisher of this project with that id, merged ones too."""
        rows = Publisher.objects.filter(project_id=self.viewer.project_id).select_related("merged_into")
        found: Publisher | None = with_counts(self.viewer, rows).filter(id=id).first()
        if found is None:
            raise NotFound()
        return found

    def show(
        self,
        publisher: Publisher,
        form: PublisherForm | None = None,
        rating: RatingForm | None = None,
        *,
        status: int = 200,
    ) -> HttpResponse:
        """The page, with the forms as they were filled in; the dialog of the rating open where that one came back."""
        slug = self.viewer.project.slug
        may_edit = policy.may(self.viewer, "publisher.edit")
        facts = [
            (_("Other names"), ", ".join(publisher.aliases)),
            (_("Country"), publisher.country),
            (_("Note"), publisher.note),
        ]
        return self.render(
            {
                "publisher": publisher,
                "form": form or PublisherForm.of(publisher),
                "rating_form": rating or RatingForm(initial={"version": publisher.version}),
                "rating": rating is not None,
                "ratings": list(ratings_of(publisher)[:200]),
                "merged": list(merged_into(publisher)),
                "facts": [{"term": term, "value": value or "–"} for term, value in facts],
                "may_edit": may_edit and publisher.merged_into is None,
                "may_split": may_edit,
                "why_not": "" if may_edit else policy.refusal(self.viewer, "publisher.edit"),
                "documents_url": reverse("sources:document_list", args=[slug]) + f"?publisher={publisher.id}",
                "crumbs": [
                    {"label": _("Publishers"), "url": reverse("sources:publisher_list", args=[slug])},
                    {"label": publisher.name},
                ],
            },
            status=status,
        )


class PublisherPage(_OnePublisher):
    """One publisher: its ratings and what is known of it."""

    actions = {"GET": "publisher.read", "POST": "publisher.edit"}

    def get(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        return self.show(self.publisher(id))

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        publisher = self.publisher(id)
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
            return self.show(self.publisher(id), form, status=409)
        except Problem as problem:
            tell(form, problem)
            return self.show(publisher, form, status=problem.status)
        return self.back(request.path, _("Saved."))


class PublisherRate(_OnePublisher):
    """Give a publisher a letter; a form that cannot be used comes back on the publisher's page."""

    actions = {"POST": "publisher.edit"}

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        publisher = self.publisher(id)
        form = RatingForm(request.POST)
        if not form.is_valid():
            return self.show(publisher, rating=form, status=400)
        given: dict[str, Any] = form.cleaned_data
        try:
            rate_publisher(by=self.viewer, publisher_id=id, **given)
        except Stale as stale:
            form = RatingForm(against(request.POST, stale.extra["current"]["version"]))
            form.is_valid()
            form.add_error(None, _("Somebody changed this publisher meanwhile. Compare, then rate it again."))
            return self.show(self.publisher(id), rating=form, status=409)
        except Problem as problem:
            tell(form, problem)
            return self.show(publisher, rating=form, status=problem.status)
        return self.back(reverse("sources:publisher_detail", args=[slug, id]), _("Rated."))
