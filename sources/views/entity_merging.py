"""Two entities that are one: both beside each other before they are merged, split again; deleted and restored."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.errors import NotFound, Problem
from projects.forms import opened_version, tell
from projects.views.base import ProjectPage
from sources.entity_forms import EntityForm, IntoForm
from sources.models import Entity
from sources.queries.entities import entities_of, entity_called, names_offered, represent_entities
from sources.services.entities import delete_entity, restore_entity
from sources.services.entity_merging import merge_entities, split_entity
from sources.views.entities import OneEntityPage, shown


class EntityMerge(OneEntityPage):
    """Name another entity, compare the two, merge."""

    actions = {"GET": "entity.merge", "POST": "entity.merge"}
    template = "sources/entity_merge.html"

    def get(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        entity, named = self._alone(id), request.GET.get("into", "")
        into = self._into(named) if named else None
        form = IntoForm({"into": into.name if into else named} if named else None)
        if named and into is None:
            form.add_error("into", _("No entity has this name, or several have it."))
        return self._compare(entity, into, form)

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        entity, form = self._alone(id), IntoForm(request.POST)
        into = self._into(form.cleaned_data["into"]) if form.is_valid() else None
        if into is None:
            if form.is_valid():
                form.add_error("into", _("No entity has this name, or several have it."))
            return self._compare(entity, None, form, status=400)
        try:
            merge_entities(by=self.viewer, entity_id=id, into_id=into.id)
        except Problem as problem:
            tell(form, problem)
            return self._compare(entity, into, form, status=problem.status)
        message = _("Merged %(name)s into %(into)s.") % {"name": entity.name, "into": into.name}
        return self.back(self.address(into.id), message, undo=reverse("sources:entity_split", args=[slug, id]))

    def _alone(self, id: UUID) -> Entity:
        entity = self.entity(id)
        if entity.deleted_at is not None or entity.merged_into is not None:
            raise NotFound()
        return entity

    def _into(self, named: str) -> Entity | None:
        try:
            return entities_of(self.viewer).select_related("merged_into").filter(id=UUID(named)).first()
        except ValueError:
            return entity_called(self.viewer, named)

    def _compare(self, entity: Entity, into: Entity | None, form: IntoForm, status: int = 200) -> HttpResponse:
        return self.render(
            {
                "entity": entity,
                "into": into,
                "columns": self._columns(entity, into) if into else [],
                "offered": [name for name in names_offered(self.viewer) if name != entity.name],
                "form": form,
                "back_url": self.address(entity.id),
                "crumbs": [
                    {"label": _("Entities"), "url": reverse("sources:entity_list", args=[self.viewer.project.slug])},
                    {"label": entity.name, "url": self.address(entity.id)},
                    {"label": _("Merge")},
                ],
            },
            status=status,
        )

    def _columns(self, entity: Entity, into: Entity) -> list[dict[str, Any]]:
        """Both as columns of facts, with what differs marked."""
        rows = [shown(row) for row in represent_entities(self.viewer, [entity, into])]
        facts: list[tuple[str, list[str]]] = [
            (_("Kind"), [str(row["kind_label"]) for row in rows]),
            (_("Other names"), [", ".join(alias["name"] for alias in row["aliases"]) for row in rows]),
            (
                _("Identifiers"),
                [", ".join(f"{one['label']} {one['value']}" for one in row["identifiers"]) for row in rows],
            ),
            (_("Documents"), [str(row["documents"]) for row in rows]),
            (_("Note"), [row["note"] for row in rows]),
        ]
        return [
            {
                "name": row["name"],
                "what": what,
                "facts": [
                    {"term": term, "value": values[side] or "–", "differs": values[0] != values[1]}
                    for term, values in facts
                ],
            }
            for side, (row, what) in enumerate(zip(rows, (_("will be merged"), _("stays")), strict=True))
        ]


class EntitySplit(OneEntityPage):
    """Undo a merge."""

    actions = {"POST": "entity.merge"}

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        self.entity(id)
        try:
            entity = split_entity(by=self.viewer, entity_id=id)
        except Problem as problem:
            return self.back_with_problem(self.address(id), problem)
        return self.back(self.address(id), _("%(name)s stands by itself again.") % {"name": entity.name})


class EntityDelete(OneEntityPage):
    """Take an entity out of sight; the toast brings it back."""

    actions = {"POST": "entity.merge"}

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        entity, form = self.entity(id), EntityForm(request.POST)
        version = opened_version(form)
        if version is None:
            return self.show(entity, form=form, status=400, opened="edit")
        try:
            delete_entity(by=self.viewer, entity_id=id, version=version)
        except NotFound:
            raise
        except Problem as problem:
            return self.back_with_problem(self.address(id), problem)
        undo = reverse("sources:entity_restore", args=[slug, id])
        message = _("Deleted %(name)s.") % {"name": entity.name}
        return self.back(reverse("sources:entity_list", args=[slug]), message, undo=undo)


class EntityRestore(ProjectPage):
    """Bring a deleted entity back."""

    actions = {"POST": "entity.merge"}
    nav = "entities"

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        entity = restore_entity(by=self.viewer, entity_id=id)
        message = _("Restored %(name)s.") % {"name": entity.name}
        return self.back(reverse("sources:entity_detail", args=[slug, id]), message)
