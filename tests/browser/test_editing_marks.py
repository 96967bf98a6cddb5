"""Marks are made, changed and commented by mouse and by keys, as in any editor."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import TEXT, Desk, make_text
from tests.browser.workspace import _PLACE_OF_WORDS, Workspace, box, exact_words, places, stored
from tests.cast import make_mark
from tests.processes import eventually


def _mark(desk: Desk, words: str, label: str = "Claim", name: str = "annotator", **fields: object) -> str:
    start = TEXT.index(words)
    participant = desk.cast.participant(name)
    mark = make_mark(desk.document, participant, desk.labels[label], start=start, end=start + len(words), **fields)
    return str(mark.id)


def test_a_double_click_takes_a_word_and_a_click_takes_a_label(desk: Desk) -> None:
    workspace = desk.open("annotator")
    page = workspace.page
    left, top, right, bottom = page.evaluate(_PLACE_OF_WORDS, ["valley", 0])
    page.mouse.dblclick((left + right) / 2, (top + bottom) / 2)
    expect(workspace.palette).to_be_visible()
    workspace.palette.get_by_role("option", name="Source").click()
    workspace.shows(["valley"])
    workspace.select("trucks")
    page.get_by_role("tab", name="Labels").click()
    page.locator(".ws-book").get_by_role("button", name="Figure").click()
    workspace.shows(["trucks", "valley"])
    workspace.is_saved()
    assert {exact_words(row): row.label.name for row in stored(desk.document).values()} == {
        "valley": "Source",
        "trucks": "Figure",
    }


def test_an_edge_is_moved_by_keys_kept_or_left_as_it_was(desk: Desk) -> None:
    _mark(desk, "trucks", "Figure")
    workspace = desk.open("annotator")
    page, keys = workspace.page, workspace.page.keyboard
    workspace.click("trucks")
    keys.press("F2")
    expect(page.locator(".ws-hint")).to_contain_text("Tab changes to the other edge")
    keys.press("Control+ArrowRight")
    keys.press("Tab")
    keys.press("Control+ArrowLeft")
    keys.press("Enter")
    workspace.shows(["41 trucks crossed"])
    expect(page.locator(".ws-hint")).to_be_hidden()
    keys.press("F2")
    keys.press("Control+ArrowRight")
    keys.press("Escape")
    workspace.is_saved()
    workspace.shows(["41 trucks crossed"])
    (row,) = stored(desk.document).values()
    assert (exact_words(row), row.version) == ("41 trucks crossed", 2)
    keys.press("Control+z")
    workspace.shows(["trucks"])


def test_an_edge_is_moved_by_dragging_its_handle(desk: Desk) -> None:
    _mark(desk, "trucks", "Figure")
    workspace = desk.open("annotator")
    page = workspace.page
    workspace.click("trucks")
    handle = page.locator(".ws-handle--end")
    expect(handle).to_be_visible()
    grip = box(handle)
    _left, _top, right, bottom = page.evaluate(_PLACE_OF_WORDS, ["crossed", 0])
    page.mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2)
    page.mouse.down()
    page.mouse.move(right - 20, bottom, steps=4)
    page.mouse.move(right - 2, bottom, steps=4)
    page.mouse.up()
    workspace.shows(["trucks crossed"])
    workspace.is_saved()
    (row,) = stored(desk.document).values()
    assert exact_words(row) == "trucks crossed"


def test_a_part_is_added_to_a_mark_by_dragging_with_alt_and_by_keys(desk: Desk) -> None:
    _mark(desk, "trucks", "Figure")
    workspace = desk.open("annotator")
    keys = workspace.page.keyboard
    workspace.click("trucks")
    keys.down("Alt")
    workspace.select("Sarn")
    keys.up("Alt")
    workspace.shows(["trucksSarn"])
    expect(workspace.palette).to_be_hidden()
    keys.press("Control+End")
    keys.press("Control+Shift+ArrowLeft")
    keys.press("Control+Shift+ArrowLeft")
    keys.press("Alt+Enter")
    workspace.is_saved()
    (row,) = stored(desk.document).values()
    assert len(places(row)) == 3
    assert re.sub(r"\W+", " ", exact_words(row)).split()[:2] == ["trucks", "Sarn"]
    keys.press("Control+z")
    workspace.shows(["trucksSarn"])


def test_a_note_is_written_by_keys_and_what_others_change_meanwhile_does_not_touch_it(desk: Desk) -> None:
    id = _mark(desk, "trucks", "Figure")
    workspace = desk.open("annotator")
    page, keys = workspace.page, workspace.page.keyboard
    workspace.click("trucks")
    keys.press("n")
    note = page.get_by_role("textbox", name="Note")
    expect(note).to_be_focused()
    keys.type("Counted by")
    desk.browsing.expect_fault("409")
    body = {"label": str(desk.labels["Source"].id)}
    answer = desk.cast.client("annotator").patch(
        f"/api/v1/annotations/{id}", body, format="json", headers={"If-Match": '"1"'}
    )
    assert answer.status_code == 200, answer.json()
    expect(page.locator(".ws-detail__head")).to_contain_text("Source")
    expect(note).to_be_focused()
    expect(note).to_have_value("Counted by")
    keys.type(" whom?")
    keys.press("Control+Enter")
    expect(page.get_by_role("dialog", name="This mark was changed meanwhile")).to_be_visible()
    page.get_by_role("button", name="Keep yours").click()
    workspace.is_saved()
    row = stored(desk.document)[id]
    assert (row.note, row.label.name) == ("Counted by whom?", "Source")


def test_a_note_that_was_being_written_is_there_when_the_page_is_opened_again(desk: Desk) -> None:
    id = _mark(desk, "trucks", "Figure")
    workspace = desk.open("annotator")
    page, keys = workspace.page, workspace.page.keyboard
    workspace.click("trucks")
    keys.press("n")
    keys.type("Counted by whom?")
    page.goto("about:blank")
    Workspace.open(page, desk.document)
    if stored(desk.document)[id].note != "Counted by whom?":
        workspace.click("trucks")
        expect(page.get_by_role("textbox", name="Note")).to_have_value("Counted by whom?")
        keys.press("n")
        keys.press("Control+Enter")
    workspace.is_saved()
    eventually(lambda: stored(desk.document)[id].note == "Counted by whom?", what="the note")


def test_two_who_change_one_mark_see_both_versions_and_decide(desk: Desk) -> None:
    id = _mark(desk, "trucks", "Figure")
    workspace = desk.open("annotator")
    page, keys = workspace.page, workspace.page.keyboard
    desk.browsing.expect_fault("ERR_INTERNET_DISCONNECTED|409")
    page.context.set_offline(True)
    workspace.click("trucks")
    keys.press("Enter")
    expect(workspace.palette).to_be_visible()
    workspace.palette.get_by_role("combobox").fill("Source")
    keys.press("Enter")
    workspace.says("Offline: 1 unsaved")
    changed = {"note": "from another page", "attributes": {"unit": "lorries"}}
    answer = desk.cast.client("annotator").patch(
        f"/api/v1/annotations/{id}", changed, format="json", headers={"If-Match": '"1"'}
    )
    assert answer.status_code == 200, answer.json()
    page.context.set_offline(False)
    dialog = page.get_by_role("dialog", name="This mark was changed meanwhile")
    expect(dialog).to_be_visible()
    theirs = dialog.locator(".compare__column").nth(1)
    expect(theirs.locator(".is-different")).to_contain_text(["Figure"])
    dialog.get_by_role("button", name="Decide later").click()
    workspace.says("1 conflict")

    page.get_by_role("button", name="Finish reading").first.click()
    page.locator("[data-action=confirm-finish]").click()
    expect(page.get_by_role("alert").filter(has_text="1 change of yours is not saved")).to_be_visible()
    keys.press("Escape")

    page.locator(".ws-save__button").click()
    page.get_by_role("button", name="Compare and decide").click()
    dialog.get_by_role("button", name="Keep yours").click()
    workspace.is_saved()
    row = stored(desk.document)[id]
    assert (row.label.name, row.note, row.attributes) == ("Source", "from another page", {"unit": "lorries"})


def test_single_keys_can_be_switched_off_and_the_others_still_work(desk: Desk) -> None:
    _mark(desk, "trucks", "Figure")
    workspace = desk.open("annotator")
    page, keys = workspace.page, workspace.page.keyboard
    keys.press("?")
    switch = page.get_by_role("dialog", name="Keys").get_by_role("checkbox", name="Use single keys")
    expect(switch).to_be_checked()
    switch.uncheck()
    keys.press("Escape")
    workspace.click("trucks")
    for key in ("n", "c", "l", "s", "/", "?"):
        keys.press(key)
    expect(page.get_by_role("tab", name="Marks")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".ws-find")).to_be_hidden()
    expect(page.get_by_role("textbox", name="Note")).not_to_be_focused()
    workspace.select("Sarn")
    keys.press("s")
    expect(workspace.palette).to_be_visible()
    workspace.label("Source")
    workspace.shows(["trucks", "Sarn"])
    keys.press("Shift+F2")
    expect(page.get_by_role("textbox", name="Comment").first).to_be_focused()


def test_marks_with_open_comments_are_gone_to_by_keys(desk: Desk) -> None:
    ids = [_mark(desk, words) for words in ("April", "trucks", "Sarn")]
    client = desk.cast.client("annotator")
    for id in (ids[0], ids[2]):
        assert client.post(f"/api/v1/annotations/{id}/comments", {"text": "Which?"}, format="json").status_code == 201
    page, held = desk.page("annotator"), []
    page.route("**/documents/*/comments?*", lambda route: held.append(route))
    Workspace.open(page, desk.document)
    keys = page.keyboard
    shown = page.locator(".ws-detail__card")
    keys.press("t")
    keys.press("Control+Home")
    keys.press("Control+F8")
    expect(page.locator(".toast")).to_contain_text("The comments are being fetched.")
    eventually(lambda: bool(held), what="the question for the comments")
    held[0].continue_()
    page.unroute("**/documents/*/comments?*")
    expect(shown).to_have_attribute("data-mark", ids[0])
    keys.press(".")
    expect(shown).to_have_attribute("data-mark", ids[2])
    keys.press(".")
    expect(page.locator(".toast")).to_contain_text("no mark has an open comment")
    keys.press(",")
    expect(shown).to_have_attribute("data-mark", ids[0])


def test_the_label_that_the_same_words_carry_is_suggested_and_the_last_one_remembered(desk: Desk) -> None:
    desk.document = make_text(desk.cast, "Sarn is closed.\n\nThe bridge at Sarn was open.\n\nNobody crossed it.\n")
    desk.labels["Source"].example = "“The ministry said so.”"
    desk.labels["Source"].save()
    workspace = desk.open("annotator")
    page = workspace.page
    workspace.mark("Sarn", "s")
    workspace.mark("closed", "c")
    workspace.select("Sarn", nth=1)
    first = workspace.palette.get_by_role("option").first
    expect(first).to_contain_text("Source")
    expect(first).to_contain_text("suggested")
    page.keyboard.press("Escape")
    workspace.is_saved()
    page.reload()
    workspace.ready()
    workspace.select("Nobody")
    expect(workspace.palette.get_by_role("option").first).to_contain_text("Claim")
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Labels").click()
    expect(page.locator(".ws-book")).to_contain_text("“The ministry said so.”")


def test_the_outline_leads_to_headings_and_says_where_one_is(desk: Desk) -> None:
    lines = {n: [f"Line {n}.{k} of the text, which ends here." for k in range(30)] for n in (1, 2, 3)}
    parts = [f"Part {n}\n\n" + "\n\n".join(lines[n]) for n in lines]
    desk.document = make_text(desk.cast, "\n\n".join(parts) + "\n")
    workspace = desk.open("annotator")
    outline = workspace.page.get_by_role("navigation", name="Outline")
    expect(outline.get_by_role("button")).to_have_text(["Part 1", "Part 2", "Part 3"])
    outline.get_by_role("button", name="Part 3").click()
    expect(outline.locator("[aria-current]")).to_have_text("Part 3")
    expect(workspace.text.get_by_text("Line 3.0 of")).to_be_in_viewport()
    expect(workspace.text).to_be_focused()


def test_lines_of_marks_keep_their_shapes_in_forced_colours(desk: Desk) -> None:
    _mark(desk, "April")
    workspace = desk.open("annotator", forced_colors="active")
    workspace.shows(["April"])
    image = workspace.page.locator(".mk").first.evaluate("(mark) => getComputedStyle(mark).backgroundImage")
    assert "linear-gradient" in image
