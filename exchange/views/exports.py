"""The page of exports: ask, follow, fetch, cancel, remove."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange import downloads
from exchange.formats import formats
from exchange.models import Export
from exchange.queries.exports import exports_of, is_expired
from exchange.services import exports as services
from exchange.views.forms import ExportForm
from projects.errors import Invalid, NotFound, Problem
from projects.models import Job
from projects.views.base import ProjectPage
from projects.vocabulary import Tlp

PAGE = 20
_LEFT_OUT = {
    "documents_above_level": gettext_lazy("documents above the level"),
    "annotations_above_level": gettext_lazy("marks above the level"),
    "annotations_without_place": gettext_lazy("marks without a place in the current text"),
    "claims_above_level": gettext_lazy("claims above the level"),
    "claims_held": gettext_lazy("held claims"),
}


def shown(export: Export) -> dict[str, Any]:
    """An export as a row of the page."""
    job, manifest = export.job, export.manifest
    state = str(job.status)
    if state == Job.Status.DONE and is_expired(export):
        state = "expired"
    return {
        "export": export,
        "title": formats()[export.format].title if export.format in formats() else export.format,
        "job": job,
        "tlp": Tlp(export.tlp).label,
        "state": state,
        "unfinished": not job.finished,
        "available": bool(export.storage_name) and not is_expired(export),
        "errors": [error.get("detail", "") for error in job.errors],
        "parts": manifest.get("parts", []),
        "counts": manifest.get("counts", {}),
        "left_out": [
            (number, _LEFT_OUT.get(reason, reason)) for reason, number in manifest.get("left_out", {}).items()
        ],
    }


class ExportPage(ProjectPage):
    """Base of the pages of exports."""

    nav = "exports"

    def own(self, export_id: Any) -> Export:
        """The viewer's export with that id."""
        export = exports_of(self.viewer).filter(id=export_id).first()
        if export is None:
            raise NotFound()
        return export

    @property
    def address(self) -> str:
        return reverse("exchange:export_list", args=[self.viewer.project.slug])


class ExportList(ExportPage):
    """`/projects/{slug}/exports`"""

    actions = {"GET": "export.read", "POST": "export.create"}
    template = "exchange/export_list.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        return self.show(ExportForm(self.viewer))

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        form = ExportForm(self.viewer, request.POST)
        if not form.is_valid():
            return self.show(form, status=400)
        try:
            services.request_export(
                by=self.viewer,
                format=form.cleaned_data["format"],
                tlp=form.cleaned_data["tlp"],
                filters=form.filters(),
                base_url=request.build_absolute_uri("/"),
            )
        except (NotFound, Invalid):
            raise
        except Problem as problem:
            form.add_error(None, str(problem.detail))
            return self.show(form, status=problem.status)
        return self.back(self.address, _("The export is being made."))

    def show(self, form: ExportForm, *, status: int = 200) -> HttpResponse:
        """The page with a form, fresh or with what is wrong in it."""
        page = Paginator(exports_of(self.viewer), PAGE).get_page(self.request.GET.get("page"))
        rows = [shown(export) for export in page]
        return self.render({"form": form, "rows": rows, "page_obj": page}, status=status)


class ExportRow(ExportPage):
    """`/projects/{slug}/exports/{id}`: one row, which asks for itself again while the export is being made."""

    actions = {"GET": "export.read"}
    template = "exchange/export_row.html"

    def get(self, request: HttpRequest, slug: str, id: Any) -> HttpResponse:
        row = self.own(id)
        if not getattr(request, "htmx", False):
            return self.back(self.address)
        return self.render({"row": shown(row)})


class ExportCancel(ExportPage):
    """`/projects/{slug}/exports/{id}/cancel`"""

    actions = {"POST": "export.read"}

    def post(self, request: HttpRequest, slug: str, id: Any) -> HttpResponse:
        services.cancel_export(by=self.viewer, export=self.own(id))
        return self.back(self.address, _("The export is being cancelled."))


class ExportRemove(ExportPage):
    """`/projects/{slug}/exports/{id}/remove`"""

    actions = {"POST": "export.read"}

    def post(self, request: HttpRequest, slug: str, id: Any) -> HttpResponse:
        services.remove_export(by=self.viewer, export=self.own(id))
        return self.back(self.address, _("The file was removed."))


class ExportFile(ExportPage):
    """`/projects/{slug}/exports/{id}/file`"""

    actions = {"GET": "export.read"}

    def get(self, request: HttpRequest, slug: str, id: Any) -> HttpResponseBase:
        return downloads.answer(request, by=self.viewer, export=self.own(id))
