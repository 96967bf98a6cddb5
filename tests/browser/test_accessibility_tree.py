"""What is read aloud of the workspace: the whole text once and in order, and of each mark its label and its note."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from config.demo.loading import load
from config.runtime.browser import ARGUMENTS, find_browser
from config.runtime.places import CHECKOUT, Places
from projects.models import User
from sources.models import Document
from tests.browser.accessibility import AccessibleNode, accessibility_tree
from tests.browser.conftest import Desk, make_text
from tests.browser.workspace import Workspace
from tests.browsing import Browsing
from tests.cast import make_document, make_mark
from tests.processes import WebProcess

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

_PARAGRAPHS = 1500
# More than the list has room for.
_MARKS = 24


@pytest.fixture(scope="module")
def heard_chromium(chromium: Browser) -> Iterator[Browser]:
    """A Chromium as it is while a screen reader is at work: only then does it tell what is out of view."""
    found = find_browser(Places(CHECKOUT / "var"))
    browser = chromium.browser_type.launch(
        executable_path=found.program,
        args=[*ARGUMENTS, "--force-renderer-accessibility=screen-reader"],
        env={**os.environ, **found.environment},
    )
    yield browser
    browser.close()


@pytest.fixture
def browsing(heard_chromium: Browser, live_server: WebProcess) -> Iterator[Browsing]:
    """Pages of the site in that browser."""
    opened = Browsing(heard_chromium, live_server.url)
    yield opened
    opened.close()
    assert opened.unexpected() == []


def _words(text: str) -> str:
    """The text without white space, which is not read."""
    return "".join(text.split())


def _text_of(tree: AccessibleNode) -> AccessibleNode:
    return tree.one("document", "Text of the document")


def _fetched(workspace: Workspace, document: Document) -> str:
    answer = workspace.page.context.request.get(f"/api/v1/documents/{document.id}/text")
    assert answer.ok
    return answer.text()


@pytest.fixture
def demonstration(browsing: Browsing) -> dict[str, Document]:
    """The documents of the demonstration, by the names of their files."""
    project = load().project
    return {row.file_name: row for row in Document.objects.filter(project=project).select_related("project")}


def test_the_text_of_every_document_is_read_once_and_in_order(
    browsing: Browsing, demonstration: dict[str, Document]
) -> None:
    page = browsing.open(user=User.objects.get(username="annotator"))
    for name, document in demonstration.items():
        workspace = Workspace.open(page, document)
        read, stored = _text_of(accessibility_tree(page)).words(), _fetched(workspace, document)
        # The signs that draw a table in plain text are hidden: its rows and cells are told by their roles.
        signs = "|-:" if "|" in stored else ""
        read, stored = (_words(text.translate(str.maketrans("", "", signs))) for text in (read, stored))
        assert read == stored, name


def test_a_long_text_is_read_whole_although_most_of_it_is_out_of_view(desk: Desk) -> None:
    text = "".join(f"Paragraph {number} is about the valley 🙂.\n\n" for number in range(_PARAGRAPHS))
    document = make_document(desk.cast.project, text, "A long one")
    for number in (0, 700, _PARAGRAPHS - 1):
        start = text.index(f"Paragraph {number} ")
        make_mark(document, desk.cast.participant("annotator"), desk.labels["Claim"], start, start + 12)
    workspace = desk.open("annotator", document)
    assert _words(_text_of(accessibility_tree(workspace.page)).words()) == _words(text)


def _heard(page: Page, position: int) -> AccessibleNode:
    """What is read of the row that the keys have come to."""
    selected = page.get_by_role("listbox", name="Marks in this document").locator("[aria-selected=true]")
    expect(selected).to_have_attribute("aria-posinset", str(position))
    rows = accessibility_tree(page).one("listbox", "Marks in this document").all("option")
    (row,) = (row for row in rows if row.properties.get("selected"))
    return row


def test_the_list_of_marks_says_of_each_its_label_its_words_and_its_note(desk: Desk) -> None:
    text = "".join(f"Paragraph {number} is about the valley.\n\n" for number in range(1, _MARKS + 1))
    document = make_text(desk.cast, text, "Many marks")
    author, labels = desk.cast.participant("annotator"), list(desk.labels.values())
    for number in range(1, _MARKS + 1):
        start, words = text.index(f"Paragraph {number} "), f"Paragraph {number}"
        note = f"said by {number}" if number % 2 else ""
        make_mark(document, author, labels[number % 3], start, start + len(words), note=note)
    page = desk.open("annotator", document).page
    page.keyboard.press("t")
    page.get_by_role("listbox", name="Marks in this document").focus()
    for number in range(1, _MARKS + 1):
        page.keyboard.press("ArrowDown")
        row = _heard(page, number)
        assert row.name.startswith(labels[number % 3].name), "the label comes first"
        assert f"Paragraph {number}" in row.name
        assert ("Note: " in row.name) == bool(number % 2)
        assert not number % 2 or row.name.endswith(f"Note: said by {number}")
