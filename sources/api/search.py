"""Search, and the state of its index."""

from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from projects import policy
from projects.api.base import ProjectEndpoint
from projects.api.queries import number, refuse_bad_query
from projects.errors import Invalid
from projects.models import Job
from projects.viewers import find_viewer
from sources.api.shapes import IndexShape, JobShape
from sources.api.shapes_of_search import ConcordanceShape, FoundShape
from sources.models import IndexState
from sources.queries.concordance import SORTS, concordance, represent_line
from sources.queries.search import CANDIDATES, chosen_kinds, represent_hit, search
from sources.services.indexing import lag_of
from sources.services.rebuilding import start_rebuild

_PAGE, _PAGE_AT_MOST, _REACH = 20, 500, 10_000
WORDS = 'Words, "phrases", begin*, or, not, -not and brackets'
FACET_PARAMETERS = (
    OpenApiParameter("publisher", str, description="The id of a publisher, or none"),
    OpenApiParameter("language", str, description="A code such as en, or none"),
    OpenApiParameter("year", str, description="The year a document was published in, or none"),
)


class _SearchingEndpoint(ProjectEndpoint):
    """An address that searches in a project which the query names."""

    actions = {"GET": "search.use"}
    refusals = {"GET": (404,)}

    def authorise(self, action: str, **kwargs: Any) -> None:
        refuse_bad_query(self.request.query_params)
        slug = self.request.query_params.get("project", "")
        if not slug:
            raise Invalid({"project": _("Name the project to search in.")})
        self.viewer = find_viewer(self.request.user, slug=slug)
        policy.require(self.viewer, action)

    def link(self, start: int) -> str:
        """The address of the page that begins there."""
        given = {**self.request.query_params.dict(), "cursor": start}
        return self.request.build_absolute_uri(f"{self.request.path}?{urlencode(given)}")


class SearchEndpoint(_SearchingEndpoint):
    """GET /search?project=&q=&in=."""

    @extend_schema(
        parameters=[
            OpenApiParameter("project", str, required=True),
            OpenApiParameter("q", str, required=True, description=WORDS),
            OpenApiParameter("in", str, description="documents,annotations,claims"),
            *FACET_PARAMETERS,
            OpenApiParameter("page_size", {"type": "integer", "minimum": 1, "maximum": _PAGE_AT_MOST}),
            OpenApiParameter("cursor", {"type": "integer", "minimum": 0, "maximum": _REACH}),
        ],
        responses={200: FoundShape},
    )
    def get(self, request: Request) -> Response:
        """Things that hold the words, the best matches first."""
        given = request.query_params
        size = _number("page_size", given.get("page_size", str(_PAGE)), 1, _PAGE_AT_MOST)
        start = _number("cursor", given.get("cursor", "0"), 0, _REACH)
        among = chosen_kinds(given.get("in", ""))
        found = search(self.viewer, given.get("q", ""), among, parts=given.dict(), start=start, size=size)
        return Response(
            {
                "results": [represent_hit(*hit) for hit in found.hits],
                "counts": {name: min(count, CANDIDATES) for name, count in found.counts.items()},
                "more": [name for name, count in found.counts.items() if count > CANDIDATES],
                "facets": {
                    name: [{"value": one.value, "name": one.label, "count": one.count} for one in choices]
                    for name, choices in found.facets.items()
                },
                "next": self.link(start + size) if start + size < found.total else None,
                "previous": self.link(max(start - size, 0)) if start else None,
            }
        )


class ConcordanceEndpoint(_SearchingEndpoint):
    """GET /concordance?project=&q=&sort=."""

    @extend_schema(
        parameters=[
            OpenApiParameter("project", str, required=True),
            OpenApiParameter("q", str, required=True, description=WORDS),
            OpenApiParameter("sort", str, enum=list(SORTS)),
            *FACET_PARAMETERS,
            OpenApiParameter("page_size", {"type": "integer", "minimum": 1, "maximum": _PAGE_AT_MOST}),
            OpenApiParameter("cursor", {"type": "integer", "minimum": 0, "maximum": _REACH}),
        ],
        responses={200: ConcordanceShape},
    )
    def get(self, request: Request) -> Response:
        """Every place in the documents where the words stand, with what is to the left and right of it."""
        given = request.query_params
        size = _number("page_size", given.get("page_size", "100"), 1, _PAGE_AT_MOST)
        start = _number("cursor", given.get("cursor", "0"), 0, _REACH)
        found = concordance(self.viewer, given.get("q", ""), sort=given.get("sort", "document"), parts=given.dict())
        return Response(
            {
                "results": [represent_line(line) for line in found.lines[start : start + size]],
                "total": len(found.lines),
                "more": found.more,
                "next": self.link(start + size) if start + size < len(found.lines) else None,
                "previous": self.link(max(start - size, 0)) if start else None,
            }
        )


def _number(name: str, raw: str, least: int, most: int) -> int:
    found = number(raw, least, most)
    if found is None:
        raise Invalid({name: _("Write a number from %(least)d to %(most)d.") % {"least": least, "most": most}})
    return found


class IndexEndpoint(ProjectEndpoint):
    """GET /projects/{slug}/search-index."""

    actions = {"GET": "search.use"}

    @extend_schema(responses={200: IndexShape})
    def get(self, request: Request, slug: str) -> Response:
        """How far the index has followed the log."""
        indexed, last = lag_of(self.viewer.project_id)
        rebuilding = IndexState.objects.filter(project_id=self.viewer.project_id, rebuild_generation__gt=0).exists()
        return Response({"indexed": indexed, "last": last, "lag": last - indexed, "rebuilding": rebuilding})


class RebuildEndpoint(ProjectEndpoint):
    """POST /projects/{slug}/search-index/rebuild."""

    actions = {"POST": "index.rebuild"}

    @extend_schema(request=None, responses={202: JobShape})
    def post(self, request: Request, slug: str) -> Response:
        """Make the index again; searches go on meanwhile."""

        def perform() -> tuple[int, Any]:
            job: Job = start_rebuild(by=self.viewer)
            return 202, {"id": str(job.id), "status": job.status}

        return self.write(perform)
