"""The marks of the demonstration: each reader marks a document and finishes it, or leaves the reading open."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from annotator.marks import NewMark
from annotator.services.annotations import create_annotations
from config.demo.material import Material
from projects.viewers import Viewer
from sources.models import Document, Reading
from sources.services.readings import finish_reading, open_reading


def mark_texts(material: Material, people: dict[str, Viewer], documents: dict[str, Document]) -> None:
    """Every reader's work on every document, all or nothing; who has begun a document before is left to go on."""
    for name, file, marks in _work(material):
        if name in people and file in documents:
            with transaction.atomic():
                _mark(people[name], documents[file], marks, _state(material, name, file))


def _work(material: Material) -> Iterator[tuple[str, str, list[NewMark]]]:
    readers = dict.fromkeys(
        (entry["by"], entry["document"]) for entry in [*material["annotations"], *material["readings"]]
    )
    for name, file in readers:
        own = [entry for entry in material["annotations"] if (entry["by"], entry["document"]) == (name, file)]
        yield name, file, [_new_mark(material, entry) for entry in own]


def _new_mark(material: Material, entry: dict[str, Any]) -> NewMark:
    place, words = material.place(entry), entry.get("note", "")
    return NewMark(label=entry["label"], fragments=place, exact=entry.get("quote"), note=words)


def _state(material: Material, name: str, file: str) -> str:
    found = [e["state"] for e in material["readings"] if (e["by"], e["document"]) == (name, file)]
    return found[0] if found else str(Reading.State.OPEN)


def _mark(reader: Viewer, document: Document, marks: list[NewMark], state: str) -> None:
    if Reading.objects.filter(document=document, participant_id=reader.participant_id).exists():
        return
    open_reading(by=reader, document=document)
    if marks:
        create_annotations(by=reader, document=document.id, marks=marks)
    if state == Reading.State.FINISHED:
        finish_reading(by=reader, document=document, look=True)
