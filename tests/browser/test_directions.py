"""Text that runs from right to left, alone and mixed: what is dragged over is what is stored, to the code point."""

import pytest

from sources.models import Document
from tests.browser.conftest import Desk, make_text
from tests.browser.workspace import Workspace, exact_words, places, stored
from tests.processes import eventually

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ARABIC = "قال المهندس إن مستوى الماء انخفض منذ الربيع، ولم يسأله أحد عن السبب."
HEBREW = "המהנדס אמר שהמים ירדו מאז 2019 בכל התחנות."
MIXED = "The word النهر means river, and נהר does as well."
TEXT = f"{ARABIC}\n\nA line from left to right.\n\n{HEBREW}\n\n{MIXED}\n"

_DIRECTIONS = "() => [...document.querySelectorAll('.tx-block')].map((block) => getComputedStyle(block).direction)"
_CARET = """() => {
  const caret = document.querySelector('.ws-caret');
  const block = document.querySelector('.tx-block').getBoundingClientRect();
  if (caret.hidden) return null;
  const {left} = caret.getBoundingClientRect();
  return (left - block.left) / block.width;
}"""
_MARK = """(words) => {
  const piece = [...document.querySelectorAll('.mk')].find((found) => found.textContent === words);
  const box = piece.getBoundingClientRect();
  const range = document.createRange();
  range.selectNodeContents(piece);
  const text = range.getBoundingClientRect();
  return Math.abs(box.left - text.left) + Math.abs(box.right - text.right);
}"""


def open_texts(desk: Desk) -> Workspace:
    return desk.open("annotator", make_text(desk.cast, TEXT, "Directions"))


@pytest.mark.parametrize("words", ["مستوى الماء", "שהמים ירדו", "from left", "means river"])
def test_words_dragged_over_are_stored_exactly(desk: Desk, words: str) -> None:
    workspace = open_texts(desk)
    workspace.mark(words, "c")
    workspace.shows([words])
    workspace.is_saved()
    (mark,) = stored(Document.objects.get(title="Directions")).values()
    start = TEXT.index(words)
    assert (exact_words(mark), places(mark)) == (words, [(start, start + len(words))])
    assert workspace.page.evaluate(_MARK, words) < 2, "the line is drawn under the words"


def test_each_block_runs_as_its_words_do(desk: Desk) -> None:
    assert open_texts(desk).page.evaluate(_DIRECTIONS) == ["rtl", "ltr", "rtl", "ltr"]


def test_a_drag_against_the_reading_direction_stores_the_same_words(desk: Desk) -> None:
    workspace = open_texts(desk)
    page = workspace.page
    left, right = page.evaluate(
        """(words) => {
          const node = document.querySelector('.tx-block').firstChild;
          const from = node.data.indexOf(words);
          const range = document.createRange();
          range.setStart(node, from);
          range.setEnd(node, from + words.length);
          const box = range.getBoundingClientRect();
          const y = box.top + box.height / 2;
          return [[box.left + 0.5, y], [box.right - 0.5, y]];
        }""",
        "المهندس",
    )
    page.mouse.move(*left)
    page.mouse.down()
    page.mouse.move((left[0] + right[0]) / 2, left[1], steps=3)
    page.mouse.move(*right, steps=3)
    page.mouse.up()
    page.keyboard.press("s")
    workspace.shows(["المهندس"])
    workspace.is_saved()


def test_the_caret_stands_at_the_right_of_a_text_from_right_to_left_and_moves_left_through_it(desk: Desk) -> None:
    workspace = open_texts(desk)
    page = workspace.page
    workspace.text.focus()
    page.keyboard.press("Control+Home")
    eventually(lambda: (page.evaluate(_CARET) or 0) > 0.97, what="the caret at the right edge")
    at = page.evaluate(_CARET)
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    eventually(lambda: page.evaluate(_CARET) < at - 0.01, what="the caret farther left")
    page.keyboard.press("Control+Home")
    page.keyboard.press("Control+Shift+ArrowLeft")
    assert page.evaluate("getSelection().toString()") == ARABIC.split()[0]
