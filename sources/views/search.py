"""The search page, and the same places one a line (keyword in context)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from projects import policy
from projects.errors import Invalid
from projects.views.base import ProjectPage
from projects.vocabulary import Role
from sources.columns import links_for
from sources.forms import SaveSearchForm, SearchScope
from sources.queries.concordance import Concordance, Line, concordance
from sources.queries.facets import FACETS, Choice, part_name
from sources.queries.saved_searches import saved_searches
from sources.queries.search import CANDIDATES, Results, chosen_kinds, count_shown, search
from sources.queries.snippets import Snippet
from sources.searching import kinds
from sources.services.indexing import lag_of

_HITS, _LINES, _SAVED = 20, 100, 100
_REACH = 1000


class _Searching(ProjectPage):
    """What both pages share: the words, the parts of facets, and what is said of the index."""

    actions = {"GET": "search.use"}
    nav = "search"
    here = ""

    @property
    def words(self) -> str:
        """What is looked for."""
        return self.request.GET.get("q", "").strip()

    @property
    def parts(self) -> dict[str, str]:
        """The chosen parts of facets."""
        return {name: self.request.GET[name] for name in FACETS if self.request.GET.get(name, "").strip()}

    def url(self, **changes: str) -> str:
        """This page with changes of its query; a change of anything but the page begins at the first page."""
        return self._address("", changes)

    def _address(self, path: str, changes: dict[str, str]) -> str:
        query = self.request.GET.copy()
        if set(changes) - {"page"}:
            query.pop("page", None)
        for name, value in changes.items():
            if value:
                query[name] = value
            else:
                query.pop(name, None)
        return f"{path}?{query.urlencode()}"

    def shared(self) -> dict[str, Any]:
        """What both templates are given."""
        indexed, last = lag_of(self.viewer.project_id)
        slug = self.viewer.project.slug
        return {
            "q": self.words,
            "search_query": self.words,
            "lag": last - indexed,
            "active": [
                {
                    "label": f"{_facet_name(name)}: {part_name(self.viewer, name, value)}",
                    "remove_url": self.url(**{name: ""}),
                }
                for name, value in self.parts.items()
            ],
            "scope": SearchScope({"in": self.request.GET.get("in", ""), **self.parts}),
            "plain_url": self._address(reverse("sources:search", args=[slug]), {"sort": ""}),
            "lines_url": self._address(reverse("sources:concordance", args=[slug]), {"in": ""}),
            "saved": self._saved(slug),
            "may_save": policy.may(self.viewer, "search.save"),
            "save_form": SaveSearchForm(),
            "kept": {"q": self.words, "in": self.request.GET.get("in", ""), **self.parts},
        }

    def _saved(self, slug: str) -> list[dict[str, Any]]:
        manages = self.viewer.has(Role.MANAGER)
        working = policy.may(self.viewer, "search.save")
        return [
            {
                "search": row,
                "url": f"{reverse('sources:search', args=[slug])}?{urlencode(row.query)}",
                "removable": working and (manages or row.author_id == self.viewer.participant_id),
            }
            for row in saved_searches(self.viewer)[:_SAVED]
        ]


class SearchPage(_Searching):
    """Words in, hits out, one kind at a time or all together."""

    template = "sources/search.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        chosen, page = request.GET.get("in", ""), _page(request.GET.get("page", "1"), _HITS)
        found, problem = Results(), ""
        if self.words:
            try:
                only, start = chosen_kinds(chosen), (page - 1) * _HITS
                among = chosen_kinds("")
                found = search(self.viewer, self.words, among, only=only, parts=self.parts, start=start, size=_HITS)
            except Invalid as refused:
                problem = str(refused.detail)
        shown = [{"hit": hit, "found": thing, "pieces": _pieces(snippet)} for hit, thing, snippet in found.hits]
        return self.render(
            {
                **self.shared(),
                "problem": problem,
                "hits": shown,
                "total": found.total,
                "tabs": self._tabs(found, chosen) if self.words and not problem else [],
                "facets": [self._facet(name, choices) for name, choices in found.facets.items() if choices],
                "previous_url": self.url(page=str(page - 1)) if page > 1 else "",
                "next_url": self.url(page=str(page + 1)) if page * _HITS < min(found.total, _REACH) else "",
            }
        )

    def _facet(self, name: str, choices: list[Choice]) -> dict[str, Any]:
        chosen = self.parts.get(name, "")
        return {
            "name": _facet_name(name),
            "clear_url": self.url(**{name: ""}) if chosen else "",
            "choices": [
                {"choice": one, "current": one.value == chosen, "url": self.url(**{name: one.value})} for one in choices
            ],
        }

    def _tabs(self, found: Results, chosen: str) -> list[dict[str, Any]]:
        everything = f"{sum(min(count, CANDIDATES) for count in found.counts.values()):,}"
        everything += "+" if max(found.counts.values()) > CANDIDATES else ""
        tabs = [{"label": _("Everything"), "url": self.url(**{"in": ""}), "current": not chosen, "count": everything}]
        for kind in kinds().values():
            count = count_shown(found.counts.get(kind.plural, 0))
            url = self.url(**{"in": kind.plural})
            tabs.append({"label": kind.label, "url": url, "current": chosen == kind.plural, "count": count})
        return tabs


class ConcordancePage(_Searching):
    """Every place in the documents where the words stand, in columns that can be sorted either way."""

    template = "sources/concordance.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        page, sort = _page(request.GET.get("page", "1"), _LINES), request.GET.get("sort", "document")
        found, problem = Concordance([], more=False), ""
        if self.words:
            try:
                found = concordance(self.viewer, self.words, sort=sort, parts=self.parts)
            except Invalid as refused:
                problem = str(refused.detail)
        start = (page - 1) * _LINES
        return self.render(
            {
                **self.shared(),
                "problem": problem,
                "lines": self._linked(found.lines[start : start + _LINES]),
                "total": len(found.lines),
                "more": found.more,
                "sorts": [
                    {"label": label, "url": self.url(sort=name), "current": name == sort}
                    for name, label in _sort_names().items()
                ],
                "previous_url": self.url(page=str(page - 1)) if page > 1 else "",
                "next_url": self.url(page=str(page + 1)) if page * _LINES < len(found.lines) else "",
            }
        )

    def _linked(self, lines: list[Line]) -> list[dict[str, Any]]:
        """Lines with the address of their place: in the page where the text is read, where there is one."""
        bases: dict[Any, str] = {}
        for line in lines:
            if line.document not in bases:
                links = links_for(self.viewer, line.document)
                bases[line.document] = next((link["url"] for link in links if link["primary"]), "")
        slug = self.viewer.project.slug
        return [
            {
                "line": line,
                "url": f"{bases[line.document]}?at={line.start}-{line.end}"
                if bases[line.document]
                else reverse("sources:document_detail", args=[slug, line.document]),
            }
            for line in lines
        ]


def _facet_name(name: str) -> str:
    return {"publisher": _("Publisher"), "language": _("Language"), "year": _("Published")}[name]


def _sort_names() -> dict[str, str]:
    names = {"document": _("By document"), "left": _("By what is left"), "word": _("By the word")}
    return {**names, "right": _("By what is right")}


def _page(raw: str, rows: int) -> int:
    return min(max(int(raw), 1), _REACH // rows) if raw.isascii() and raw.isdigit() and len(raw) < 6 else 1


def _pieces(snippet: Snippet) -> list[tuple[str, bool]]:
    """The snippet in pieces, each with whether it is a hit."""
    pieces, at = [], 0
    for start, end in snippet.hits:
        pieces += [(snippet.text[at:start], False), (snippet.text[start:end], True)]
        at = end
    return [(text, hit) for text, hit in [*pieces, (snippet.text[at:], False)] if text]
