"""The entities of the demonstration, with their names and identifiers. What is there is left as it is."""

from typing import Any

from django.db import transaction

from config.demo.material import Material
from projects.viewers import Viewer
from sources.models import Document, Entity
from sources.services.appearances import name_in_document
from sources.services.entities import add_entity
from sources.services.entity_names import add_alias, add_identifier


def name_entities(material: Material, manager: Viewer, documents: dict[str, Document]) -> None:
    """Those that the project never had, each with all that the material says of it."""
    with transaction.atomic():
        known = set(Entity.objects.filter(project_id=manager.project_id).values_list("name", flat=True))
        for entry in material["entities"]:
            if entry["name"] not in known:
                _name(manager, entry, documents)


def _name(manager: Viewer, entry: dict[str, Any], documents: dict[str, Document]) -> None:
    entity = add_entity(by=manager, kind=entry["kind"], name=entry["name"], note=entry.get("note", ""))
    for alias in entry.get("aliases", []):
        add_alias(by=manager, entity_id=entity.id, **alias)
    for identifier in entry.get("identifiers", []):
        add_identifier(by=manager, entity_id=entity.id, **identifier)
    for place in entry.get("documents", []):
        if place["file"] in documents:
            document = documents[place["file"]]
            name_in_document(by=manager, document_id=document.id, entity_id=entity.id, role=place["role"])
