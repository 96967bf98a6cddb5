"""Keeping a search, and taking it away again."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from projects.errors import Problem
from projects.views.base import ProjectPage
from sources.queries.facets import FACETS
from sources.services.saved_searches import remove_search, save_search


class SaveSearch(ProjectPage):
    """Keep the search that the page shows."""

    actions = {"POST": "search.save"}

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        query = {name: request.POST[name] for name in ("q", "in", *FACETS) if request.POST.get(name, "").strip()}
        back = f"{reverse('sources:search', args=[slug])}?{urlencode(query)}"
        try:
            save_search(by=self.viewer, name=request.POST.get("name", ""), query=query)
        except Problem as problem:
            return self.back_with_problem(back, problem)
        return self.back(back, _("The search is saved."))


class RemoveSearch(ProjectPage):
    """Take a saved search away."""

    actions = {"POST": "search.remove"}

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        remove_search(by=self.viewer, search_id=id)
        return self.back(reverse("sources:search", args=[slug]), _("The saved search is removed."))
