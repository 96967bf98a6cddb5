"""Who else reads the document: shown at once where their marks would be seen, and never in a blind round."""

import pytest
from playwright.sync_api import Locator, Page, expect

from projects.vocabulary import Blindness
from tests.browser.conftest import Desk, make_text
from tests.browser.workspace import Workspace
from tests.cast import make_reading

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _discs(page: Page) -> Locator:
    return page.get_by_role("list", name="Reading this too").get_by_role("button")


@pytest.fixture
def open_desk(desk: Desk) -> Desk:
    """Nobody is blind here, and the text is longer than a screen."""
    desk.cast.project.marks_blind = Blindness.NEVER
    desk.cast.project.save()
    lines = "\n\n".join(f"Paragraph {n} says what the ministry said of the bridge at Sarn." for n in range(120))
    desk.document = make_text(desk.cast, lines, "A long report")
    return desk


def test_others_are_shown_while_they_have_the_page_before_them_and_lead_to_where_they_read(open_desk: Desk) -> None:
    here = open_desk.open("annotator")
    expect(_discs(here.page)).to_have_count(0)
    there = open_desk.open("manager")
    expect(_discs(here.page)).to_have_count(1)
    expect(_discs(there.page)).to_have_count(1)
    disc = _discs(here.page).first
    expect(disc).to_have_accessible_name("manager reads this too: go to where")
    expect(here.page.locator(".ws-minimap__reader")).to_have_count(1)

    there.page.keyboard.press("Control+End")
    dot = here.page.locator(".ws-minimap__reader")
    expect(dot).not_to_have_attribute("data-start", "0")
    disc.click()
    expect(here.page.get_by_text("Paragraph 119 says")).to_be_in_viewport()

    there.page.goto("about:blank")
    expect(_discs(here.page)).to_have_count(0)
    expect(dot).to_have_count(0)


def test_nobody_is_shown_in_a_blind_round_until_one_has_finished(desk: Desk) -> None:
    for name in ("annotator", "annotator2"):
        make_reading(desk.document, desk.cast.participant(name))
    blind, other = desk.open("annotator2"), desk.open("annotator")
    overseer = desk.open("manager")
    expect(_discs(overseer.page)).to_have_count(0)
    other.mark("valley", "c")
    other.is_saved()
    for page in (blind.page, other.page, overseer.page):
        expect(_discs(page)).to_have_count(0)
    blind.finish()
    expect(_discs(blind.page)).to_have_count(2)
    expect(_discs(blind.page).first).to_have_accessible_name("annotator reads this too: go to where")
    expect(_discs(other.page)).to_have_count(0)
    expect(_discs(overseer.page)).to_have_count(0)


def test_without_the_feed_others_are_seen_with_the_next_sign_of_life(open_desk: Desk) -> None:
    open_desk.browsing.expect_fault("stream")
    page = open_desk.page("annotator")
    page.route("**/stream*", lambda route: route.abort())
    here = Workspace.open(page, open_desk.document)
    open_desk.open("manager")
    expect(_discs(here.page)).to_have_count(1)
