"""Tables are shown as tables, whatever signs their text has between the cells."""

from typing import Any

import pytest

from sources.blocks import block
from sources.models import Section
from tests.browser.conftest import Desk, make_text


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Month | Trucks\nApril | 41", [[[0, 5], [8, 14]], [[15, 20], [23, 25]]]),
        ("| Month | Trucks |\n| April | 41 |", [[[2, 7], [10, 16]], [[21, 26], [29, 31]]]),
    ],
)
def test_the_cells_of_a_column_stand_below_one_another(desk: Desk, text: str, rows: list[Any]) -> None:
    desk.document = make_text(desk.cast, text)
    section = Section.objects.get(revision=desk.document.current_revision)
    section.blocks = [block(0, len(text), "table", {"rows": rows, "header": True})]
    section.save(update_fields=["blocks"])
    cells = desk.open("annotator").page.locator(".tx-cell")
    places: list[list[float]] = cells.evaluate_all("(all) => all.map((cell) => [cell.offsetLeft, cell.offsetTop])")
    (month, trucks, april, number) = places
    assert (month[0], trucks[0]) == (april[0], number[0])
    assert month[0] < trucks[0]
    assert month[1] == trucks[1] < april[1] == number[1]
