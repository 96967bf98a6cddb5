"""Tools that shape marks: every occurrence of words, splitting and merging, each by keys and taken back at once."""

import pytest
from playwright.sync_api import Locator, Page, expect

from annotator.models import Annotation
from projects.models import Event, Operation
from tests.browser.conftest import Desk, make_text
from tests.browser.looking import look
from tests.browser.workspace import Workspace, exact_words, stored
from tests.cast import make_mark

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SARN = (
    "The bridge at Sarn is closed. Sarn is a town of 900 people.\n"
    "\n"
    "Nobody crosses at SARN, says a driver from Sarnia. “Sarn is shut”, he said.\n"
)


def _dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Every “Sarn”")


def _words(desk: Desk) -> list[str]:
    return sorted(exact_words(row) for row in stored(desk.document).values())


@pytest.fixture
def sarn(desk: Desk) -> Workspace:
    desk.document = make_text(desk.cast, SARN, title="Sarn")
    return desk.open("annotator")


def test_every_occurrence_is_listed_ticked_off_marked_and_taken_back_at_once_by_keys(
    desk: Desk, sarn: Workspace
) -> None:
    page, keys = sarn.page, sarn.page.keyboard
    keys.press("t")
    keys.press("Control+Home")
    for _ in range(3):
        keys.press("Control+ArrowRight")
    keys.press("Control+Shift+ArrowRight")
    keys.press("o")
    dialog = _dialog(page)
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("combobox", name="Label")).to_be_focused()
    places = dialog.get_by_role("listitem")
    expect(places).to_have_count(4)
    expect(places.nth(0)).to_contain_text("The bridge at Sarn is closed.")
    expect(dialog.get_by_role("status")).to_have_text("4 of 4 places chosen")

    # The second is ticked off, from tick to tick with the arrows; words in capitals are not the same here.
    places.nth(0).get_by_role("checkbox").focus()
    keys.press("ArrowDown")
    keys.press("Space")
    expect(dialog.get_by_role("status")).to_have_text("3 of 4 places chosen")
    dialog.get_by_role("checkbox", name="Same case").check()
    expect(dialog.get_by_role("status")).to_have_text("2 of 3 places chosen")
    assert look(page, "every occurrence") == []
    dialog.get_by_role("button", name="Mark 2 passages").press("Enter")
    expect(dialog).to_be_hidden()
    sarn.shows(["Sarn", "Sarn"])
    sarn.is_saved()
    assert _words(desk) == ["Sarn", "Sarn"]
    assert Operation.objects.count() == 1

    keys.press("Control+z")
    sarn.shows([])
    sarn.is_saved()
    assert stored(desk.document) == {}
    assert Annotation.objects.filter(document=desk.document).count() == 2
    keys.press("Control+Shift+z")
    sarn.shows(["Sarn", "Sarn"])
    sarn.is_saved()
    assert _words(desk) == ["Sarn", "Sarn"]
    assert Operation.objects.count() == 3


def test_a_place_that_is_marked_already_is_shown_and_left(desk: Desk, sarn: Workspace) -> None:
    sarn.mark("Sarn", "s")
    sarn.is_saved()
    sarn.page.keyboard.press("Alt+Shift+Enter")
    dialog = _dialog(sarn.page)
    expect(dialog.get_by_role("combobox", name="Label")).to_have_value(str(desk.labels["Source"].id))
    first = dialog.get_by_role("listitem").first
    expect(first).to_contain_text("marked already")
    expect(first.get_by_role("checkbox")).to_be_disabled()
    dialog.get_by_role("button", name="Mark 3 passages").click()
    sarn.shows(["Sarn", "Sarn", "SARN", "Sarn"])
    sarn.is_saved()


def test_words_inside_longer_words_come_when_they_are_asked_for(sarn: Workspace) -> None:
    sarn.select("Sarn")
    sarn.page.keyboard.press("Alt+Shift+Enter")
    dialog = _dialog(sarn.page)
    expect(dialog.get_by_role("listitem")).to_have_count(4)
    dialog.get_by_role("checkbox", name="Whole words only").uncheck()
    expect(dialog.get_by_role("listitem")).to_have_count(5)
    dialog.get_by_role("button", name="None").click()
    expect(dialog.get_by_role("button", name="Mark 0 passages")).to_be_disabled()
    sarn.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    sarn.shows([])


