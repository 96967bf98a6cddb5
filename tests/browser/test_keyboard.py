"""The whole of an annotator's work without a mouse."""

import pytest
from playwright.sync_api import expect

from sources.models import Reading
from tests.browser.conftest import Desk
from tests.browser.workspace import Workspace, exact_words, stored

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def tab_to(workspace: Workspace, name: str, *, most: int = 40) -> None:
    """Press Tab until a control of this name has the focus."""
    wanted = workspace.page.get_by_role("button", name=name, exact=True).first
    handle = wanted.element_handle()
    for _ in range(most):
        if handle.evaluate("element => element === document.activeElement"):
            return
        workspace.page.keyboard.press("Tab")
    raise AssertionError(f"{name} cannot be reached with Tab")


def test_a_document_is_opened_marked_changed_and_finished_by_keyboard_alone(desk: Desk) -> None:
    page = desk.page("annotator", f"/projects/{desk.cast.project.slug}/documents")
    keys = page.keyboard
    expect(page.locator("[data-row-link]").first).to_be_visible()
    keys.press("j")
    keys.press("Enter")
    workspace = Workspace(page).ready()

    # The first word, from the start of the text: Enter brings the palette, typing filters it, Enter takes the label.
    keys.press("t")
    keys.press("Control+Home")
    keys.press("Control+Shift+ArrowRight")
    keys.press("Enter")
    expect(workspace.palette.get_by_role("combobox")).to_be_focused()
    keys.type("sour")
    expect(workspace.palette.get_by_role("option")).to_have_count(1)
    keys.press("Enter")
    workspace.shows(["Peacekeepers"])
    workspace.is_saved()
    (mark,) = stored(desk.document).values()
    assert (mark.label.path, exact_words(mark)) == ("Source", "Peacekeepers")

    # Its label is changed by the key of another, for the mark is selected; then it goes, and comes back.
    keys.press("f")
    workspace.is_saved()
    assert [row.label.path for row in stored(desk.document).values()] == ["Claim/Figure"]
    keys.press("Delete")
    workspace.shows([])
    workspace.is_saved()
    assert stored(desk.document) == {}
    keys.press("Control+z")
    workspace.shows(["Peacekeepers"])
    workspace.is_saved()
    assert list(stored(desk.document)) == [str(mark.id)]

    tab_to(workspace, "Finish reading")
    keys.press("Enter")
    dialog = page.get_by_role("dialog", name="Finish reading?")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button", name="Finish reading")).to_be_focused()
    keys.press("Enter")
    expect(page.locator("[data-reading=finished]")).to_be_visible()
    assert Reading.objects.get(document=desk.document).state == Reading.State.FINISHED


def test_typing_a_word_after_a_label_key_marks_once(desk: Desk) -> None:
    workspace = desk.open("annotator")
    workspace.select("Peacekeepers")
    expect(workspace.palette).to_be_visible()
    workspace.page.keyboard.type("claims", delay=5)
    workspace.shows(["Peacekeepers"])
    workspace.is_saved()
    (mark,) = stored(desk.document).values()
    assert (mark.label.path, mark.version) == ("Claim", 1)


def test_the_list_of_keys_is_opened_and_left_by_keys(desk: Desk) -> None:
    page = desk.open("annotator").page
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("Undo")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
