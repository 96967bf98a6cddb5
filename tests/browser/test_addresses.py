"""A link into a text leads to its words; what is selected can be sent on, and begins a claim."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Desk
from tests.browser.workspace import Workspace, address, stored
from tests.cast import make_document, make_mark
from tests.processes import eventually

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The words under the passing highlight, and whether they can be seen.
_FOUND = """() => {
  const range = [...(CSS.highlights.get('found') ?? [])][0];
  if (!range) return null;
  const box = range.getBoundingClientRect();
  const frame = document.querySelector('.ws-scroller').getBoundingClientRect();
  return [range.toString(), box.top >= frame.top && box.bottom <= frame.bottom];
}"""


def test_a_link_to_a_passage_far_down_shows_it_until_somebody_leaves_it(desk: Desk) -> None:
    text = "".join(f"Paragraph {number} is about the valley. 🚚\n\n" for number in range(8000))
    document = make_document(desk.cast.project, text, "A long one")
    start = text.index("Paragraph 7000 is")
    page = desk.page("reviewer")
    page.goto(f"{address(document)}?at={start}-{start + len('Paragraph 7000')}")
    Workspace(page).ready()
    eventually(lambda: page.evaluate(_FOUND) == ["Paragraph 7000", True])
    page.keyboard.press("Escape")
    assert page.evaluate(_FOUND) is None


@pytest.mark.parametrize("place", ["?at=5-2", "?at=0-999999", "?at=words", "#mark=none"])
def test_a_link_to_no_place_opens_the_text_and_says_so(desk: Desk, place: str) -> None:
    page = desk.page("reviewer")
    page.goto(address(desk.document) + place)
    Workspace(page).ready()
    expect(
        page.get_by_role("status").filter(has_text="This link names a place that the text does not have.")
    ).to_be_visible()


def test_a_selected_mark_is_in_the_address_and_its_link_selects_it_for_somebody_else(desk: Desk) -> None:
    annotator = desk.open("annotator")
    annotator.mark("expert", "c")
    annotator.is_saved()
    (mark,) = stored(desk.document)
    annotator.click("expert")
    expect(annotator.page).to_have_url(re.compile(rf"/annotate#mark={mark}$"))
    annotator.page.keyboard.press("Escape")
    expect(annotator.page).to_have_url(re.compile(r"/annotate$"))

    page = desk.page("reviewer")
    page.goto(f"{address(desk.document)}#mark={mark}")
    Workspace(page).ready()
    expect(page.locator(f".ws-detail__card[data-mark='{mark}']")).to_be_visible()


def test_a_link_to_a_hidden_mark_says_what_a_link_to_no_mark_says(desk: Desk) -> None:
    hidden = make_mark(desk.document, desk.cast.participant("annotator"), desk.labels["Claim"], note="their secret")
    said = set()
    for id_ in (str(hidden.id), "01a219d3-747e-7512-936e-c3044c1efc98"):
        page = desk.page("annotator2")
        page.goto(f"{address(desk.document)}#mark={id_}")
        Workspace(page).ready()
        toast = page.get_by_role("status").filter(has_text="The mark of this link is not here")
        expect(toast).to_be_visible()
        said.add(toast.inner_text())
        assert "their secret" not in page.content()
    assert len(said) == 1


def test_a_claim_on_a_page_of_its_own_begins_from_the_selected_mark(desk: Desk) -> None:
    annotator = desk.open("annotator")
    annotator.mark("expert", "c")
    annotator.is_saved()
    (mark,) = stored(desk.document)
    annotator.click("expert")
    page = annotator.page
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Make a claim").click(modifiers=["ControlOrMeta"])
    expect(opened.value).to_have_url(re.compile(rf"/claims/new\?annotation={mark}$"))
    expect(opened.value.get_by_text("expert").first).to_be_visible()


def test_who_may_write_no_claims_is_offered_none(desk: Desk) -> None:
    make_mark(desk.document, desk.cast.participant("annotator"), desk.labels["Claim"], layer="gold", secrecy="open")
    viewer = desk.open("viewer")
    viewer.page.locator(".ws-marks__row").first.click()
    expect(viewer.page.locator(".ws-detail__card")).to_be_visible()
    expect(viewer.page.get_by_role("link", name="Make a claim")).to_have_count(0)
