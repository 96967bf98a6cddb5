"""The workspace as a person uses it: open a document, select words with the mouse or the keys, label them, look.

Nothing here reaches into the scripts of the page: words are found in what is painted and selected by dragging, and what
is marked is read from the painted elements.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from playwright.sync_api import Locator, Page, expect

from annotator.models import Annotation
from sources.models import Document
from tests.processes import eventually

# The client rectangles of the first and the last character of some words of the text.
_PLACE_OF_WORDS = """([words, nth]) => {
  const text = document.querySelector('.ws-text');
  const nodes = [];
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let whole = '';
  while (walker.nextNode()) { nodes.push([walker.currentNode, whole.length]); whole += walker.currentNode.data; }
  let at = -1;
  for (let n = 0; n <= nth; n++) at = whole.indexOf(words, at + 1);
  if (at < 0) return null;
  const point = (unit, side) => {
    const hit = nodes.findLast(([, from]) => side > 0 ? from <= unit : from < unit);
    return [hit[0], unit - hit[1]];
  };
  const range = document.createRange();
  range.setStart(...point(at, 1));
  range.setEnd(...point(at + words.length, -1));
  range.startContainer.parentElement.scrollIntoView({block: 'center'});
  const boxes = [...range.getClientRects()].filter((box) => box.width > 0.5);
  const first = boxes[0], last = boxes[boxes.length - 1];
  return [first.left + 1, first.top + first.height / 2, last.right - 0.5, last.top + last.height / 2];
}"""

# Annotation id → the words painted as belonging to it.
_PAINTED = """() => {
  const found = {};
  for (const piece of document.querySelectorAll('.ws-text [data-annotation-ids]'))
    for (const id of piece.dataset.annotationIds.split(' ')) found[id] = (found[id] ?? '') + piece.textContent;
  return found;
}"""


def address(document: Document) -> str:
    """The page on which a document is read and marked."""
    return f"/projects/{document.project.slug}/documents/{document.id}/annotate"


@dataclass
class Workspace:
    """One open document on one page."""

    page: Page

    @classmethod
    def open(cls, page: Page, document: Document) -> "Workspace":
        page.goto(address(document))
        return cls(page).ready()

    def ready(self) -> "Workspace":
        """Wait until text and marks are painted."""
        expect(self.page.locator("#workspace[data-ready=painted]")).to_be_attached()
        expect(self.page.locator(".ws-side > *").first).to_be_attached()
        return self

    # --- doing -------------------------------------------------------------------------------------------------------

    def _place_of(self, words: str, nth: int) -> list[float]:
        """Where words are painted, once they stay there: the page may be scrolling to them, or taking another size."""
        before: list[float] | None = None
        for _look in range(100):
            place = self.page.evaluate(_PLACE_OF_WORDS, [words, nth])
            assert place is not None, f"the text does not have {words!r}"
            if place == before:
                return list(place)
            before = place
            self.page.wait_for_timeout(30)
        raise AssertionError(f"{words!r} does not come to rest")

    def select(self, words: str, *, nth: int = 0) -> None:
        """Drag over words; the label palette comes to them."""
        left, top, right, bottom = self._place_of(words, nth)
        mouse = self.page.mouse
        mouse.move(left, top)
        mouse.down()
        mouse.move((left + right) / 2, (top + bottom) / 2, steps=3)
        mouse.move(right, bottom, steps=3)
        mouse.up()

    def click(self, words: str) -> None:
        """Click on the middle of words."""
        left, top, right, bottom = self._place_of(words, 0)
        self.page.mouse.click((left + right) / 2, (top + bottom) / 2)

    def mark(self, words: str, key: str, *, nth: int = 0) -> None:
        """Mark words with the label of a key."""
        self.select(words, nth=nth)
        expect(self.palette).to_be_visible()
        self.page.keyboard.press(key)
        expect(self.palette).to_be_hidden()

    def label(self, name: str) -> None:
        """Choose a label in the open palette by typing its name."""
        expect(self.palette).to_be_visible()
        self.page.keyboard.press("Enter")
        self.page.keyboard.type(name)
        expect(self.palette.get_by_role("option").first).to_contain_text(name)
        self.page.keyboard.press("Enter")
        expect(self.palette).to_be_hidden()

    def finish(self, *, look: bool = True) -> None:
        """Finish reading and, where that is offered, see the work of others at once."""
        self.page.get_by_role("button", name="Finish reading").first.click()
        dialog = self.page.get_by_role("dialog", name="Finish reading?")
        expect(dialog).to_be_visible()
        both = dialog.locator("[data-action=confirm-look]")
        (both if look and both.count() else dialog.locator("[data-action=confirm-finish]")).click()
        expect(dialog).to_be_hidden()
        expect(self.page.locator("[data-reading=finished]")).to_be_visible()

    # --- looking -----------------------------------------------------------------------------------------------------

    @property
    def palette(self) -> Locator:
        return self.page.locator("ws-label-palette")

    @property
    def text(self) -> Locator:
        return self.page.locator(".ws-text")

    def painted(self) -> dict[str, str]:
        """What is marked on the page: the words of each annotation."""
        found: dict[str, str] = self.page.evaluate(_PAINTED)
        return found

    def shows(self, words: list[str], *, seconds: float = 10) -> None:
        """Wait until exactly these words are marked (in any order)."""
        eventually(
            lambda: sorted(self.painted().values()) == sorted(words), seconds=seconds, what=f"marks painted on {words}"
        )

    def is_saved(self) -> None:
        """Wait until the page says that everything is saved."""
        expect(self.page.locator("ws-save-state")).to_have_attribute("data-state", "saved")

    def says(self, words: str) -> None:
        """The sentence about saving."""
        expect(self.page.locator("ws-save-state [role=status]")).to_have_text(words)


def box(locator: Locator) -> dict[str, float]:
    """Where something stands, once it does: what is drawn anew is nowhere for a moment."""
    found: list[Any] = []

    def stands() -> bool:
        found[:] = [locator.bounding_box()]
        return found[0] is not None

    eventually(stands, what="a place on the page")
    return dict(found[0])


def stored(document: Document) -> dict[str, Annotation]:
    """The annotations that the server holds of a document, by id."""
    rows = Annotation.objects.filter(document=document, deleted_at=None).select_related("label", "author")
    return {str(row.id): row for row in rows.prefetch_related("anchors")}


def exact_words(annotation: Annotation) -> str:
    """The words of an annotation as the server keeps them."""
    return str(annotation.anchors.get().quote)


def places(annotation: Annotation) -> list[tuple[int, int]]:
    """The fragments of an annotation, in code points."""
    anchor: Any = annotation.anchors.get()
    return list(zip(anchor.starts, anchor.ends, strict=True))


def all_ids(ids: Any) -> set[UUID]:
    """Ids as the browser writes them, as the server does."""
    return {UUID(id) for id in ids}
