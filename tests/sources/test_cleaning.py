"""Cleaned texts: hard wraps healed, broken paragraphs joined, places known."""

from pathlib import Path

import pytest

from sources.cleaning import clean
from sources.plain.finding import find_blocks
from sources.reading_order import propose_order

COLUMNS = (Path(__file__).parent / "plain_texts" / "two-column-report.txt").read_bytes().decode()


def _cleaned(text: str) -> str:
    return clean(text, find_blocks(text)).text


@pytest.mark.parametrize(
    ("given", "healed"),
    [
        ("They asked the coun-\ncil. The council did not answer.", "the council. The"),
        ("They agreed on co-\noperation. No co-operation followed.", "on co-operation. No"),
        ("Trade between Norvane-\nArdmere and the coast.", "Norvane-Ardmere and"),
        ("In the years 2011-\n2012 there was none.", "2011-2012 there"),
        ("A line that is softly bro\u00adken, and a har\u00ad\nbour.", "a harbour."),
        ("The dash – \nas here – stays apart.", "dash – as here"),
        (
            "See https://a.example/ports/\nlist-of-\nships.html for more.",
            "https://a.example/ports/list-of-ships.html for",
        ),
        ("See https://a.example \nand the rest.", "https://a.example and"),
    ],
)
def test_what_a_line_break_has_parted_is_put_together(given: str, healed: str) -> None:
    assert healed in _cleaned(given)


def test_an_unknown_word_at_a_break_is_treated_like_most_of_the_known_ones() -> None:
    known = "A well-known and long-lived ship, well-\nknown to all and long-\nlived, was part-\nrepaired."
    assert "was part-repaired." in _cleaned(known)
    assert "was partrepaired." in _cleaned(known.replace("well-known and long-lived", "wellknown and longlived"))


def test_the_lines_of_a_poem_stay() -> None:
    poem = "Row, said the door,\nFor the living and for those who wait no more,\nAnd bring\nThe lamp.\n"
    assert "And bring\nThe lamp." in _cleaned(poem)


def test_a_paragraph_goes_on_over_pages_notes_and_quotations_set_apart() -> None:
    blocks = find_blocks(COLUMNS)
    cleaned = clean(COLUMNS, blocks, propose_order(COLUMNS, blocks)).text
    assert "The customs post at the river, which was moved in 2011," in cleaned
    assert "built for 200 men and has been empty since." in cleaned
    assert "one counts drivers and the third counts receipts." in cleaned
    assert "Salt Road Papers" not in cleaned


def test_footnotes_stand_at_the_end_by_their_numbers_with_their_calls() -> None:
    blocks = find_blocks(COLUMNS)
    cleaned = clean(COLUMNS, blocks, propose_order(COLUMNS, blocks))
    notes = [b for b in cleaned.blocks if b[2] == "footnote"]
    assert cleaned.blocks[-3:] == notes
    assert [b[3]["name"] for b in notes] == ["1", "2", "3"]
    called = [cleaned.text[left - 8 : right] for b in notes for left, right in b[3]["calls"]]
    assert called == ["y month,1", "officers2", "t night.3"]


def test_the_cells_of_a_table_are_places_of_the_new_text() -> None:
    text = "Ships of the harb-\nour\n\n12\n\n| Port | Ships |\n|---|---|\n| Harbour | |\n\nMore of it follows.\n"
    cleaned = clean(text, find_blocks(text))
    (table,) = [b for b in cleaned.blocks if b[2] == "table"]
    rows = [[cleaned.text[left:right] for left, right in row] for row in table[3]["rows"]]
    assert rows == [["Port", "Ships"], ["Harbour", ""]]
