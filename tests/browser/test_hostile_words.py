"""Names, notes and texts that try to be markup, script, style or a template: all panels show them as words."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, expect

from annotator.models import Label, RelationKind
from tests.browser.conftest import Desk, make_text
from tests.browser.workspace import Workspace
from tests.cast import make_claim, make_comment, make_mark, make_relation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# No slash in it: that would part a label's path.
HOSTILE = "<img src=x onerror=window.hacked=1><style>*{display:none}<script>window.hacked=1<b>{{7*7}}${7*7}\u202etxet"
LONG = HOSTILE + "W" * 400


@pytest.fixture
def workspace(desk: Desk) -> Workspace:
    """A document, a label, marks, a relation, a comment and a claim in which all words are hostile."""
    Label.objects.filter(id=desk.labels["Claim"].id).update(
        name=HOSTILE[:100], path=HOSTILE[:100], definition=LONG, example=LONG
    )
    RelationKind.objects.filter(project=desk.cast.project, name="supports").update(name=HOSTILE[:60], definition=LONG)
    author = desk.cast.participant("annotator")
    document = make_text(desk.cast, f"{HOSTILE} and words.\n\n{HOSTILE} again.\n", title=LONG)
    document.file_name = f"{HOSTILE}.txt"
    document.save(update_fields=["file_name"])
    first = make_mark(document, author, desk.labels["Claim"], 0, len(HOSTILE), note=LONG, attributes={HOSTILE: HOSTILE})
    second = make_mark(document, author, desk.labels["Claim"], len(HOSTILE) + 1, len(HOSTILE) + 4)
    make_relation(first, second, HOSTILE[:60])
    make_comment(document, author, LONG)
    make_claim(desk.cast, LONG)
    opened = desk.open("annotator", document)
    expect(opened.page.locator("#workspace[data-relations=loaded]")).to_be_attached()
    return opened


@contextmanager
def _dialog(page: Page, name: str) -> Iterator[Locator]:
    found = page.get_by_role("dialog", name=name)
    expect(found).to_be_visible()
    yield found
    page.keyboard.press("Escape")
    expect(found).to_be_hidden()


def _panel(page: Page, name: str) -> Locator:
    page.get_by_role("tab", name=name).click()
    return page.get_by_role("tabpanel", name=name)


def test_every_panel_and_dialog_shows_hostile_words_as_words(workspace: Workspace) -> None:
    page, keys = workspace.page, workspace.page.keyboard
    label, kind = HOSTILE[:100], HOSTILE[:60]
    expect(workspace.text).to_contain_text(HOSTILE)
    expect(page.locator(".ws-bar")).to_contain_text(LONG)
    keys.press("t")
    keys.press("Control+Home")
    keys.press("Alt+ArrowDown")
    detail = page.get_by_role("region", name="Selected mark")
    expect(detail).to_contain_text(label)
    expect(detail).to_contain_text(kind)
    expect(detail.locator("textarea")).to_have_value(LONG)
    expect(detail.locator("[data-attribute]")).to_have_value(HOSTILE)
    expect(page.get_by_role("listbox", name="Marks in this document")).to_contain_text(HOSTILE[:60])
    expect(_panel(page, "Labels")).to_contain_text(LONG)
    expect(_panel(page, "Comments")).to_contain_text(LONG)
    expect(_panel(page, "History")).to_be_visible()
    claims = _panel(page, "Claims")
    claims.get_by_role("button", name="The selected mark").click()
    expect(claims.locator(".ws-exhibit__words")).to_contain_text(HOSTILE[:60])
    claims.get_by_role("searchbox").fill("hacked")
    expect(claims.locator(".ws-claim__words")).to_have_text(LONG)

    keys.press("Escape")
    expect(workspace.text).to_be_focused()
    keys.press("Enter")
    expect(workspace.palette.get_by_role("option").first).to_contain_text(label)
    keys.press("Escape")
    expect(workspace.palette).to_be_hidden()
    keys.press("Alt+Shift+Enter")
    with _dialog(page, "Every “") as occurrences:
        expect(occurrences).to_contain_text(HOSTILE[:30])
    keys.press("w")
    keys.press("Alt+ArrowDown")
    keys.press("Enter")
    with _dialog(page, "How are they related?") as relating:
        expect(relating).to_contain_text(HOSTILE[:60])
    keys.press("?")
    with _dialog(page, "Keys") as helping:
        expect(helping).to_contain_text(label)
    page.evaluate("() => { dispatchEvent(new Event('beforeprint')); }")
    paper = page.locator(".ws-print")
    expect(paper.first).to_contain_text(f"{HOSTILE}.txt")
    expect(paper.last).to_contain_text(label)
    expect(paper.last).to_contain_text(kind)

    assert page.evaluate("window.hacked") is None
    assert page.evaluate("document.querySelectorAll('#workspace img, #workspace style, #workspace script').length") == 0
    assert "49" not in workspace.text.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "long words are wrapped or cut"
