"""Evidence from a table is shown as its cells: the header, and the rows that the passage stands in."""

import pytest
from django.test import Client

from reviews.queries.passages import around, find_words
from reviews.tables import Cell, rows_of
from sources.models import Section
from sources.readers.text import find_blocks
from tests.cast import make_document
from tests.reviews.conftest import Desk

TEXT = (
    "Before it. 🧭\n\n"
    "| What | Azra | Veld |\n|---|---|---|\n| Joint exercises | 1 | 2 |\n| Fuel \\| oil | 31 | 42 |\n\n"
    "After it, 2 | 3.\n"
)


def _shown(start: int, end: int, at: int = 0) -> list[list[list[tuple[str, bool]]]]:
    rows = rows_of(TEXT[at:], at, find_blocks(TEXT), start, end)
    return [[cell.pieces([(start, end)]) for cell in row.cells] for row in rows]


def test_a_passage_in_a_table_has_the_cells_of_its_rows_and_the_header() -> None:
    at = TEXT.index("2 |\n| Fuel")
    header = [[("What", False)], [("Azra", False)], [("Veld", False)]]
    exercises = [[("Joint exercises", False)], [("1", False)], [("2", True)]]
    assert _shown(at, at + 1) == [header, exercises]
    assert _shown(at, at + 1, at=10) == [header, exercises], "the text may begin anywhere"
    across = TEXT.index("2 |\n| Fuel"), TEXT.index("31") + 1
    fuel = [[("Fuel | oil", True)], [("3", True), ("1", False)], [("42", False)]]
    assert _shown(*across) == [header, exercises, fuel]
    assert [row.header for row in rows_of(TEXT, 0, find_blocks(TEXT), *across)] == [True, False, False]


@pytest.mark.parametrize("words", ["Before", "After it, 2 | 3", TEXT])
def test_what_does_not_lie_in_a_table_has_no_cells(words: str) -> None:
    at = TEXT.index(words)
    assert _shown(at, at + len(words)) == []


def test_only_the_fragments_of_a_passage_are_marked_in_a_cell() -> None:
    assert Cell(10, "one two three").pieces([(14, 17), (2, 12), (20, 40)]) == [
        ("on", True), ("e ", False), ("two", True), (" th", False), ("ree", True),
    ]  # fmt: skip
    assert Cell(10, "one").pieces([]) == [("one", False)]


@pytest.mark.django_db
def test_pages_show_evidence_from_a_table_as_cells(desk: Desk) -> None:
    document = make_document(desk.cast.project, TEXT, "Figures")
    assert document.current_revision is not None
    Section.objects.filter(revision=document.current_revision).update(blocks=find_blocks(TEXT))
    at = TEXT.index("31")
    (found,) = find_words(document.current_revision.id, "31")
    place = (document.current_revision.id, at, at + 2)
    assert found.table == around([place])[place].table
    assert [cell.text for cell in found.table[1].cells] == ["Fuel \\| oil", "31", "42"]
    piece = {"document": str(document.id), "start": at, "end": at + 2, "stance": "states"}
    claim = desk.claim(evidence=[piece])
    client = Client()
    client.force_login(desk.cast.users["reviewer"])
    page = client.get(f"/projects/{desk.cast.project.slug}/claims/{claim['id']}").content.decode()
    evidence = page.split('<figure class="evidence')[1].split("</figure>")[0]
    assert '<th scope="col">Azra</th>' in evidence
    assert "<td><mark>31</mark></td>" in evidence
    assert "<td>Fuel | oil</td>" in evidence
    assert "|---" not in evidence
