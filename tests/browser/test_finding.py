"""Finding words in the document: how many there are, from one to the next, and what is done with what was found."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk
from tests.browser.looking import settle
from tests.browser.workspace import Workspace, exact_words, places, stored
from tests.cast import make_document, make_mark
from tests.processes import eventually

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WRAPPED = (
    "The bridge at Sarn was closed. Nobody crossed the\n"
    "bridge at\u00a0Sarn in May; THE BRIDGE  AT SARN stayed shut.\n\n"
    "It is said that the “bridge at Sarn” fell. 🙂 Then the bridges at Sarn were counted.\n"
)

# The words under a passing layer, in the order of the text.
SHOWN = """(name) => [...(CSS.highlights.get(name) ?? [])]
  .sort((a, b) => a.compareBoundaryPoints(Range.START_TO_START, b))
  .map((range) => range.toString())"""
IN_VIEW = """() => {
  const range = [...(CSS.highlights.get('hit-current') ?? [])][0];
  if (!range) return null;
  const box = range.getBoundingClientRect();
  const frame = document.querySelector('.ws-scroller').getBoundingClientRect();
  const bar = document.querySelector('.ws-find').getBoundingClientRect();
  return [range.toString(), box.top >= frame.top && box.bottom <= frame.bottom, box.top >= bar.bottom];
}"""


def field(page: Page) -> None:
    """Open the bar by its key."""
    page.keyboard.press("/")
    expect(page.get_by_role("textbox", name="Words to find")).to_be_focused()


def says(page: Page, words: str) -> None:
    """Wait for the count beside the field."""
    expect(page.locator(".ws-find__count")).to_have_text(words)


def lit(page: Page, layer: str, words: list[str]) -> None:
    """Wait until exactly these words are under the layer: the count stands there before the next painting."""
    eventually(lambda: page.evaluate(SHOWN, layer) == words, what=f"{words} under {layer}")


def test_words_are_found_across_line_wraps_and_visited_in_turn(desk: Desk) -> None:
    workspace = desk.open("annotator", make_document(desk.cast.project, WRAPPED, "Wrapped"))
    page = workspace.page
    field(page)
    page.keyboard.type("bridge at sarn")
    says(page, "1 of 4")
    found = ["bridge at Sarn", "bridge at\u00a0Sarn", "BRIDGE  AT SARN", "bridge at Sarn"]
    lit(page, "hit-current", found[:1])
    lit(page, "hit", found[1:])
    for key, position, words in (("Enter", 2, found[1]), ("Enter", 3, found[2]), ("Shift+Enter", 2, found[1])):
        page.keyboard.press(key)
        says(page, f"{position} of 4")
        lit(page, "hit-current", [words])
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")
    says(page, "4 of 4")


def test_leaving_puts_the_caret_at_the_hit_so_that_a_label_can_be_given(desk: Desk) -> None:
    document = make_document(desk.cast.project, WRAPPED, "Wrapped")
    workspace = desk.open("annotator", document)
    page = workspace.page
    page.locator("[data-action=find]").click()
    page.keyboard.type("fell. 🙂 then")
    says(page, "1 of 1")
    page.keyboard.press("Escape")
    expect(page.locator(".ws-find")).to_be_hidden()
    expect(workspace.text).to_be_focused()
    eventually(lambda: page.evaluate("getSelection().toString()") == "fell. 🙂 Then", what="the hit selected")
    assert page.evaluate("[...CSS.highlights.keys()].filter((name) => name.startsWith('hit'))") == []
    page.keyboard.press("c")
    workspace.is_saved()
    (mark,) = stored(document).values()
    start = WRAPPED.index("fell.")
    assert (exact_words(mark), places(mark)) == ("fell. 🙂 Then", [(start, start + len("fell. 🙂 Then"))])


def test_who_leaves_as_soon_as_the_words_are_typed_is_at_the_hit_all_the_same(desk: Desk) -> None:
    page = desk.open("annotator", make_document(desk.cast.project, WRAPPED, "Wrapped")).page
    field(page)
    page.evaluate("""() => {
      const input = document.querySelector('.ws-find__field');
      input.value = 'were counted';
      input.dispatchEvent(new InputEvent('input', {bubbles: true}));
      input.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape', bubbles: true}));
    }""")
    eventually(lambda: page.evaluate("getSelection().toString()") == "were counted", what="the hit selected")


def test_a_search_begins_at_the_caret_with_the_selected_words(desk: Desk) -> None:
    workspace = desk.open("reviewer", make_document(desk.cast.project, WRAPPED, "Wrapped"))
    page = workspace.page
    workspace.select("Sarn", nth=2)
    field(page)
    says(page, "4 of 5")
    page.keyboard.type("nowhere")
    says(page, "Nothing found")
    expect(page.get_by_role("textbox", name="Words to find")).to_have_attribute("aria-invalid", "true")
    page.keyboard.press("Escape")
    expect(page.locator(".ws-find")).to_be_hidden()


def test_hits_stay_shown_where_marks_are_painted_anew(desk: Desk) -> None:
    document = make_document(desk.cast.project, WRAPPED, "Wrapped")
    workspace = desk.open("annotator", document)
    page = workspace.page
    field(page)
    page.keyboard.type("sarn was")
    says(page, "1 of 1")
    workspace.mark("Sarn was", "c")
    workspace.shows(["Sarn was"])
    lit(page, "hit-current", ["Sarn was"])
    page.keyboard.press("Escape")
    expect(page.locator(".ws-find")).to_be_hidden()


def test_two_million_characters_are_counted_and_the_last_hit_is_shown(desk: Desk) -> None:
    line = "The convoy of trucks crossed the valley before noon and nobody counted them twice.\n\n"
    text = (line * 12).join(f"Needle  number {number}.\n\n" for number in range(2000))
    assert len(text) > 1_900_000
    document = make_document(desk.cast.project, text, "Very long")
    make_mark(document, desk.cast.participant("annotator"), desk.labels["Claim"])
    page = desk.open("annotator", document).page
    field(page)
    page.keyboard.type("needle number", delay=20)
    says(page, "1 of 2,000")
    page.keyboard.press("Shift+Enter")
    says(page, "2,000 of 2,000")
    eventually(lambda: page.evaluate(IN_VIEW) == ["Needle  number", True, True], what="the last hit in view")
    shown = len(page.evaluate(SHOWN, "hit"))
    assert 0 < shown < 60, "only the hits near the view are drawn"


def test_the_browsers_own_find_is_left_alone_and_fields_keep_their_slash(desk: Desk) -> None:
    workspace = desk.open("annotator")
    page = workspace.page
    workspace.text.focus()
    taken = page.evaluate("""() => {
      const key = (init) => new KeyboardEvent('keydown', {bubbles: true, cancelable: true, ...init});
      const text = document.querySelector('.ws-text');
      return ['Control', 'Meta'].map((name) =>
        !text.dispatchEvent(key({key: 'f', ctrlKey: name === 'Control', metaKey: name === 'Meta'})));
    }""")
    assert taken == [False, False]
    page.get_by_role("searchbox", name="Filter the marks").click()
    page.keyboard.type("a/b")
    expect(page.get_by_role("searchbox", name="Filter the marks")).to_have_value("a/b")
    expect(page.locator(".ws-find")).to_be_hidden()


def test_the_bar_is_closed_by_esc_in_the_text_as_well(desk: Desk) -> None:
    workspace: Workspace = desk.open("annotator")
    page = workspace.page
    field(page)
    page.keyboard.type("expert")
    says(page, "1 of 1")
    workspace.click("Nobody else")
    page.keyboard.press("Escape")
    expect(page.locator(".ws-find")).to_be_hidden()
    assert page.evaluate("getSelection().toString()") == "expert"


def test_hits_are_seen_in_marked_words_as_in_bare_ones(desk: Desk) -> None:
    document = make_document(desk.cast.project, WRAPPED, "Wrapped")
    make_mark(document, desk.cast.participant("annotator"), desk.labels["Claim"], 4, 10)
    page = desk.open("annotator", document).page
    marked = page.locator(".mk")
    expect(marked).to_have_text("bridge")
    settle(page)
    bare = marked.screenshot()
    field(page)
    page.keyboard.type("bridge")
    says(page, "1 of 5")
    for layer in ("hit", "hit-current"):
        colour = marked.evaluate(f"mark => getComputedStyle(mark, '::highlight({layer})').backgroundColor")
        assert colour not in {"", "rgba(0, 0, 0, 0)"}, f"the text hands {layer} down to what is in it"
    settle(page)
    assert marked.screenshot() != bare
