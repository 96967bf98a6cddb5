"""Entities: the list, and one of them with its names, identifiers, documents and history."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from projects import policy
from projects.errors import NotFound, Problem, Stale
from projects.forms import against, tell
from projects.queries.events import sentence_of, visible_events
from projects.views.base import ProjectPage
from projects.views.spreadsheet import csv_answer
from sources.entity_forms import AliasForm, EntityFilter, EntityForm, IdentifierForm
from sources.identifiers import SCHEMES
from sources.models import Entity
from sources.queries.entities import appearances_of, entities_of, merged_into, namesakes, represent_entities, resolve
from sources.services.entities import add_entity, edit_entity

_ROWS = 50
_SORTS = {"name": ("name", "id"), "-name": ("-name", "-id"), "kind": ("kind", "name"), "-kind": ("-kind", "name")}
_CSV_AT_MOST = 20_000
_DOCUMENTS = 200
_CHANGES = 12


class EntityList(ProjectPage):
    """The entities of a project that stand for themselves."""

    actions = {"GET": "entity.read", "POST": "entity.add"}
    nav = "entities"
    template = "sources/entity_list.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        if request.GET.get("format") == "csv":
            rows = self._rows().order_by("name", "id")[:_CSV_AT_MOST]
            header = [_("Name"), _("Kind"), _("Other names"), _("Identifiers"), _("Documents"), _("Note")]
            lines = (
                [
                    row["name"], Entity.Kind(row["kind"]).label, "; ".join(alias["name"] for alias in row["aliases"]),
                    "; ".join(f"{one['scheme']} {one['value']}" for one in row["identifiers"]), row["documents"],
                    row["note"],
                ]
                for row in represent_entities(self.viewer, list(rows))
            )  # fmt: skip
            return csv_answer(f"{slug}-entities", header, lines)
        return self.show(EntityForm())

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        form = EntityForm(request.POST)
        if not form.is_valid():
            return self.show(form, status=400, adding=True)
        try:
            entity = add_entity(by=self.viewer, **form.changes())
        except Problem as problem:
            tell(form, problem)
            return self.show(form, status=problem.status, adding=True)
        return self.back(reverse("sources:entity_detail", args=[slug, entity.id]), _("Added."))

    def _rows(self) -> Any:
        kind = self.request.GET.get("kind", "")
        words = self.request.GET.get("q", "").strip()[:500]
        return entities_of(self.viewer, words, kind if kind in Entity.Kind.values else "").select_related("merged_into")

    def show(self, form: EntityForm, *, status: int = 200, adding: bool = False) -> HttpResponse:
        """The list, with the dialog open where its form came back."""
        request = self.request
        sort = request.GET.get("sort", "name")
        page = Paginator(self._rows().order_by(*_SORTS.get(sort, _SORTS["name"])), _ROWS).get_page(
            request.GET.get("page")
        )
        may_add = policy.may(self.viewer, "entity.add")
        query = request.GET.copy()
        query["format"] = "csv"
        return self.render(
            {
                "page_obj": page,
                "entities": [shown(row) for row in represent_entities(self.viewer, list(page.object_list))],
                "q": request.GET.get("q", ""),
                "sort": sort,
                "filter": EntityFilter(request.GET),
                "filtered": bool(request.GET.get("q") or request.GET.get("kind")),
                "csv_url": f"?{query.urlencode()}",
                "form": form,
                "adding": adding,
                "may_add": may_add,
                "why_not": "" if may_add else policy.refusal(self.viewer, "entity.add"),
            },
            status=status,
        )


def shown(row: dict[str, Any]) -> dict[str, Any]:
    """An entity with the words for its kind and for each of its identifiers."""
    identifiers = [
        one
        | {
            "label": _(SCHEMES[one["scheme"]].label) if one["scheme"] in SCHEMES else one["scheme"],
            "checked": one["scheme"] in SCHEMES and SCHEMES[one["scheme"]].checked,
        }
        for one in row["identifiers"]
    ]
    return row | {"kind_label": Entity.Kind(row["kind"]).label, "identifiers": identifiers}


class OneEntityPage(ProjectPage):
    """What the pages of one entity share: finding it, and showing it with the forms as they were filled in."""

    nav = "entities"
    template = "sources/entity_detail.html"

    def entity(self, id: UUID) -> Entity:
        """The entity of this project with that id: merged ones too, and deleted ones for those who may restore them."""
        rows = Entity.objects.filter(project_id=self.viewer.project_id).select_related("merged_into")
        if not policy.may(self.viewer, "entity.merge"):
            rows = rows.filter(deleted_at__isnull=True)
        found = rows.filter(id=id).first()
        if found is None:
            raise NotFound()
        return found

    def address(self, id: UUID) -> str:
        """The page of an entity."""
        return reverse("sources:entity_detail", args=[self.viewer.project.slug, id])

    def show(self, entity: Entity, *, status: int = 200, opened: str = "", **forms: Any) -> HttpResponse:
        """The page; `opened` names the dialog whose form came back."""
        slug = self.viewer.project.slug
        (row,) = represent_entities(self.viewer, [entity])
        own = entity.merged_into is None and entity.deleted_at is None
        may_edit = policy.may(self.viewer, "entity.edit")
        events = visible_events(self.viewer).filter(subject_id=entity.id).order_by("-number")[:_CHANGES]
        links = list(appearances_of(self.viewer, entity).order_by("-id")[:_DOCUMENTS])
        return self.render(
            {
                "entity": entity,
                "row": shown(row),
                "survivor": resolve(entity),
                "links": links,
                "namesakes": namesakes(entity) if own else [],
                "merged": list(merged_into(entity)),
                "history": [
                    {"actor": event.actor_name, "sentence": sentence_of(event), "at": event.at} for event in events
                ],
                "form": forms.get("form") or EntityForm.of(entity),
                "alias_form": forms.get("alias_form") or AliasForm(),
                "identifier_form": forms.get("identifier_form") or IdentifierForm(),
                "taken_by": forms.get("taken_by"),
                **{f"opens_{name}": name == opened for name in ("edit", "alias", "identifier")},
                "own": own,
                "may_edit": may_edit and own,
                "may_merge": policy.may(self.viewer, "entity.merge"),
                "why_not": "" if may_edit else policy.refusal(self.viewer, "entity.edit"),
                "crumbs": [
                    {"label": _("Entities"), "url": reverse("sources:entity_list", args=[slug])},
                    {"label": entity.name},
                ],
            },
            status=status,
        )


class EntityPage(OneEntityPage):
    """One entity."""

    actions = {"GET": "entity.read", "POST": "entity.edit"}

    def get(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        return self.show(self.entity(id))

    def post(self, request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
        entity = self.entity(id)
        form = EntityForm(request.POST)
        if not form.is_valid():
            return self.show(entity, form=form, status=400, opened="edit")
        version = form.cleaned_data["version"] or 0
        try:
            edit_entity(by=self.viewer, entity_id=id, version=version, changes=form.changes())
        except Stale as stale:
            form = EntityForm(against(request.POST, stale.extra["current"]["version"]))
            form.is_valid()
            form.add_error(None, _("Somebody changed this entity meanwhile. Compare, then save again."))
            return self.show(self.entity(id), form=form, status=409, opened="edit")
        except Problem as problem:
            tell(form, problem)
            return self.show(entity, form=form, status=problem.status, opened="edit")
        return self.back(request.path, _("Saved."))
