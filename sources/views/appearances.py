"""Who speaks in a document and who is spoken of, said on the document's page."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.errors import Invalid, NotFound, Problem
from projects.events import change
from projects.views.base import ProjectPage
from sources.entity_forms import NamingForm
from sources.models import DocumentEntity
from sources.queries.documents import visible_documents
from sources.queries.entities import entity_called
from sources.services.appearances import name_in_document, unname_in_document
from sources.services.entities import add_entity


class DocumentNaming(ProjectPage):
    """Name an entity in a document; one that is new is added with its kind."""

    actions = {"POST": "entity.edit"}
    nav = "documents"

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        if not visible_documents(self.viewer).filter(id=id).exists():
            raise NotFound()
        address = reverse("sources:document_detail", args=[slug, id])
        form = NamingForm(request.POST)
        try:
            if not form.is_valid():
                raise Invalid({name: [str(one) for one in errors] for name, errors in form.errors.items()})
            self._name(id, **form.cleaned_data)
        except Problem as problem:
            return self.back_with_problem(address, problem)
        return self.back(address, _("Noted."))

    def _name(self, id: UUID, entity: str, role: str, kind: str) -> None:
        with change(project_id=self.viewer.project_id, by=self.viewer):
            found = entity_called(self.viewer, entity)
            if found is None:
                if not kind:
                    raise Invalid(
                        {"entity": _("No entity has this name, or several have it. To add a new one choose its kind.")}
                    )
                found = add_entity(by=self.viewer, kind=kind, name=entity)
            name_in_document(by=self.viewer, document_id=id, entity_id=found.id, role=role)


class DocumentUnnaming(ProjectPage):
    """Take back that an entity is named in a document."""

    actions = {"POST": "entity.edit"}
    nav = "documents"

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        link = DocumentEntity.objects.filter(project_id=self.viewer.project_id, id=id).first()
        if link is None:
            raise NotFound()
        unname_in_document(by=self.viewer, link_id=id)
        return self.back(reverse("sources:document_detail", args=[slug, link.document_id]), _("Taken back."))
