"""Pages of documents: the list, and what is done to many."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects import policy
from projects.errors import Invalid, NotFound
from projects.views.base import ProjectPage
from projects.views.spreadsheet import csv_answer
from sources import columns
from sources.forms import DocumentFilter
from sources.models import Document
from sources.queries.documents import (
    filtered,
    known_readings,
    ordering_of,
    represent_documents,
    visible_documents,
    with_record,
)
from sources.queries.publishers import publishers_of
from sources.services.documents import delete_documents, restore_documents

_ROWS = 50
_CSV_AT_MOST = 20_000
_MOST_AT_ONCE = 500


class DocumentList(ProjectPage):
    """The documents of a project: filter, sort, select, act on many."""

    actions = {"GET": "document.read"}
    nav = "documents"
    template = "sources/document_list.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        chosen = {name: str(value) for name, value in request.GET.items()}
        try:
            rows = filtered(self.viewer, visible_documents(self.viewer), chosen)
            ordering = ordering_of(chosen.get("sort") or "-created_at")
        except Invalid:
            return self.back(request.path, _("That filter could not be used; here are all documents."))
        rows = with_record(rows).order_by(*ordering)
        if chosen.get("format") == "csv":
            return self._csv(slug, list(rows[:_CSV_AT_MOST]))
        page = Paginator(rows, _ROWS).get_page(chosen.get("page"))
        active = {name: value for name, value in chosen.items() if value and name not in {"page", "sort", "format"}}
        return self.render(
            {
                "page_obj": page,
                "documents": self._rows(list(page.object_list)),
                "columns": [column for column in columns.columns() if column.label],
                "q": chosen.get("q", ""),
                "sort": chosen.get("sort") or "-created_at",
                "filter": DocumentFilter(request.GET, publishers=self._publishers()),
                "filtered": bool(active),
                "active": self._active(chosen),
                "csv_url": f"?{_query(request, format='csv')}",
                "bulk_actions": self._bulk_actions(),
                "why_no_import": self._why_not("document.import"),
                "import_url": reverse("sources:import_new", args=[slug]),
                "reads": policy.may(self.viewer, "reading.own"),
            }
        )

    def _rows(self, page: list[Document]) -> list[dict[str, Any]]:
        shown = [column for column in columns.columns() if column.label]
        rows = represent_documents(self.viewer, page)
        for row, document in zip(rows, page, strict=True):
            links = columns.links_for(self.viewer, document.id)
            detail = reverse("sources:document_detail", args=[self.viewer.project.slug, document.id])
            row["detail_url"] = detail
            row["url"] = links[0]["url"] if links and links[0]["primary"] else detail
            row["created"] = document.created_at
            row["cells"] = [{"label": column.label, "value": row.get(column.name)} for column in shown]
        return rows

    def _active(self, chosen: dict[str, str]) -> list[dict[str, str]]:
        """What the list is narrowed by beside the fields of the bar, with the address that takes it away."""
        if not chosen.get("reader"):
            return []
        known = known_readings(self.viewer).filter(participant_id=chosen["reader"])
        name = known.values_list("participant__name", flat=True).first()
        label = _("Begun by %(name)s") % {"name": name or _("somebody else")}
        return [{"label": label, "remove_url": f"?{_query(self.request, reader='')}"}]

    def _publishers(self) -> list[tuple[str, str]]:
        rows = publishers_of(self.viewer).order_by("name")
        return [(str(id), name) for id, name in rows.values_list("id", "name")[:500]]

    def _bulk_actions(self) -> list[dict[str, Any]]:
        if not policy.may(self.viewer, "document.delete"):
            return []
        return [{"label": _("Delete"), "name": "action", "value": "delete", "icon": "trash-2", "variant": "danger"}]

    def _why_not(self, action: str) -> str:
        return "" if policy.may(self.viewer, action) else policy.refusal(self.viewer, action)

    def _csv(self, slug: str, found: list[Document]) -> HttpResponseBase:
        extra = [column for column in columns.columns() if column.label]
        header = [
            _("Title"), _("Authors"), _("Publisher"), _("Published"), _("Language"), _("Marking"), _("Characters"),
            _("My reading"), _("Imported"), _("Address"), *(column.label for column in extra),
        ]  # fmt: skip

        def lines() -> Iterator[list[Any]]:
            for start in range(0, len(found), _MOST_AT_ONCE):
                for row in represent_documents(self.viewer, found[start : start + _MOST_AT_ONCE]):
                    publisher = row["publisher"]["name"] if row["publisher"] else ""
                    yield [
                        row["title"], "; ".join(row["authors"]), publisher, row["published"], row["language"],
                        row["tlp"], row["length"], row["reading"] or "", row["created_at"], row["url"],
                        *(row.get(column.name) for column in extra),
                    ]  # fmt: skip

        return csv_answer(f"{slug}-documents", header, lines())


def _query(request: HttpRequest, **changes: str) -> str:
    query = request.GET.copy()
    for key, value in changes.items():
        query[key] = value
    return query.urlencode()


def _ids(values: list[str]) -> list[UUID]:
    try:
        ids = [UUID(value) for value in values]
    except ValueError:
        raise NotFound() from None
    if len(ids) > _MOST_AT_ONCE:
        raise Invalid({"ids": _("Choose at most %(n)d documents.") % {"n": _MOST_AT_ONCE}})
    return ids


class DocumentBulk(ProjectPage):
    """Delete what was selected; the toast takes it back."""

    actions = {"POST": "document.delete"}
    nav = "documents"

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        gone = delete_documents(by=self.viewer, document_ids=_ids(request.POST.getlist("ids")))
        target = reverse("sources:document_list", args=[slug])
        if not gone:
            return self.back(target, _("Nothing was selected."))
        undo = reverse("sources:document_restore", args=[slug]) + "?" + "&".join(f"ids={id}" for id in gone)
        message = ngettext("Deleted %(n)d document.", "Deleted %(n)d documents.", len(gone)) % {"n": len(gone)}
        return self.back(target, message, undo=undo)


class DocumentRestore(ProjectPage):
    """Bring deleted documents back."""

    actions = {"POST": "document.delete"}
    nav = "documents"

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        back = restore_documents(by=self.viewer, document_ids=_ids(request.GET.getlist("ids")))
        message = ngettext("Restored %(n)d document.", "Restored %(n)d documents.", len(back)) % {"n": len(back)}
        return self.back(reverse("sources:document_list", args=[slug]), message)
