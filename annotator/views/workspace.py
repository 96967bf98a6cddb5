"""The page of the annotation workspace: the shell of the site and what the workspace starts from."""

from typing import ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token

from annotator.queries.workspace import boot
from projects.errors import NotFound
from projects.views.base import ProjectPage
from sources.queries.documents import visible_documents


class WorkspacePage(ProjectPage):
    """One document, to be read and marked."""

    actions: ClassVar[dict[str, str]] = {"GET": "workspace.open"}
    template = "annotator/workspace.html"
    nav = "documents"

    def get(self, request: HttpRequest, *, slug: str, id: UUID) -> HttpResponse:
        document = visible_documents(self.viewer).select_related("current_revision", "publisher").filter(id=id).first()
        if document is None or document.current_revision is None:
            raise NotFound()
        start = {**boot(self.viewer, document), "csrf": get_token(request)}
        response = self.render({"document": document, "boot": start})
        response["Cache-Control"] = "private, no-store"
        return response
