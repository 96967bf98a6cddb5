"""Imported names: who is behind the marks that came with imports, as far as a manager has said."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.errors import NotFound, Problem, Stale
from projects.forms import MapNameForm, NameFilter, against, tell
from projects.models import Participant
from projects.queries.members import members_of
from projects.queries.names import can_speak, name_of, names_of, represent_name, represent_names, sorted_names
from projects.services.names import map_name, unmap_name
from projects.views.base import ProjectPage
from projects.views.spreadsheet import csv_answer

_ROWS = 50
_MOST = 5_000


class NameListPage(ProjectPage):
    """The names that came with imports, what stands under each, and for whom it speaks."""

    actions = {"GET": "name.map"}
    nav = "people"
    template = "projects/name_list.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        form = NameFilter(request.GET)
        form.is_valid()
        given, sort = form.cleaned_data, request.GET.get("sort", "name")
        mapped = {"true": True, "false": False}.get(given.get("mapped", ""))
        rows = sorted_names(names_of(self.viewer, q=given.get("q", ""), mapped=mapped), sort)
        if request.GET.get("format") == "csv":
            return self._csv(slug, list(rows[:_MOST]))
        page = Paginator(rows, _ROWS).get_page(request.GET.get("page"))
        names = represent_names(list(page.object_list), self.viewer)
        for name in names:
            name["url"] = reverse("projects:name", args=[slug, name["id"]])
        query = request.GET.copy()
        query["format"] = "csv"
        return self.render(
            {
                "names": names,
                "page_obj": page,
                "filter": form,
                "filtered": any(given.values()),
                "sort": sort,
                "csv_url": f"?{query.urlencode()}",
                "crumbs": _crumbs(slug, {"label": _("Imported names")}),
            }
        )

    def _csv(self, slug: str, rows: list[Participant]) -> HttpResponseBase:
        header = [_("Imported name"), _("Marks"), _("Documents"), _("Speaks for"), _("Mapped by"), _("Mapped at")]
        lines = (
            [
                name["name"],
                name["marks"],
                name["documents"],
                (name["speaks_for"] or {}).get("name"),
                (name["mapped_by"] or {}).get("name"),
                name["mapped_at"].isoformat() if name["mapped_at"] else "",
            ]
            for name in represent_names(rows, self.viewer)
        )
        return csv_answer(f"{slug}-imported-names", header, lines)


class NamePage(ProjectPage):
    """One imported name: say for whom it speaks, or take that back."""

    actions = {"GET": "name.map", "POST": "name.map"}
    nav = "people"
    template = "projects/name.html"

    def get(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        name = self._name(id)
        return self._show(name, self._form(initial={"version": name.version}))

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        name = self._name(id)
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(name, form, status=422)
        member, version = form.cleaned_data["member"], form.cleaned_data["version"]
        try:
            map_name(by=self.viewer, name_id=id, membership_id=member.id, expected_version=version)
        except Stale as stale:
            form.add_error(None, str(stale.detail))
            form.data = against(request.POST, name.version)
            return self._show(name, form, status=409)
        except Problem as problem:
            tell(form, problem)
            return self._show(name, form, status=422)
        message = _("“%(name)s” speaks for %(member)s now.") % {"name": name.name, "member": member.participant.name}
        undo = reverse("projects:name_unmap", args=[slug, id])
        return self.back(reverse("projects:name", args=[slug, id]), message, undo=undo)

    def _form(self, *args: object, **kwargs: object) -> MapNameForm:
        members = members_of(self.viewer.project_id).order_by("participant__name", "id")
        return MapNameForm(*args, members=members, **kwargs)

    def _name(self, id: UUID) -> Participant:
        found = name_of(self.viewer, id)
        if found is None:
            raise NotFound()
        return found

    def _show(self, name: Participant, form: MapNameForm, *, status: int = 200) -> HttpResponse:
        slug = self.viewer.project.slug
        names = {"label": _("Imported names"), "url": reverse("projects:name_list", args=[slug])}
        return self.render(
            {
                "name": represent_name(name, self.viewer),
                "can_speak": can_speak(name),
                "form": form,
                "crumbs": _crumbs(slug, names, {"label": name.name}),
            },
            status=status,
        )


class UnmapNamePage(ProjectPage):
    """Take it back that a name speaks for a member."""

    actions = {"POST": "name.map"}

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        given = request.POST.get("version", "")
        version = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None
        url = reverse("projects:name", args=[slug, id])
        try:
            unmap_name(by=self.viewer, name_id=id, expected_version=version)
        except NotFound:
            raise
        except Problem as problem:
            return self.back_with_problem(url, problem)
        return self.back(url, _("Taken back. The name speaks for itself again."))


def _crumbs(slug: str, *items: dict[str, str]) -> list[dict[str, str]]:
    return [{"label": _("People"), "url": reverse("projects:people", args=[slug])}, *items]
