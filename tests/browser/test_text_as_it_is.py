"""The text on the page is the text that is stored: shown for what it is, found, selected, copied by the character."""

import pytest
from playwright.sync_api import Page, expect

from sources.models import Document, Section
from sources.readers.markdown import read
from sources.readers.text import find_blocks
from tests.browser.conftest import Desk
from tests.browser.looking import axe
from tests.browser.workspace import exact_words, places, stored
from tests.cast import make_document, make_mark
from tests.processes import eventually

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SOURCE = (
    "# Water in the valley 🙂\n\nThe flow fell[^1] twice. It fell again[^gauge].\n\n"
    "| Station | 2019 | 2024 |\n|:--------|-----:|-----:|\n| Fennmark | 312 | 187 |\n| Mill \\| bridge | 298 | 🚚 |\n\n"
    "## Why\n\n- Dams\n- Heat\n\n[^1]: Report, p. 4.\n\n[^gauge]: Letter of the station.\n"
)
KINDS = {"boilerplate": "Dams", "caption": "Heat"}
CLIPBOARD = ["clipboard-read", "clipboard-write"]

_FOUND = "() => [...(CSS.highlights.get('found') ?? [])].map((range) => range.toString())"


def make_source(desk: Desk) -> Document:
    """A Markdown document with the blocks its reader finds, two of them made kinds that Markdown does not have."""
    document = make_document(desk.cast.project, SOURCE, "Water")
    section = Section.objects.get(revision=document.current_revision)
    blocks = read(SOURCE).blocks
    for block in blocks:
        for kind, words in KINDS.items():
            if words in SOURCE[block[0] : block[1]] and block[2] == "list_item":
                block[2] = kind
    section.blocks = blocks
    section.save(update_fields=["blocks"])
    return document


def make_long(desk: Desk) -> tuple[Document, str]:
    text = "".join(f"Paragraph {number} is about 🚚 the valley.\n\n" for number in range(4000))
    document = make_document(desk.cast.project, text, "A long one")
    for section in Section.objects.filter(revision=document.current_revision):
        at = section.start
        section.blocks = [[at + start, at + end, kind, more] for start, end, kind, more in find_blocks(section.text)]
        section.save(update_fields=["blocks"])
    return document, text


def copied(page: Page) -> str:
    page.keyboard.press("Control+c")
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_blocks_are_shown_for_what_they_are_and_nothing_is_added_to_the_text(desk: Desk) -> None:
    workspace = desk.open("annotator", make_source(desk))
    page = workspace.page
    assert page.evaluate("document.querySelector('.ws-text').textContent") == SOURCE
    text = workspace.text
    expect(text.get_by_role("heading", name="Water in the valley")).to_have_attribute("aria-level", "1")
    expect(text.get_by_role("heading", name="Why")).to_have_attribute("aria-level", "2")
    table = text.get_by_role("table")
    expect(table.get_by_role("row")).to_have_count(3)
    assert table.get_by_role("columnheader").all_inner_texts() == ["Station", "2019", "2024"]
    assert table.get_by_role("cell").all_inner_texts() == ["Fennmark", "312", "187", "Mill \\| bridge", "298", "🚚"]
    boxes = [cell.bounding_box() or {} for cell in table.get_by_role("cell").all()]
    assert boxes[0]["x"] == boxes[3]["x"], "the cells of a column stand below each other"
    assert boxes[0]["y"] == boxes[1]["y"]
    expect(text.locator(".tx-boilerplate")).to_contain_text("Dams")
    expect(text.locator(".tx-caption")).to_contain_text("Heat")
    paragraph, grey = (
        page.locator(kind).first.evaluate("e => getComputedStyle(e).color")
        for kind in (".tx-paragraph", ".tx-boilerplate")
    )
    assert paragraph != grey
    assert axe(page) == []


def test_a_cell_is_marked_at_its_place_in_the_text(desk: Desk) -> None:
    document = make_source(desk)
    workspace = desk.open("annotator", document)
    workspace.mark("187", "f")
    workspace.mark("298", "f")
    workspace.is_saved()
    found = sorted((places(row)[0], exact_words(row)) for row in stored(document).values())
    assert found == [((SOURCE.index(words), SOURCE.index(words) + 3), words) for words in ("187", "298")]


def test_a_footnotes_call_leads_to_it_and_back_by_mouse_and_by_key(desk: Desk) -> None:
    document = make_source(desk)
    start = SOURCE.index("fell again[^")
    make_mark(document, desk.cast.participant("annotator"), desk.labels["Claim"], start, start + 13)
    workspace = desk.open("annotator", document)
    page = workspace.page
    calls = page.locator(".tx-paragraph .tx-call")
    assert "".join(calls.all_inner_texts()) == "[^1][^gauge]", "a mark that ends inside a call changes nothing"
    calls.last.click()
    eventually(lambda: page.evaluate(_FOUND) == ["[^gauge]: Letter of the station."], what="the footnote shown")
    page.keyboard.press("Control+Enter")
    eventually(lambda: page.evaluate(_FOUND) == ["[^gauge]"], what="the call shown")
    page.keyboard.press("Control+Enter")
    eventually(lambda: page.evaluate(_FOUND) == ["[^gauge]: Letter of the station."], what="the footnote again")
    assert page.evaluate("document.querySelector('.ws-text').textContent") == SOURCE


@pytest.mark.parametrize("marked", [False, True])
def test_selecting_all_and_copying_gives_the_text_as_it_is_stored(desk: Desk, marked: bool) -> None:
    document = make_source(desk)
    if marked:
        for start in range(0, len(SOURCE) - 20, 17):
            make_mark(document, desk.cast.participant("annotator"), desk.labels["Claim"], start, start + 12)
    workspace = desk.open("annotator", document, permissions=CLIPBOARD)
    workspace.text.focus()
    workspace.page.keyboard.press("Control+a")
    assert copied(workspace.page) == SOURCE


def test_a_long_text_is_selected_whole_and_copied_whole(desk: Desk) -> None:
    document, text = make_long(desk)
    workspace = desk.open("annotator", document, permissions=CLIPBOARD)
    workspace.text.focus()
    workspace.page.keyboard.press("Control+a")
    assert copied(workspace.page) == text


def test_the_browsers_own_find_reaches_words_far_out_of_view_and_they_can_be_marked(desk: Desk) -> None:
    document, text = make_long(desk)
    workspace = desk.open("annotator", document)
    found = "window.find('Paragraph 3500 is about 🚚')"
    eventually(lambda: workspace.page.evaluate(found), what="words that come after what is in view")
    workspace.page.keyboard.press("c")
    workspace.is_saved()
    (mark,) = stored(document).values()
    start = text.index("Paragraph 3500 is")
    assert (exact_words(mark), places(mark)[0][0]) == ("Paragraph 3500 is about 🚚", start)


def test_a_drag_from_one_section_into_the_next_marks_exactly_its_words(desk: Desk) -> None:
    document, text = make_long(desk)
    workspace = desk.open("annotator", document)
    page = workspace.page
    words = text[7985:8030].strip()
    assert text.index(words) < 8000 < text.index(words) + len(words)
    workspace.mark(words, "c")
    workspace.is_saved()
    (mark,) = stored(document).values()
    assert (exact_words(mark), places(mark)) == (words, [(text.index(words), text.index(words) + len(words))])
    assert len(page.locator(f"[data-annotation-ids='{mark.id}']").all()) >= 2
