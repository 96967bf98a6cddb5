"""The workspace on a telephone: labels are told by a code beside the line, and by their names where a finger taps."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Desk
from tests.browser.looking import NARROW, look, shoot
from tests.browser.workspace import box
from tests.cast import make_mark

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_mark_has_its_code_in_a_narrow_lane_and_a_tap_names_its_label(desk: Desk) -> None:
    make_mark(desk.document, desk.cast.participant("annotator"), desk.labels["Claim"], note="As in May?")
    make_mark(desk.document, desk.cast.participant("annotator"), desk.labels["Source"], 13, 28)
    opened = desk.open("annotator", viewport=NARROW, has_touch=True)
    page = opened.page
    codes = page.locator(".ws-lane .ws-code")
    expect(codes).to_have_text(["CL", "SO"])
    mark = page.locator(".ws-text [data-annotation-ids]").first
    beside, words = box(codes.first), box(mark)
    assert beside["x"] >= 0
    assert beside["x"] + beside["width"] <= words["x"]
    mark.tap()
    tip = page.locator(".ws-tip")
    expect(tip).to_be_visible()
    expect(tip).to_contain_text("Claim")
    expect(tip).to_contain_text("As in May?")
    shoot(page, "telephone-tapped", full=False)
    page.get_by_text("Nobody else has confirmed it.").tap()
    expect(tip).to_be_hidden()
    assert look(page, "telephone") == []
