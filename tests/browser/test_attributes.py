"""Attributes of a mark in the workspace: given by keys, changed in their place, kept of their kind, read by others."""

import pytest
from playwright.sync_api import Locator, Page, expect

from annotator.models import Annotation
from projects.vocabulary import Blindness
from sources.models import Reading
from tests.browser.conftest import Desk
from tests.browser.looking import look
from tests.browser.workspace import Workspace
from tests.cast import make_mark, make_reading
from tests.processes import eventually

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _value(page: Page, name: str) -> Locator:
    return page.locator(f'[data-attribute="{name}"]')


def _has(mark: Annotation, attributes: dict[str, object]) -> None:
    """Wait until the server has exactly these."""

    def same() -> bool:
        mark.refresh_from_db()
        return bool(mark.attributes == attributes)

    eventually(same, what=f"{attributes} on the server")


def _open(desk: Desk, **attributes: object) -> tuple[Workspace, Annotation]:
    mark = make_mark(desk.document, desk.cast.participant("annotator"), desk.labels["Claim"], attributes=attributes)
    workspace = desk.open("annotator")
    workspace.click("Peacekeepers")
    return workspace, mark


def test_attributes_are_given_one_after_the_other_by_keys_and_undone(desk: Desk) -> None:
    workspace, mark = _open(desk)
    page, keys = workspace.page, workspace.page.keyboard
    keys.press("Control+F2")
    expect(page.get_by_role("combobox", name="Name of the attribute")).to_be_focused()
    for name, value in {"certainty": "low", "as of": "April"}.items():
        keys.type(name)
        keys.press("Enter")
        keys.type(value)
        keys.press("Enter")
        expect(page.get_by_role("combobox", name="Name of the attribute")).to_be_focused()
    keys.type("certainty")
    keys.press("Enter")
    keys.type("high")
    keys.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("This mark has an attribute of this name: change it above.")
    assert look(page, "attributes of a mark") == []
    keys.press("Escape")
    expect(workspace.text).to_be_focused()
    workspace.is_saved()
    _has(mark, {"certainty": "low", "as of": "April"})
    keys.press("Control+z")
    expect(_value(page, "as of")).to_have_count(0)
    _has(mark, {"certainty": "low"})
    keys.press("Control+Shift+z")
    _has(mark, {"certainty": "low", "as of": "April"})


def test_a_value_is_changed_in_its_place_and_a_number_stays_a_number(desk: Desk) -> None:
    workspace, mark = _open(desk, score=3, seen=True, by="hand")
    page = workspace.page
    _value(page, "score").fill("many")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("This value is 3: write JSON of the same kind.")
    _value(page, "score").fill("4.5")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_count(0)
    _value(page, "by").fill("machine")
    _value(page, "seen").click()
    _has(mark, {"score": 4.5, "seen": True, "by": "machine"})
    _value(page, "by").fill("nobody")
    page.keyboard.press("Escape")
    expect(_value(page, "by")).to_have_value("machine")
    page.get_by_role("button", name="Take the attribute seen away").click()
    _has(mark, {"score": 4.5, "by": "machine"})


def test_what_is_being_typed_is_kept_for_its_mark_when_another_is_selected(desk: Desk) -> None:
    other = make_mark(desk.document, desk.cast.participant("annotator"), desk.labels["Source"], 13, 17)
    workspace, mark = _open(desk, by="hand")
    page = workspace.page
    workspace.shows(["Peacekeepers", "left"])
    _value(page, "by").fill("machine")
    workspace.click("left")
    expect(page.get_by_role("region", name="Selected mark")).to_contain_text("Source")
    expect(_value(page, "by")).to_have_count(0)
    _has(mark, {"by": "machine"})
    _has(other, {})


def test_a_value_that_cannot_be_kept_is_told_and_haunts_no_other_mark(desk: Desk) -> None:
    make_mark(desk.document, desk.cast.participant("annotator"), desk.labels["Source"], 13, 17, attributes={"by": "x"})
    workspace, mark = _open(desk, score=3)
    page = workspace.page
    _value(page, "score").fill("many")
    workspace.click("left")
    expect(page.get_by_role("alert").filter(has_text="This value is 3")).to_be_visible()
    _value(page, "by").click()
    page.keyboard.press("Enter")
    expect(workspace.text).to_be_focused()
    expect(page.locator(".ws-attrs__problem")).to_have_count(0)
    workspace.click("Peacekeepers")
    expect(_value(page, "score")).to_have_value("3")
    _has(mark, {"score": 3})


def test_a_new_attribute_is_typed_on_while_the_marks_are_fetched_again(desk: Desk) -> None:
    workspace, mark = _open(desk)
    page, keys = workspace.page, workspace.page.keyboard
    keys.press("a")
    keys.type("certainty")
    with page.expect_response("**/marks"):
        desk.cast.project.marks_blind = Blindness.ALWAYS
        sent = desk.cast.client("manager").patch(
            desk.cast.url("").rstrip("/"), {"marks_blind": "always"}, format="json", headers={"If-Match": '"1"'}
        )
        assert sent.status_code == 200, sent.content
    expect(page.get_by_role("combobox", name="Name of the attribute")).to_be_focused()
    keys.press("Enter")
    keys.type("low")
    keys.press("Enter")
    _has(mark, {"certainty": "low"})


def test_others_read_attributes_and_names_are_shown_as_they_are(desk: Desk) -> None:
    hostile = "<img src=x onerror=alert(1)>{{ 7*7 }}\u202e"
    desk.cast.project.marks_blind = Blindness.NEVER
    desk.cast.project.save()
    make_reading(desk.document, desk.cast.participant("annotator"), Reading.State.FINISHED)
    make_mark(
        desk.document, desk.cast.participant("annotator"), desk.labels["Claim"], attributes={hostile: hostile, "n": [1]}
    )
    workspace = desk.open("annotator2")
    workspace.click("Peacekeepers")
    page = workspace.page
    read = page.locator(".ws-attrs__read")
    expect(read.locator("dt")).to_have_text([hostile, "n"])
    expect(read.locator("dd")).to_have_text([hostile, "[1]"])
    expect(read.get_by_role("textbox")).to_have_count(0)
    assert look(page, "attributes of somebody else") == []
