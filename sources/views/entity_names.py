"""Other names and identifiers of an entity; a form that cannot be used comes back on the entity's page."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.errors import NotFound, Problem
from projects.forms import tell
from projects.views.base import ProjectPage
from sources.entity_forms import AliasForm, IdentifierForm
from sources.models import EntityAlias, EntityIdentifier
from sources.queries.entities import resolve
from sources.services.entity_names import add_alias, add_identifier, remove_alias, remove_identifier
from sources.views.entities import OneEntityPage


class EntityAliasAdd(OneEntityPage):
    """Note another name."""

    actions = {"POST": "entity.edit"}

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        entity, form = self.entity(id), AliasForm(request.POST)
        if not form.is_valid():
            return self.show(entity, alias_form=form, status=400, opened="alias")
        try:
            add_alias(by=self.viewer, entity_id=id, **form.cleaned_data)
        except Problem as problem:
            tell(form, problem)
            return self.show(entity, alias_form=form, status=problem.status, opened="alias")
        return self.back(self.address(id), _("Noted."))


class EntityIdentifierAdd(OneEntityPage):
    """Give it an identifier; where another entity has it, the way to merge the two is shown."""

    actions = {"POST": "entity.edit"}

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        entity, form = self.entity(id), IdentifierForm(request.POST)
        if not form.is_valid():
            return self.show(entity, identifier_form=form, status=400, opened="identifier")
        try:
            add_identifier(by=self.viewer, entity_id=id, **form.cleaned_data)
        except Problem as problem:
            tell(form, problem)
            return self.show(
                entity,
                identifier_form=form,
                taken_by=problem.extra.get("entity"),
                status=problem.status,
                opened="identifier",
            )
        return self.back(self.address(id), _("Noted."))


class EntityAliasRemove(ProjectPage):
    """Take a name away."""

    actions = {"POST": "entity.edit"}
    nav = "entities"

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        rows = EntityAlias.objects.filter(project_id=self.viewer.project_id, id=id)
        alias = rows.select_related("entity").first()
        if alias is None:
            raise NotFound()
        remove_alias(by=self.viewer, alias_id=id)
        return self.back(reverse("sources:entity_detail", args=[slug, resolve(alias.entity).id]), _("Taken away."))


class EntityIdentifierRemove(ProjectPage):
    """Take an identifier away."""

    actions = {"POST": "entity.edit"}
    nav = "entities"

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        rows = EntityIdentifier.objects.filter(project_id=self.viewer.project_id, id=id)
        row = rows.select_related("entity").first()
        if row is None:
            raise NotFound()
        remove_identifier(by=self.viewer, identifier_id=id)
        return self.back(reverse("sources:entity_detail", args=[slug, resolve(row.entity).id]), _("Taken away."))
