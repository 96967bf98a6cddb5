"""The history of a mark beside the text: an earlier state and a deleted mark come back, and others' stay hidden."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Desk
from tests.browser.looking import look
from tests.browser.workspace import Workspace, exact_words, stored
from tests.cast import make_mark, make_reading

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _history(workspace: Workspace) -> Locator:
    return workspace.page.get_by_role("region", name="History", exact=True)


def test_an_earlier_state_and_a_deleted_mark_are_brought_back_by_keys(desk: Desk) -> None:
    workspace = desk.open("annotator")
    keys = workspace.page.keyboard
    workspace.mark("The convoy", "c")
    keys.press("Shift")  # ends the word that "c" may have begun
    keys.press("s")
    workspace.is_saved()
    workspace.mark("the valley", "f")
    keys.press("Delete")
    workspace.is_saved()

    # The history of the first mark: what differed is said, and the first state comes back.
    workspace.click("convoy")
    keys.press("h")
    history = _history(workspace)
    expect(history).to_be_focused()
    entries = history.get_by_role("region", name="History of the selected mark").get_by_role("listitem")
    expect(entries).to_have_count(2)
    expect(entries.nth(0)).to_contain_text("annotator changed a mark of Source")
    expect(entries.nth(1)).to_contain_text("annotator marked a passage as Claim")
    expect(entries.nth(1)).to_contain_text("The convoy")
    deleted = history.get_by_role("region", name="Deleted marks").get_by_role("listitem")
    expect(deleted).to_have_count(1)
    assert look(workspace.page, "history of a mark") == []
    keys.press("Tab")
    expect(entries.nth(1).get_by_role("button", name="Restore this state")).to_be_focused()
    keys.press("Enter")
    expect(entries).to_have_count(3)
    workspace.is_saved()
    assert [row.label.name for row in stored(desk.document).values()] == ["Claim"]

    # The deleted mark stands in its list, and comes back with the words it had.
    expect(deleted).to_contain_text("the valley")
    deleted.get_by_role("button", name="Restore this mark").press("Enter")
    workspace.shows(["The convoy", "the valley"])
    workspace.is_saved()
    assert sorted(map(exact_words, stored(desk.document).values())) == ["The convoy", "the valley"]
    expect(history.get_by_text("No mark was deleted here.")).to_be_visible()
    keys.press("Control+z")
    workspace.shows(["The convoy"])
    workspace.is_saved()
    expect(deleted).to_have_count(1)


def test_deleted_marks_are_listed_where_none_is_selected(desk: Desk) -> None:
    workspace = desk.open("annotator")
    workspace.mark("The convoy", "c")
    workspace.page.keyboard.press("Delete")
    workspace.is_saved()
    workspace.page.reload()
    workspace.ready()
    workspace.page.keyboard.press("Shift+F4")
    history = _history(workspace)
    expect(history).to_contain_text("Select a mark to see what was done to it.")
    history.get_by_role("button", name="Restore this mark").click()
    workspace.shows(["The convoy"])
    workspace.is_saved()


def test_of_others_marks_nothing_is_told_before_reading_is_finished(desk: Desk) -> None:
    theirs = make_mark(desk.document, desk.cast.participant("annotator2"), desk.labels["Claim"], 0, 12, note="hidden")
    theirs.deleted_at = theirs.created_at
    theirs.save()
    make_mark(desk.document, desk.cast.participant("annotator2"), desk.labels["Claim"], 13, 17)
    make_reading(desk.document, desk.cast.participant("annotator2"), "finished")
    workspace = desk.open("annotator")
    workspace.page.keyboard.press("h")
    history = _history(workspace)
    expect(history.get_by_text("No mark was deleted here.")).to_be_visible()
    workspace.finish()
    expect(history.get_by_role("region", name="Deleted marks").get_by_role("listitem")).to_have_count(1)
    expect(history).to_contain_text("hidden")
    expect(history.get_by_role("button", name="Restore this mark")).to_have_count(0)
