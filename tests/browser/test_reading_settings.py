"""How a person likes to read: tried on the text, kept for them, and there before the text is."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk
from tests.browser.workspace import Workspace, address, exact_words, stored
from tests.browsing import sign_in
from tests.cast import make_document
from tests.processes import eventually

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

_SET = """() => {
  const style = getComputedStyle(document.querySelector('.ws-text'));
  const {width} = document.querySelector('.ws-text').getBoundingClientRect();
  return {size: parseFloat(style.fontSize), spacing: parseFloat(style.lineHeight) / parseFloat(style.fontSize),
    face: style.fontFamily.split(',')[0], width};
}"""
# How the text is set when the first of it stands in the document.
_FIRST = """() => {
  new MutationObserver((_changes, observer) => {
    const text = document.querySelector('.ws-text');
    if (!text?.firstChild) return;
    observer.disconnect();
    window.firstSet = [getComputedStyle(text).fontSize, getComputedStyle(text).fontFamily.split(',')[0]];
  }).observe(document, {subtree: true, childList: true});
}"""
_TOP = """() => {
  const frame = document.querySelector('.ws-scroller').getBoundingClientRect();
  const place = document.caretPositionFromPoint(frame.left + frame.width / 2, frame.top + 40);
  return place.offsetNode.textContent.slice(0, 30);
}"""


def how(page: Page) -> dict[str, Any]:
    return dict(page.evaluate(_SET))


def slide(page: Page, name: str, presses: int) -> None:
    """Move a slider by so many steps."""
    page.get_by_role("slider", name=name).focus()
    for _ in range(abs(presses)):
        page.keyboard.press("ArrowRight" if presses > 0 else "ArrowLeft")


def test_the_text_shows_each_choice_at_once_and_after_a_reload_from_its_first_moment(desk: Desk) -> None:
    page = desk.page("annotator")
    page.add_init_script(f"({_FIRST})()")
    Workspace.open(page, desk.document)
    usual = how(page)
    assert 15 < usual["size"] < 20
    page.get_by_role("button", name="Reading", exact=True).click()
    expect(page.get_by_role("dialog", name="Reading")).to_be_visible()
    slide(page, "Size", 4)
    assert how(page)["size"] == pytest.approx(usual["size"] * 1.2)
    slide(page, "Line spacing", -5)
    assert how(page)["spacing"] == pytest.approx(1.7, abs=0.01)
    slide(page, "Line width", -6)
    assert how(page)["width"] < usual["width"]
    page.get_by_role("radio", name="Sans").check(force=True)
    assert "Sans" in how(page)["face"]
    chosen = how(page)

    page.goto(address(desk.document))
    Workspace(page).ready()
    assert how(page) == chosen
    assert page.evaluate("window.firstSet") == [f"{chosen['size']:g}px", chosen["face"]]
    page.keyboard.press("r")
    page.get_by_role("button", name="Back to the usual").click()
    assert how(page) == usual


def test_what_stood_at_the_top_stays_there_while_sizes_are_tried(desk: Desk) -> None:
    text = "".join(f"{number} is the number of this paragraph about the valley. " * 3 + "\n" for number in range(900))
    page = desk.open("annotator", make_document(desk.cast.project, text, "Long")).page
    page.evaluate("document.querySelector('.ws-scroller').scrollTop = 9000")
    eventually(lambda: page.evaluate("document.querySelector('.ws-scroller').scrollTop") > 8000, what="the scrolling")
    before = page.evaluate(_TOP)
    page.keyboard.press("r")
    slide(page, "Size", 3)
    assert page.evaluate(_TOP) == before


def test_another_person_at_the_same_browser_has_their_own(desk: Desk) -> None:
    page = desk.page("annotator")
    Workspace.open(page, desk.document)
    usual = how(page)
    page.keyboard.press("r")
    slide(page, "Size", 4)
    assert how(page) != usual
    sign_in(page.context, desk.cast.users["reviewer"], desk.browsing.base_url)
    Workspace.open(page, desk.document)
    assert how(page) == usual


def test_the_theme_is_that_of_the_whole_site(desk: Desk) -> None:
    page = desk.open("annotator", color_scheme="light").page
    page.keyboard.press("r")
    page.get_by_role("radio", name="Dark").check(force=True)
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    Workspace.open(page, desk.document)
    page.keyboard.press("r")
    expect(page.get_by_role("radio", name="Dark")).to_be_checked()
    page.get_by_role("radio", name="System").check(force=True)
    expect(page.locator("html")).to_have_attribute("data-theme", "light")


def test_whole_words_are_marked_by_drag_and_by_keys_where_that_is_chosen(desk: Desk) -> None:
    workspace = desk.open("annotator")
    page = workspace.page
    page.keyboard.press("r")
    page.get_by_role("radio", name="Whole words").check(force=True)
    page.keyboard.press("Escape")
    expect(page.locator("#ws-reading")).to_be_hidden()
    workspace.mark("keepers le", "c")
    workspace.shows(["Peacekeepers left"])
    page.keyboard.press("Escape")
    workspace.text.focus()
    page.keyboard.press("Control+End")
    page.keyboard.press("ArrowLeft")
    for _ in range(5):
        page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("f")
    workspace.shows(["Peacekeepers left", "confirmed it."])
    workspace.is_saved()
    assert sorted(exact_words(row) for row in stored(desk.document).values()) == ["Peacekeepers left", "confirmed it."]


def test_nothing_moves_for_who_wants_no_motion_and_choices_show_in_forced_colours(desk: Desk) -> None:
    page = desk.open("annotator", reduced_motion="reduce", forced_colors="active").page
    page.keyboard.press("r")
    menu = page.locator("#ws-reading")
    expect(menu).to_be_visible()
    assert menu.evaluate("element => parseFloat(getComputedStyle(element).animationDuration)") < 0.001
    chosen, other = (
        page.locator(f".ws-reading__option[data-value={value}]").evaluate("e => getComputedStyle(e).backgroundColor")
        for value in ("serif", "sans")
    )
    assert chosen != other
