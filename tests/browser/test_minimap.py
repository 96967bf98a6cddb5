"""The minimap: where marks and hits are in the whole of a text, and a way to get there."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sources.models import Document
from tests.browser.conftest import Desk
from tests.browser.looking import NARROW
from tests.browser.workspace import Workspace
from tests.cast import make_document, make_mark
from tests.processes import eventually

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What is drawn: [row, colour] for each row of the canvas that has ink between two columns, in CSS pixels.
_ROWS = """([from, to]) => {
  const canvas = document.querySelector('.ws-minimap__canvas');
  if (!canvas.width || !canvas.height) return [];
  const pen = canvas.getContext('2d');
  const scale = canvas.width / canvas.clientWidth;
  const {data, width} = pen.getImageData(0, 0, canvas.width, canvas.height);
  const rows = [];
  for (let y = 0; y < canvas.height; y++)
    for (let x = Math.round(from * scale); x < to * scale; x++) {
      const at = (y * width + x) * 4;
      if (data[at + 3] > 200) {
        rows.push([Math.round(y / scale), [...data.slice(at, at + 3)].join(',')]);
        break;
      }
    }
  return rows;
}"""
_MARKS, _HITS = [3, 15], [16, 21]
_SEEN = """(words) => {
  const frame = document.querySelector('.ws-scroller').getBoundingClientRect();
  return [...document.querySelectorAll('.ws-text [data-annotation-ids]')].some((piece) => {
    const box = piece.getBoundingClientRect();
    return piece.textContent === words && box.top >= frame.top && box.bottom <= frame.bottom;
  });
}"""


def rows(page: Page, columns: list[int]) -> list[Any]:
    return list(page.evaluate(_ROWS, columns))


def drawn(page: Page, columns: list[int], *, bars: int) -> list[int]:
    """Wait until so many bars are drawn in these columns; the first row of each."""

    def starts() -> list[int]:
        found = [row for row, _colour in rows(page, columns)]
        return [row for at, row in enumerate(found) if at == 0 or row > found[at - 1] + 1]

    eventually(lambda: len(starts()) == bars, what=f"{bars} bars of the minimap")
    return starts()


def long_text(desk: Desk, *, paragraphs: int = 6000) -> tuple[Document, str]:
    # The first half has short paragraphs, the second long ones: guessing heights by characters alone goes wrong.
    text = "".join(
        f"Paragraph {number} is about the valley.\n" + ("And goes on for long about it. " * 4 if number > 3000 else "")
        for number in range(paragraphs)
    )
    return make_document(desk.cast.project, text, "A long one"), text


def mark(desk: Desk, document: Document, text: str, words: str, label: str = "Claim") -> None:
    start = text.index(words)
    make_mark(document, desk.cast.participant("annotator"), desk.labels[label], start, start + len(words))


def test_a_click_on_a_mark_far_away_leads_to_it_although_heights_are_guesses(desk: Desk) -> None:
    document, text = long_text(desk)
    for words in ("Paragraph 700 is", "Paragraph 4400 is", "Paragraph 5800 is"):
        mark(desk, document, text, words)
    page = desk.open("annotator", document).page
    order = ["Paragraph 700 is", "Paragraph 4400 is", "Paragraph 5800 is"]

    def visited(words: str) -> bool:
        # Where it is drawn may still change: sections that were seen have their true heights from then on.
        row = drawn(page, _MARKS, bars=3)[order.index(words)]
        page.locator(".ws-minimap").click(position={"x": 8, "y": row + 1})
        return bool(page.evaluate(_SEEN, words))

    for words in (order[2], order[0], order[1]):
        eventually(lambda words=words: visited(words), what=f"{words!r} in view")


def test_the_thumb_follows_the_scrolling_and_drags_the_text(desk: Desk) -> None:
    document, _text = long_text(desk)
    workspace = desk.open("annotator", document)
    page = workspace.page
    thumb = page.locator(".ws-minimap__thumb")
    expect(thumb).to_be_visible()
    before = thumb.bounding_box()
    track = page.locator(".ws-minimap").bounding_box()
    assert before is not None
    assert track is not None
    mouse = page.mouse
    mouse.move(before["x"] + 6, before["y"] + before["height"] / 2)
    mouse.down()
    mouse.move(before["x"] + 6, track["y"] + track["height"] - 2, steps=5)
    mouse.up()
    eventually(
        lambda: page.evaluate(
            "(({scrollTop, scrollHeight, clientHeight}) => scrollTop > (scrollHeight - clientHeight) * 0.97)"
            "(document.querySelector('.ws-scroller'))"
        ),
        what="the end of the text",
    )
    after = thumb.bounding_box()
    assert after is not None
    assert after["y"] > before["y"] + track["height"] * 0.7
    workspace.text.focus()
    page.keyboard.press("Control+Home")
    eventually(lambda: (thumb.bounding_box() or {})["y"] <= before["y"] + 2, what="the thumb at the top again")


def test_hits_stand_beside_marks_and_marks_differ_by_more_than_colour(desk: Desk) -> None:
    document, text = long_text(desk, paragraphs=2000)
    mark(desk, document, text, "Paragraph 300 is", "Claim")
    mark(desk, document, text, "Paragraph 1500 is", "Figure")
    page = desk.open("annotator", document).page
    first, second = drawn(page, _MARKS, bars=2)
    found = rows(page, _MARKS)
    thickness = [len([row for row, _ in found if start <= row < start + 8]) for start in (first, second)]
    assert thickness[0] != thickness[1], "the line of a label is thin, thick or double"
    assert len({colour for _row, colour in found}) >= 2
    page.keyboard.press("/")
    page.keyboard.type("Paragraph 1000 is")
    drawn(page, _HITS, bars=1)
    page.keyboard.press("Escape")
    drawn(page, _HITS, bars=0)


def test_it_is_drawn_in_the_colours_of_the_theme_and_of_the_system(desk: Desk) -> None:
    document, text = long_text(desk, paragraphs=500)
    mark(desk, document, text, "Paragraph 300 is")
    page = desk.open("annotator", document, color_scheme="light").page
    drawn(page, _MARKS, bars=1)

    def colours() -> set[str]:
        return {colour for _row, colour in rows(page, _MARKS)}

    light = colours()
    page.emulate_media(color_scheme="dark")
    eventually(lambda: colours() and not colours() & light, what="the colours of the dark theme")
    page.emulate_media(forced_colors="active")
    eventually(lambda: colours() & {"0,0,0", "255,255,255"}, what="the colours of the system")


def test_a_telephone_has_no_minimap_and_the_list_of_marks_instead(desk: Desk) -> None:
    page = desk.page("annotator", viewport=NARROW)
    workspace = Workspace.open(page, desk.document)
    expect(page.locator(".ws-minimap")).to_be_hidden()
    expect(workspace.text).to_be_visible()
    assert page.locator(".ws-minimap").get_attribute("aria-hidden") == "true"
