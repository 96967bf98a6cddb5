"""Searches kept in a project."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.base import ProjectEndpoint, RowEndpoint
from projects.api.fields import page_of
from sources.api.shapes_of_search import NewSavedSearch, SavedSearchShape
from sources.models import SavedSearch
from sources.queries.saved_searches import saved_searches
from sources.representations import represent_saved_search
from sources.services.saved_searches import remove_search, save_search


class SavedSearchesEndpoint(ProjectEndpoint):
    """GET and POST /projects/{slug}/saved-searches."""

    actions = {"GET": "search.use", "POST": "search.save"}

    @extend_schema(responses={200: page_of(SavedSearchShape)})
    def get(self, request: Request, slug: str) -> Response:
        """The searches kept in the project, by their names."""
        rows = saved_searches(self.viewer)
        return self.paged(rows, lambda page: [represent_saved_search(row) for row in page], ("name", "id"))

    @extend_schema(request=NewSavedSearch, responses={201: SavedSearchShape})
    def post(self, request: Request, slug: str) -> Response:
        """Keep a search under a name."""
        given = self.validated(NewSavedSearch)
        return self.write(lambda: (201, represent_saved_search(save_search(by=self.viewer, **given))))


class SavedSearchEndpoint(RowEndpoint):
    """DELETE /saved-searches/{id}."""

    actions = {"DELETE": "search.remove"}
    row: SavedSearch

    def rows(self) -> Any:
        return SavedSearch.objects.select_related("author")

    def visible(self, row: SavedSearch) -> bool:
        return True  # to whoever is a member of its project

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, id: UUID) -> Response:
        """Take it away."""

        def perform() -> tuple[int, Any]:
            remove_search(by=self.viewer, search_id=id)
            return 204, None

        return self.write(perform)
