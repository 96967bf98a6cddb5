"""Finishing one's reading and seeing what others did are two acts; the second ends undo."""

import re

from playwright.sync_api import expect

from sources.models import Reading
from tests.browser.conftest import Desk
from tests.browser.workspace import Workspace, stored
from tests.processes import eventually


def _reading(desk: Desk) -> Reading:
    return Reading.objects.get(document=desk.document, participant=desk.cast.participant("annotator2"))


def test_a_finished_reading_is_gone_on_with_until_the_work_of_others_is_seen(desk: Desk) -> None:
    other = desk.open("annotator")
    other.mark("valley", "c")
    other.is_saved()
    blind = desk.open("annotator2")
    page, keys = blind.page, blind.page.keyboard
    blind.mark("bridge", "s")
    blind.is_saved()

    keys.press("Control+Shift+Enter")
    dialog = page.get_by_role("dialog", name="Finish reading?")
    expect(dialog.get_by_role("button", name="Finish reading")).to_be_focused()
    keys.press("Enter")
    expect(page.locator("[data-reading=finished]")).to_be_visible()
    expect(page.locator(".ws-blind:visible")).to_contain_text("stay hidden until you choose to see them")
    assert list(blind.painted().values()) == ["bridge"]
    blind.select("trucks")
    expect(blind.palette).to_be_hidden()

    undo, redo = page.locator("[data-action=undo]"), page.locator("[data-action=redo]")
    expect(undo).to_have_attribute("title", "Undo: Finish reading")
    keys.press("Control+z")
    expect(page.get_by_role("button", name="Finish reading").first).to_be_visible()
    assert _reading(desk).state == Reading.State.OPEN
    expect(undo).to_have_attribute("title", "Undo: Mark “bridge”")
    keys.press("Control+z")
    blind.shows([])
    keys.press("Control+y")
    blind.shows(["bridge"])
    blind.is_saved()
    expect(redo).to_have_attribute("title", "Redo: Finish reading")
    keys.press("Control+y")
    expect(page.locator("[data-reading=finished]")).to_be_visible()
    keys.press("Control+z")
    expect(page.get_by_role("button", name="Finish reading").first).to_be_visible()

    second = desk.open("annotator2")
    second.mark("trucks", "s")
    second.is_saved()
    blind.shows(["bridge", "trucks"])
    blind.finish(look=False)
    expect(second.page.locator("[data-reading=finished]")).to_be_visible()
    expect(second.page.locator("[data-action=undo]")).to_be_disabled()  # it was not finished on this page
    second.page.get_by_role("button", name="Go on reading").click()
    expect(page.get_by_role("button", name="Finish reading").first).to_be_visible()
    second.finish(look=False)
    expect(page.locator("[data-reading=finished]")).to_be_visible()
    expect(undo).to_be_disabled()
    page.locator(".ws-side").get_by_role("button", name="See the work of others").click()
    closing = page.get_by_role("dialog", name="See the work of others?")
    expect(closing.get_by_role("button", name="Not yet")).to_be_focused()
    expect(closing).to_have_accessible_description(re.compile("no longer be undone"))
    keys.press("Enter")
    assert _reading(desk).revealed_at is None
    expect(closing).to_be_hidden()
    keys.press("t")
    keys.press("Control+Shift+Enter")
    closing.get_by_role("button", name="See the work of others").click()
    for opened in (blind, second):
        opened.shows(["bridge", "trucks", "valley"])
        expect(opened.page.locator("[data-action=undo]")).to_be_disabled()
        expect(opened.page.locator(".ws-blind:visible")).to_have_count(0)
    expect(redo).to_be_disabled()
    reading = _reading(desk)
    assert (reading.state, reading.revealed_at is not None) == (Reading.State.FINISHED, True)
    assert len(stored(desk.document)) == 3


def test_what_cannot_be_taken_back_is_told_where_another_page_has_seen_the_others(desk: Desk) -> None:
    opened = desk.open("annotator2")
    opened.mark("bridge", "s")
    opened.is_saved()
    opened.finish(look=False)
    desk.browsing.expect_fault("ERR_INTERNET_DISCONNECTED")
    opened.page.context.set_offline(True)
    opened.page.keyboard.press("Control+z")
    expect(opened.page.locator(".toast--bad")).to_contain_text("The server cannot be reached")
    answer = desk.cast.client("annotator2").post(f"/api/v1/documents/{desk.document.id}/reveal")
    assert answer.status_code == 200, answer.json()
    opened.page.context.set_offline(False)
    eventually(lambda: opened.page.locator("[data-action=undo]").is_disabled(), what="undo at its end")
    assert _reading(desk).revealed_at is not None


def test_the_whole_reading_is_finished_and_the_others_seen_in_one_act(desk: Desk) -> None:
    other = desk.open("annotator")
    other.mark("valley", "c")
    other.is_saved()
    opened: Workspace = desk.open("annotator2")
    opened.finish()
    opened.shows(["valley"])
    expect(opened.page.locator("[data-action=reveal]")).to_have_count(0)
