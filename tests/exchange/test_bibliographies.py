"""Exports as a bibliography: the records of the documents in CSL-JSON, BibTeX and RIS, and nothing else."""

import json

import pytest

from projects.vocabulary import Tlp
from sources.citations import citation_formats
from sources.models import Document
from tests.cast import make_document
from tests.exchange.conftest import Stage

FORMATS = ["bibtex", "csl_json", "ris"]


def _titles(stage: Stage, name: str, person: str, **body: object) -> list[str]:
    made = stage.export(person, format=name, **body)
    return [citation.title for citation in citation_formats()[name].read(made.content().decode())]


@pytest.mark.parametrize("name", FORMATS)
def test_every_document_of_the_export_is_an_entry(full: Stage, name: str) -> None:
    make_document(full.cast.project, title="Second & last", authors=["Varrin, Karl"], published="2024-04~")
    assert _titles(full, name, "manager") == ["A convoy", "Second & last"]


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_of_texts_marks_and_claims_is_carried_or_counted(full: Stage, name: str) -> None:
    made = full.export("manager", format=name)
    content = made.content().decode()
    assert "bridge" not in content
    counts = {thing: number for thing, number in made.manifest["counts"].items() if number}
    assert counts == {"documents": 1}
    assert made.manifest["left_out"] == {}
    (part,) = made.manifest["parts"]
    assert part["file_name"].endswith(f"-citations.{citation_formats()[name].suffix}")
    assert part["media_type"] == citation_formats()[name].media_type


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_above_the_level_or_hidden_is_left_out_and_said(full: Stage, name: str) -> None:
    make_document(full.cast.project, title="Red", tlp=Tlp.RED)
    green = make_document(full.cast.project, title="Green", tlp=Tlp.GREEN)
    assert _titles(full, name, "viewer", tlp="GREEN") == ["Green"]
    assert full.export("viewer", format=name, tlp="GREEN").manifest["left_out"] == {"documents_above_level": 1}
    assert _titles(full, name, "manager", filters={"documents": [str(green.id)]}) == ["Green"]


def test_an_export_without_documents_is_a_bibliography_without_entries(stage: Stage) -> None:
    Document.objects.update(tlp=Tlp.RED)
    assert json.loads(stage.export("viewer", format="csl_json", tlp="GREEN").content()) == []
    assert stage.export("viewer", format="bibtex", tlp="GREEN").content() == b""
