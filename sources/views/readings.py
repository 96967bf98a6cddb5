"""What is done to readings from a document's page."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects import policy
from projects.errors import NotFound, Problem
from projects.views.base import ProjectPage
from sources.models import Document
from sources.queries.documents import visible_documents
from sources.services.oversight import release_reading, reopen_reading, unblind_document
from sources.services.readings import finish_reading, resume_reading, reveal_others


class _ReadingAction(ProjectPage):
    """One button: do it, say so, go back to the document."""

    nav = "documents"
    said: Any = ""

    def post(self, request: HttpRequest, slug: str, id: UUID, **named: UUID) -> HttpResponse:
        document = visible_documents(self.viewer).filter(id=id).first()
        if document is None:
            raise NotFound()
        back = reverse("sources:document_detail", args=[slug, id])
        try:
            self.act(document, request.POST.get("reason", ""), **named)
        except Problem as problem:
            if isinstance(problem, NotFound):
                raise
            return self.back_with_problem(back, problem)
        return self.back(back, self.said)

    def act(self, document: Document, reason: str, **named: UUID) -> None:
        """Do it."""
        raise NotImplementedError


class ReadingFinish(_ReadingAction):
    """Finish one's own reading."""

    actions = {"POST": "reading.own"}
    said = _("Your reading is finished.")

    def act(self, document: Document, reason: str, **named: UUID) -> None:
        finish_reading(by=self.viewer, document=document, look=False)


class ReadingReveal(_ReadingAction):
    """See the work of others, one's own being finished."""

    actions = {"POST": "reading.own"}
    said = _("You now see the work of others on this document.")

    def act(self, document: Document, reason: str, **named: UUID) -> None:
        reveal_others(by=self.viewer, document=document)


class ReadingResume(_ReadingAction):
    """Go on with one's own finished reading."""

    actions = {"POST": "reading.own"}
    said = _("You go on reading this document.")

    def act(self, document: Document, reason: str, **named: UUID) -> None:
        resume_reading(by=self.viewer, document=document)


class ReadingReopen(_ReadingAction):
    """Reopen somebody's reading."""

    actions = {"POST": "reading.manage"}
    said = _("The reading is open again.")

    def act(self, document: Document, reason: str, **named: UUID) -> None:
        reopen_reading(by=self.viewer, document=document, participant=named["participant"], reason=reason)


class ReadingRelease(_ReadingAction):
    """Take a reading back."""

    actions = {"POST": "reading.manage"}
    said = _("The reading is no longer due.")

    def act(self, document: Document, reason: str, **named: UUID) -> None:
        release_reading(by=self.viewer, document=document, participant=named["participant"], reason=reason)


class DocumentUnblind(_ReadingAction):
    """Look at blind marks early."""

    actions = {"POST": "document.unblind"}
    said = _("You now see the marks on this document; the reason is kept.")

    def act(self, document: Document, reason: str, **named: UUID) -> None:
        policy.require(self.viewer, "document.unblind", document)
        unblind_document(by=self.viewer, document=document, reason=reason)