def test_a_mark_is_split_at_the_caret_and_both_parts_are_merged_again_by_keys(desk: Desk) -> None:
    workspace = desk.open("annotator")
    keys = workspace.page.keyboard
    workspace.mark("The convoy of 41 trucks", "c")
    workspace.is_saved()
    (mark,) = stored(desk.document)
    for _ in range(len("41 trucks")):
        keys.press("ArrowLeft")
    keys.press("F9")
    workspace.shows(["The convoy of", "41 trucks"])
    keys.press("f")  # the part behind the caret is selected: another label for it
    workspace.is_saved()
    rows = {exact_words(row): row for row in stored(desk.document).values()}
    assert {words: row.label.name for words, row in rows.items()} == {"The convoy of": "Claim", "41 trucks": "Figure"}
    assert str(rows["The convoy of"].id) == mark

    keys.press("F4")
    expect(workspace.page.locator("#toasts .toast").last).to_contain_text("No mark of yours")
    keys.press("Control+z")
    keys.press("j")
    workspace.shows(["The convoy of 41 trucks"])
    workspace.is_saved()
    assert list(stored(desk.document)) == [mark]
    keys.press("Control+z")
    workspace.shows(["The convoy of", "41 trucks"])
    keys.press("Control+z")
    workspace.shows(["The convoy of 41 trucks"])
    workspace.is_saved()
    assert list(stored(desk.document)) == [mark]


def test_a_split_that_cannot_be_saved_leaves_the_mark_whole_on_the_server(desk: Desk) -> None:
    row = make_mark(desk.document, desk.cast.participant("annotator"), desk.labels["Claim"], 0, 38)
    workspace = desk.open("annotator")
    desk.browsing.expect_fault(r"ERR_FAILED .*/annotations/steps")
    workspace.page.route("**/annotations/steps", lambda route: route.abort())
    workspace.click("valley")
    workspace.page.keyboard.press("Control+ArrowLeft")
    workspace.page.keyboard.press("x")
    workspace.shows(["Peacekeepers left the", "valley in April."])
    expect(workspace.page.locator("ws-save-state")).to_have_attribute("data-state", "offline")
    assert list(stored(desk.document)) == [str(row.id)]
    assert not Event.objects.filter(kind="annotation.updated").exists()
    workspace.page.unroute("**/annotations/steps")
    workspace.is_saved()
    assert len(stored(desk.document)) == 2


def test_the_tools_stand_in_the_list_of_keys(desk: Desk) -> None:
    page = desk.open("annotator").page
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog")
    for words in ("Label every occurrence", "Split the mark", "Merge the mark"):
        expect(dialog).to_contain_text(words)


def test_the_list_of_marks_is_filtered_and_sorted_by_keys(desk: Desk) -> None:
    author, labels = desk.cast.participant("annotator"), desk.labels
    make_mark(desk.document, author, labels["Claim"], 0, 12, note="who says so?")
    make_mark(desk.document, author, labels["Source"], 22, 28)
    make_mark(desk.document, desk.cast.participant("annotator2"), labels["Claim"], 32, 37)
    desk.cast.project.marks_blind = "never"
    desk.cast.project.save()
    workspace = desk.open("annotator")
    page, keys = workspace.page, workspace.page.keyboard
    rows = page.get_by_role("listbox", name="Marks in this document").get_by_role("option")
    expect(rows).to_have_count(3)

    keys.press("Shift+M")
    expect(page.get_by_role("searchbox", name="Filter the marks")).to_be_focused()
    keys.type("says so")
    expect(rows).to_have_count(1)
    keys.press("ArrowDown")
    expect(page.get_by_role("listbox", name="Marks in this document")).to_be_focused()
    expect(page.get_by_role("region", name="Selected mark")).to_contain_text("you")
    keys.press("Shift+M")
    keys.press("Delete")
    expect(rows).to_have_count(3)

    people = page.get_by_role("combobox", name="Only marks of this person")
    people.select_option(label="annotator2")
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text("annotator2")
    people.select_option(label="Everybody")
    page.get_by_role("combobox", name="Only marks with this label").select_option(label="Source")
    expect(rows).to_have_count(1)
    page.get_by_role("combobox", name="Only marks with this label").select_option(label="All labels")
    page.get_by_role("combobox", name="Order of the marks").select_option(label="Newest first")
    expect(rows.first).to_contain_text("April")
    keys.press("m")
    assert look(page, "filtered marks") == []


def test_while_one_is_blind_nobody_else_stands_in_the_filter(desk: Desk) -> None:
    make_mark(desk.document, desk.cast.participant("annotator"), desk.labels["Claim"], 0, 12)
    make_mark(desk.document, desk.cast.participant("annotator2"), desk.labels["Claim"], 32, 37)
    page = desk.open("annotator").page
    expect(page.get_by_role("combobox", name="Order of the marks")).to_be_visible()
    expect(page.get_by_role("combobox", name="Only marks of this person")).to_have_count(0)
