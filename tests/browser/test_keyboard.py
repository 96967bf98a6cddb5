"""The whole of an annotator's work without a mouse."""

import pytest
from playwright.sync_api import expect

from annotator.models import Relation
from projects.models import Comment
from sources.models import Reading
from tests.browser.conftest import Desk
from tests.browser.workspace import Workspace, exact_words, stored
from tests.processes import eventually

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


def mark_by_keys(workspace: Workspace, words: str, key: str) -> None:
    """Find words, leave the search at them, and give them the label of a key."""
    page = workspace.page
    page.keyboard.press("/")
    expect(page.get_by_role("textbox", name="Words to find")).to_be_focused()
    page.keyboard.type(words)
    expect(page.locator(".ws-find__count")).to_have_text("1 of 1")
    page.keyboard.press("Escape")
    eventually(lambda: page.evaluate("getSelection().toString()") == words, what=f"{words} selected")
    page.keyboard.press(key)


def labels_of(desk: Desk) -> dict[str, str]:
    """Marked words → the label that they have on the server."""
    return {exact_words(row): row.label.path for row in stored(desk.document).values()}


def test_a_whole_task_is_done_by_keyboard_alone(desk: Desk) -> None:
    """Open a document, mark five passages, relate two, change a label, take one mark back, comment, finish."""
    page = desk.page("annotator", f"/projects/{desk.cast.project.slug}/documents")
    keys = page.keyboard
    expect(page.locator("[data-row-link]").first).to_be_visible()
    keys.press("j")
    keys.press("Enter")
    workspace = Workspace(page).ready()
    expect(page.locator("#workspace[data-relations=loaded]")).to_be_attached()

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
    # The other four by searching for them.
    passages = {"in April": "c", "41 trucks": "f", "bridge at Sarn": "s", "gave no date": "c"}
    for words, key in passages.items():
        mark_by_keys(workspace, words, key)
    workspace.shows(["Peacekeepers", *passages])
    workspace.is_saved()
    assert labels_of(desk) == {
        "Peacekeepers": "Source",
        "in April": "Claim",
        "41 trucks": "Claim/Figure",
        "bridge at Sarn": "Source",
        "gave no date": "Claim",
    }

    # The last one is selected still: it is related to the one before it.
    keys.press("Shift+F9")
    expect(page.locator(".ws-hint")).to_contain_text("Go to the other mark")
    keys.press("Alt+ArrowUp")
    keys.press("Enter")
    expect(page.get_by_role("dialog", name="How are they related?")).to_be_visible()
    keys.press("2")
    workspace.is_saved()
    relation = Relation.objects.select_related("kind").get()
    assert (exact_words(relation.source), exact_words(relation.target)) == ("gave no date", "bridge at Sarn")
    assert relation.kind.name == "contradicts"

    # The other one is selected now. Its label is changed by the key of another; it goes, and comes back.
    selected = page.get_by_role("region", name="Selected mark")
    expect(selected).to_contain_text("Source")
    keys.press("f")
    expect(selected).to_contain_text("Figure")
    keys.press("Delete")
    expect(selected).to_have_count(0)
    keys.press("Control+z")
    workspace.shows(["Peacekeepers", *passages])
    workspace.is_saved()
    assert labels_of(desk)["bridge at Sarn"] == "Claim/Figure"

    keys.press("Alt+ArrowUp")
    expect(selected).to_contain_text("Figure")
    keys.press("Shift+F2")
    expect(page.get_by_role("textbox", name="Comment").first).to_be_focused()
    keys.type("Counted by whom?")
    keys.press("Control+Enter")
    expect(page.locator(".ws-said")).to_contain_text("Counted by whom?")
    workspace.is_saved()
    (comment,) = Comment.objects.all()
    assert (comment.text, str(comment.subject_id)) == ("Counted by whom?", _id_of(desk, "41 trucks"))

    tab_to(workspace, "Finish reading")
    keys.press("Enter")
    dialog = page.get_by_role("dialog", name="Finish reading?")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button", name="Finish reading")).to_be_focused()
    keys.press("Enter")
    expect(page.locator("[data-reading=finished]")).to_be_visible()
    assert Reading.objects.get(document=desk.document).state == Reading.State.FINISHED


def _id_of(desk: Desk, words: str) -> str:
    (found,) = [id for id, row in stored(desk.document).items() if exact_words(row) == words]
    return found


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
