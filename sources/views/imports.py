"""Importing in the browser: choose or drop files, follow the job, see what was refused."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt

from projects.errors import Invalid, NotFound, Problem
from projects.templatetags.ui import when
from projects.views.base import ProjectPage
from projects.views.spreadsheet import csv_answer
from sources.intake import FORMATS, readable_suffixes
from sources.models import Import
from sources.queries.imports import find_import, imports_of, represent_import
from sources.services.imports import cancel_import, start_import
from sources.uploads import hash_uploads, uploaded_files

_FORMATS = {
    "auto": gettext_lazy("By the name of each file"),
    "text": gettext_lazy("Plain text"),
    "markdown": gettext_lazy("Markdown"),
    "html": gettext_lazy("Web page"),
    "docx": gettext_lazy("Word document"),
    "pdf": gettext_lazy("PDF"),
    "mail": gettext_lazy("Mail or saved page"),
    "jsonl": gettext_lazy("JSON Lines"),
    "csv": gettext_lazy("Table (CSV, TSV)"),
    "zip": gettext_lazy("ZIP"),
}
_LISTED = 50
_ERRORS_LISTED = 200


class ImportNew(ProjectPage):
    """The form to upload files, above the imports so far.

    The middleware against forged requests would read the body before this page can say how files are kept, and who
    asks. So it is passed over there and asked here.
    """

    actions = {"GET": "document.import", "POST": "document.import"}
    nav = "documents"
    template = "sources/import_new.html"

    @method_decorator(csrf_exempt)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        hash_uploads(request)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        forged = CsrfViewMiddleware(lambda _request: HttpResponse()).process_view(request, _unmarked, (), {})
        if forged is not None:
            return forged
        try:
            files = uploaded_files(request.FILES)
            record = start_import(by=self.viewer, files=files, read_as=request.POST.get("format", "auto"))
        except Invalid as problem:
            return self.show(problem=problem, status=400)
        return self.back(reverse("sources:import_detail", args=[slug, record.id]))

    def show(self, *, problem: Problem | None = None, status: int = 200) -> HttpResponse:
        """The form, with what was wrong."""
        slug = self.viewer.project.slug
        records = list(imports_of(self.viewer)[:_LISTED])
        rows = [represent_import(record) for record in records]
        for row, record in zip(rows, records, strict=True):
            row["created"] = record.created_at
            row["url"] = reverse("sources:import_detail", args=[slug, row["id"]])
        return self.render(
            {
                "problem": problem,
                "imports": rows,
                "formats": [(name, _FORMATS.get(name, name)) for name in FORMATS],
                "suffixes": ",".join(readable_suffixes()),
                "crumbs": [
                    {"label": _("Documents"), "url": reverse("sources:document_list", args=[slug])},
                    {"label": _("Import")},
                ],
            },
            status=status,
        )


def _unmarked() -> HttpResponse:
    """Stands for a view that is not exempt from the check against forged requests."""
    return HttpResponse()


class _ImportPage(ProjectPage):
    nav = "documents"
    record: Import

    def authorise(self, request: HttpRequest, action: str, **kwargs: Any) -> None:
        super().authorise(request, action, **kwargs)
        found = find_import(self.viewer.project_id, kwargs["id"])
        if found is None:
            raise NotFound()
        self.record = found


class ImportPage(_ImportPage):
    """One import: progress while it runs, then what became of each file."""

    actions = {"GET": "import.read"}
    template = "sources/import_detail.html"

    def get(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponseBase:
        row = represent_import(self.record)
        if request.GET.get("format") == "csv":
            header = [_("File"), _("Line"), _("Reason")]
            lines = ([error["file"], error["line"], error["detail"]] for error in row["errors"])
            return csv_answer(f"{slug}-import-errors", header, lines)
        context = {
            "row": row,
            "running": row["status"] in {"queued", "running"},
            "errors": row["errors"][:_ERRORS_LISTED],
            "more_errors": max(row["refused"] - _ERRORS_LISTED, 0),
            "cancel_url": reverse("sources:import_cancel", args=[slug, id]),
            "own_url": request.path,
            "documents_url": reverse("sources:document_list", args=[slug]),
            "import_url": reverse("sources:import_new", args=[slug]),
            "crumbs": [
                {"label": _("Documents"), "url": reverse("sources:document_list", args=[slug])},
                {"label": _("Import"), "url": reverse("sources:import_new", args=[slug])},
                {"label": when(self.record.created_at)},
            ],
        }
        whole = request.headers.get("HX-Request") != "true"
        return self.render(context, template=self.template if whole else "sources/import_progress.html")


class ImportCancel(_ImportPage):
    """Stop an import."""

    actions = {"POST": "document.import"}

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        cancel_import(by=self.viewer, record=self.record)
        return self.back(reverse("sources:import_detail", args=[slug, id]), _("The import stops."))
