"""From passage to passage and from conflict to conflict, by keys that are in the list of keys and in the palette."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk
from tests.browser.workspace import Workspace
from tests.cast import make_mark
from tests.processes import eventually
from tests.sources.conftest import text_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The passage that is shown, and what stands after the caret.
_AT = """() => {
  const range = [...(CSS.highlights.get('found') ?? [])][0];
  const selection = getSelection();
  const after = document.createRange();
  after.setStart(selection.focusNode, selection.focusOffset);
  after.setEndAfter(document.querySelector('.ws-text').lastChild);
  return range && after.toString().startsWith(range.toString()) ? range.toString() : null;
}"""


def arrives(page: Page, words: str) -> None:
    """Wait until a passage that begins like this is shown with the caret before it."""
    eventually(lambda: (page.evaluate(_AT) or "").startswith(words), what=f"the caret before {words!r}")


def mark(desk: Desk, who: str, words: str, label: str, **more: object) -> None:
    text = text_of(desk.document)
    start = text.index(words)
    make_mark(desk.document, desk.cast.participant(who), desk.labels[label], start, start + len(words), **more)


def open_from_the_start(desk: Desk, who: str) -> Workspace:
    workspace = desk.open(who)
    workspace.text.focus()
    workspace.page.keyboard.press("Control+Home")
    return workspace


def test_passages_without_a_mark_are_gone_through_in_both_directions(desk: Desk) -> None:
    mark(desk, "annotator", "convoy", "Claim")
    page = open_from_the_start(desk, "annotator").page
    page.keyboard.press("Alt+Shift+ArrowDown")
    arrives(page, "The ministry")
    page.keyboard.press("Alt+Shift+ArrowDown")
    expect(page.get_by_role("status").filter(has_text="Every passage from here to the end has a mark.")).to_be_visible()
    page.keyboard.press("Shift+U")
    arrives(page, "Peacekeepers")
    page.keyboard.press("u")
    arrives(page, "The ministry")


def test_conflicts_are_gone_through_by_who_may_see_both_marks(desk: Desk) -> None:
    desk.cast.project.marks_blind = "never"
    desk.cast.project.save(update_fields=["marks_blind"])
    mark(desk, "annotator", "Peacekeepers left", "Claim")
    mark(desk, "annotator2", "left the valley", "Source")
    mark(desk, "annotator", "41 trucks", "Figure")
    mark(desk, "annotator2", "41 trucks", "Figure")  # they agree
    mark(desk, "annotator", "gave no date", "Claim")
    mark(desk, "annotator2", "no date", "Figure")
    page = open_from_the_start(desk, "manager").page
    page.keyboard.press("F8")
    arrives(page, "left")
    said = page.get_by_role("status").filter(has_text="annotator2: Source; annotator: Claim")
    expect(said).to_be_visible()
    page.keyboard.press("F8")
    arrives(page, "no date")
    page.keyboard.press("F8")
    expect(page.get_by_role("status").filter(has_text="contradict each other from here to the end")).to_be_visible()
    page.keyboard.press("Shift+F8")
    arrives(page, "left")


def test_who_may_not_see_others_marks_finds_no_conflict(desk: Desk) -> None:
    mark(desk, "annotator", "Peacekeepers left", "Claim")
    mark(desk, "annotator2", "left the valley", "Source")
    page = open_from_the_start(desk, "annotator").page
    page.keyboard.press("F8")
    expect(page.get_by_role("status").filter(has_text="No marks of different people contradict")).to_be_visible()


def test_the_keys_are_in_the_list_of_keys_and_in_the_palette(desk: Desk) -> None:
    page = desk.open("annotator").page
    titles = [
        "Find in this document", "Next passage without a mark", "Previous passage without a mark",
        "Next conflict between people’s marks", "Previous conflict between people’s marks",
        "Reading: size, width, typeface, theme",
    ]  # fmt: skip
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    for title in titles:
        expect(dialog.get_by_text(title)).to_be_visible()
    page.keyboard.press("Escape")
    for title in titles:
        page.keyboard.press("Control+k")
        page.keyboard.type(title)
        expect(page.get_by_role("option", name=title).first).to_be_visible()
        page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.keyboard.type("passage without")
    expect(page.get_by_role("option", name="Next passage without a mark")).to_be_visible()
    page.keyboard.press("Enter")
    arrives(page, "“They will not return")


@pytest.mark.parametrize("key", ["u", "r"])
def test_a_label_that_claims_a_letter_keeps_it(desk: Desk, key: str) -> None:
    label = desk.labels["Claim"]
    label.shortcut = key
    label.save(update_fields=["shortcut"])
    workspace = desk.open("annotator")
    workspace.mark("expert", key)
    workspace.shows(["expert"])
    expect(workspace.page.locator("#ws-reading")).to_be_hidden()
