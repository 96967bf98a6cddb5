"""Marks that stand over one another, and words that stay selected while marks under them come and go."""

import pytest
from playwright.sync_api import expect

from projects.models import Project
from projects.vocabulary import Blindness
from tests.browser.conftest import TEXT, Desk
from tests.browser.workspace import box, exact_words, stored
from tests.cast import make_mark
from tests.processes import eventually

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

_BELOW = "piece => { const {content} = getComputedStyle(piece, '::after'); return content.split('\"')[1] ?? ''; }"
_LINES = "piece => [...piece.classList].filter((name) => /^m\\d+-\\d+-\\d+$/.test(name)).length"


def test_more_overlaps_than_there_are_lines_for_are_counted_and_none_is_out_of_reach(desk: Desk) -> None:
    author = desk.cast.participant("annotator")
    start = TEXT.index("The convoy of 41 trucks")
    ends = [TEXT.index(word) + len(word) for word in ("convoy of", "41", "trucks crossed", "bridge", "Sarn")]
    ids = [str(make_mark(desk.document, author, desk.labels["Claim"], start, end).id) for end in ends]
    workspace = desk.open("annotator")
    page = workspace.page
    piece = page.locator(".mk").first
    expect(piece).to_have_text("The convoy of")
    assert set((piece.get_attribute("data-annotation-ids") or "").split()) == set(ids)
    assert piece.evaluate(_LINES) == 3, "three lines, one below the other"
    assert piece.evaluate(_BELOW) == "+2"
    assert page.locator(".mk[data-more]").count() == 1, "the number stands once, where the run begins"

    # A click goes from one to the next, through those that have no line.
    selected = page.get_by_role("listbox", name="Marks in this document").locator("[aria-selected=true]")
    found: set[str | None] = set()

    def is_another() -> bool:
        return selected.count() == 1 and selected.get_attribute("data-mark") not in found

    for _turn in ids:
        workspace.click("convoy")
        eventually(is_another, what="the next mark")
        found.add(selected.get_attribute("data-mark"))
    assert found == set(ids)
    for left in ("+1", ""):
        page.keyboard.press("Delete")
        eventually(lambda left=left: piece.evaluate(_BELOW) == left, what=f"{left!r} below the words")
        workspace.click("convoy")
    workspace.is_saved()
    assert len(stored(desk.document)) == 3


def test_selected_words_stay_selected_when_a_mark_of_another_comes_to_stand_under_them(desk: Desk) -> None:
    Project.objects.filter(pk=desk.cast.project.pk).update(marks_blind=Blindness.NEVER)
    here, there = desk.open("annotator"), desk.open("annotator2")
    chosen = "an expert said 🙂 on Monday"
    here.select(chosen)
    expect(here.palette).to_be_visible()
    before = box(here.palette)
    there.mark("expert said 🙂", "s")
    here.shows(["expert said 🙂"])
    assert here.page.evaluate("getSelection().toString()") == chosen
    there.click("expert")
    there.page.keyboard.press("Delete")
    here.shows([])
    assert here.page.evaluate("getSelection().toString()") == chosen
    assert box(here.palette) == before
    here.page.keyboard.press("c")
    here.shows([chosen])
    here.is_saved()
    assert [exact_words(mark) for mark in stored(desk.document).values()] == [chosen]
