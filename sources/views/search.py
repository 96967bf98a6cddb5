"""The search page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from projects.errors import Invalid
from projects.views.base import ProjectPage
from sources.forms import SearchScope
from sources.queries.search import CANDIDATES, Results, chosen_kinds, count_shown, search
from sources.queries.snippets import Snippet
from sources.searching import kinds
from sources.services.indexing import lag_of

_HITS = 20
_REACH = 1000


class SearchPage(ProjectPage):
    """Words in, hits out, one kind at a time or all together."""

    actions = {"GET": "search.use"}
    nav = "search"
    template = "sources/search.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        words = request.GET.get("q", "").strip()
        chosen = request.GET.get("in", "")
        page = _page(request.GET.get("page", "1"))
        found, problem = Results(), ""
        if words:
            try:
                only, start = chosen_kinds(chosen), (page - 1) * _HITS
                found = search(self.viewer, words, chosen_kinds(""), only=only, start=start, size=_HITS)
            except Invalid as refused:
                problem = str(refused.detail)
        indexed, last = lag_of(self.viewer.project_id)
        return self.render(
            {
                "q": words,
                "search_query": words,
                "scope": SearchScope(chosen),
                "problem": problem,
                "hits": [
                    {"hit": hit, "found": thing, "pieces": _pieces(snippet)} for hit, thing, snippet in found.hits
                ],
                "total": found.total,
                "tabs": self._tabs(found, chosen) if words and not problem else [],
                "lag": last - indexed,
                "previous_url": self._url(page=page - 1) if page > 1 else "",
                "next_url": self._url(page=page + 1) if page * _HITS < min(found.total, _REACH) else "",
            }
        )

    def _tabs(self, found: Results, chosen: str) -> list[dict[str, Any]]:
        everything = f"{sum(min(count, CANDIDATES) for count in found.counts.values()):,}"
        everything += "+" if max(found.counts.values()) > CANDIDATES else ""
        tabs = [{"label": _("Everything"), "url": self._url(**{"in": ""}), "current": not chosen, "count": everything}]
        for kind in kinds().values():
            count = count_shown(found.counts.get(kind.plural, 0))
            url = self._url(**{"in": kind.plural})
            tabs.append({"label": kind.label, "url": url, "current": chosen == kind.plural, "count": count})
        return tabs

    def _url(self, **changes: Any) -> str:
        query = self.request.GET.copy()
        if "in" in changes:
            query.pop("page", None)
        for key, value in changes.items():
            query[key] = str(value)
        return f"?{query.urlencode()}"


def _page(raw: str) -> int:
    return min(max(int(raw), 1), _REACH // _HITS) if raw.isascii() and raw.isdigit() and len(raw) < 6 else 1


def _pieces(snippet: Snippet) -> list[tuple[str, bool]]:
    """The snippet in pieces, each with whether it is a hit."""
    pieces, at = [], 0
    for start, end in snippet.hits:
        pieces += [(snippet.text[at:start], False), (snippet.text[start:end], True)]
        at = end
    return [(text, hit) for text, hit in [*pieces, (snippet.text[at:], False)] if text]
