"""A printed page: the text with every mark, what it is and what the marks mean, and nothing of the interface."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sources.models import Publisher
from tests.browser.conftest import Desk
from tests.browser.workspace import Workspace
from tests.cast import make_document, make_mark, make_relation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PARAGRAPHS = 900
_BEFORE = "() => { dispatchEvent(new Event('beforeprint')); }"
# What a reader of the paper sees of an element: its box, and the words that stand before it.
_CODES = """() => [...document.querySelectorAll('.mk')].map((piece) => {
  const {content} = getComputedStyle(piece, '::before');
  return [piece.textContent, content === 'none' ? '' : content.split('"')[1]];
})"""


def printed(desk: Desk, **options: Any) -> Page:
    """A long document with marks at both ends and in three layers, as it is about to be printed."""
    text = "".join(f"Paragraph {number} is about the valley.\n\n" for number in range(PARAGRAPHS))
    publisher = Publisher.objects.create(
        project=desk.cast.project, name="The Sarn Courier", created_at="2026-01-01T00:00Z"
    )
    document = make_document(
        desk.cast.project, text, "Water in the valley", publisher=publisher, published="2024-04-18",
        authors=["A. Halden", "B. Ivar"], url="https://courier.example/water",
    )  # fmt: skip
    author = desk.cast.participant("annotator")
    for words, label, layer in (
        ("Paragraph 0 is", "Claim", "person"),
        ("is about", "Source", "gold"),
        (f"Paragraph {PARAGRAPHS - 1}", "Figure", "person"),
    ):
        start = text.index(words)
        secrecy = "open" if layer == "gold" else "mark"
        make_mark(document, author, desk.labels[label], start, start + len(words), layer=layer, secrecy=secrecy)
    return desk.open("annotator", document, **options).page


def test_paper_carries_title_record_marking_text_and_a_legend_and_no_interface(desk: Desk) -> None:
    page = printed(desk)
    page.evaluate(_BEFORE)
    page.emulate_media(media="print")
    front = page.locator(".ws-print--front")
    for words in (
        "Water in the valley", "The Sarn Courier", "2024-04-18", "A. Halden, B. Ivar", "https://courier.example/water",
        "TLP:AMBER", "revision 1, SHA-256", "by annotator",
    ):  # fmt: skip
        expect(front).to_contain_text(words)
    expect(front).to_be_visible()
    legend = page.locator(".ws-print--legend")
    for label in ("Claim", "Claim/Figure", "Source"):
        row = legend.locator("li").filter(has=page.get_by_text(label, exact=True))
        expect(row).to_be_visible()
        assert re.search(r"^[A-Z]{2,3}$", row.locator("strong").inner_text())
        assert "gradient" in row.locator(".ws-swatch").evaluate("element => getComputedStyle(element).backgroundImage")
    expect(legend).to_contain_text("dashed: a person’s, solid: adjudicated")
    for hidden in (
        ".ws-bar",
        ".ws-nav",
        ".ws-side",
        ".topbar",
        ".ws-minimap",
        ".ws-find",
        ".ws-layer",
        "#palette",
        ".skip-link",
    ):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.get_by_text(f"Paragraph {PARAGRAPHS - 1} is", exact=False)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollHeight > 10 * innerHeight"), "nothing is cut off"


def test_every_mark_is_drawn_and_the_first_piece_of_each_has_its_code(desk: Desk) -> None:
    page = printed(desk)
    page.evaluate(_BEFORE)
    page.emulate_media(media="print")
    codes = page.evaluate(_CODES)
    assert [words for words, _ in codes] == ["Paragraph 0 ", "is", " about", f"Paragraph {PARAGRAPHS - 1}"]
    assert [bool(code) for _, code in codes] == [True, True, False, True]
    page.evaluate("() => { dispatchEvent(new Event('afterprint')); }")
    page.emulate_media(media="screen")
    assert page.locator("[data-codes]").count() == 0
    expect(page.locator(".ws-print--front")).to_be_hidden()


def test_ink_is_dark_on_paper_whatever_the_theme(desk: Desk) -> None:
    page = printed(desk, color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.evaluate(_BEFORE)
    page.emulate_media(media="print", color_scheme="dark")
    colour = page.locator(".ws-text").evaluate("element => getComputedStyle(element).color")
    assert max(int(part) for part in re.findall(r"\d+", colour)[:3]) < 80


def test_a_pdf_has_as_many_pages_as_the_text_needs(desk: Desk) -> None:
    page = printed(desk)
    long = len(re.findall(rb"/Type\s*/Page\b", page.pdf()))
    short = len(re.findall(rb"/Type\s*/Page\b", Workspace.open(page, desk.document).page.pdf()))
    assert short == 1
    assert long > 15


def test_paper_says_in_words_how_marks_are_related(desk: Desk) -> None:
    author, labels = desk.cast.participant("annotator"), desk.labels
    first = make_mark(desk.document, author, labels["Claim"])
    second = make_mark(desk.document, author, labels["Source"], 13, 17)
    workspace = desk.open("annotator")
    page = workspace.page
    page.evaluate(_BEFORE)
    expect(page.locator(".ws-print--legend")).not_to_contain_text("Relations")
    make_relation(second, first, "supports")
    page.reload()
    workspace.ready()
    expect(page.locator("#workspace[data-relations=loaded]")).to_be_attached()
    page.evaluate(_BEFORE)
    page.emulate_media(media="print")
    relation = page.locator(".ws-print__relations").get_by_role("listitem")
    expect(relation).to_have_text("left supports Peacekeepers")
    expect(relation).to_be_visible()
    sign = page.locator(".mk[data-links]").first.evaluate("mark => getComputedStyle(mark, '::before').content")
    assert "⇄" in sign, "the code alone stands before the mark"
