"""Names, notes and texts that try to be markup, script, style or a template: all panels show them as words."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, expect

from annotator.models import Label, RelationKind
from projects.models import Participant, User
from projects.vocabulary import Blindness
from sources.models import Document, Section
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


# What a person may be called: of the hostile words as many as there is room for.
NAME = HOSTILE[:120] + "W" * 60
HEADING = f"{HOSTILE} {'H' * 200}"


def _rename(desk: Desk, name: str) -> None:
    User.objects.filter(id=desk.cast.users[name].id).update(name=NAME)
    Participant.objects.filter(id=desk.cast.participant(name).id).update(name=NAME)


def _harmless(page: Page) -> None:
    assert page.evaluate("window.hacked") is None
    assert page.evaluate("document.querySelectorAll('#workspace :is(img, style, script)').length") == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "long words are wrapped or cut"


@pytest.fixture
def hostile_desk(desk: Desk) -> Desk:
    """Everybody is called something hostile, and so is a heading of the text, the label and the project."""
    for name in ("annotator", "annotator2"):
        _rename(desk, name)
    project = desk.cast.project
    project.name, project.marks_blind = HOSTILE[:100], Blindness.NEVER
    project.save()
    Label.objects.filter(id=desk.labels["Claim"].id).update(name=HOSTILE[:100], path=HOSTILE[:100])
    desk.document = _with_heading(desk)
    desk.browsing.expect_fault("ERR_INTERNET_DISCONNECTED|409|412")
    return desk


def _with_heading(desk: Desk) -> Document:
    text = f"{HEADING}\n\n{HOSTILE} and words.\n"
    document = make_text(desk.cast, text, title=LONG)
    section = Section.objects.get(revision=document.current_revision)
    section.blocks = [
        [0, len(HEADING), "heading", {"level": 1}],
        [len(HEADING) + 2, len(text) - 1, "paragraph", None],
    ]
    section.save(update_fields=["blocks"])
    return document


def _hostile_mark(desk: Desk, start: int = 0, end: int = 0, name: str = "annotator") -> str:
    author, label = desk.cast.participant(name), desk.labels["Claim"]
    given = {"note": LONG, "attributes": {HOSTILE: HOSTILE}}
    return str(make_mark(desk.document, author, label, start, end or len(HOSTILE), **given).id)


def test_outline_history_tip_and_the_filter_by_person_show_hostile_words_as_words(hostile_desk: Desk) -> None:
    _hostile_mark(hostile_desk, name="annotator2")
    deleted = len(HEADING) + 2
    _hostile_mark(hostile_desk, deleted, deleted + len(HOSTILE))
    workspace = hostile_desk.open("annotator")
    page, keys = workspace.page, workspace.page.keyboard
    expect(page.get_by_role("navigation", name="Outline").get_by_role("button")).to_have_text(HEADING)
    expect(page.locator(".ws-bar__project")).to_have_text(HOSTILE[:100])
    people = page.get_by_label("Only marks of this person").locator("option")
    assert sorted(people.all_text_contents()) == sorted(["Everybody", NAME, NAME])
    rows = page.get_by_role("listbox", name="Marks in this document")
    expect(rows).to_contain_text(NAME)

    page.locator(".mk").first.hover()
    tip = page.locator(".ws-tip")
    expect(tip).to_be_visible()
    for words in (HOSTILE[:100], NAME, LONG):
        expect(tip).to_contain_text(words)

    rows.get_by_role("option").last.click()
    keys.press("Delete")
    workspace.is_saved()
    rows.get_by_role("option").first.click()
    keys.press("h")
    history = page.get_by_role("region", name="History", exact=True)
    entries = history.get_by_role("region", name="Deleted marks").get_by_role("listitem")
    expect(entries).to_have_count(1)
    expect(entries).to_contain_text(LONG)
    expect(entries).to_contain_text(HOSTILE[:100])
    entries.get_by_role("button", name="Restore this mark").click()
    workspace.is_saved()
    expect(history.get_by_role("region", name="History of the selected mark")).to_contain_text(HOSTILE[:100])
    _harmless(page)


def test_readers_hits_and_the_dialogs_of_finishing_show_hostile_words_as_words(hostile_desk: Desk) -> None:
    _hostile_mark(hostile_desk)
    workspace = hostile_desk.open("annotator")
    page, keys = workspace.page, workspace.page.keyboard
    hostile_desk.open("annotator2")
    disc = page.get_by_role("list", name="Reading this too").get_by_role("button")
    expect(disc).to_have_accessible_name(f"{NAME} reads this too: go to where")
    expect(page.locator(".ws-minimap__reader")).to_have_attribute("title", f"{NAME} reads here")
    keys.press("/")
    keys.type(HOSTILE[:40])
    expect(page.locator(".ws-find__count")).to_contain_text("of 2")
    keys.press("Escape")
    page.get_by_role("button", name="Finish reading").first.click()
    with _dialog(page, "Finish reading?") as finishing:
        expect(finishing).to_contain_text("You see 1 mark")
    page.evaluate("() => { dispatchEvent(new Event('beforeprint')); }")
    page.emulate_media(media="print")
    expect(page.locator(".ws-print--front")).to_contain_text(f"by {NAME}")
    expect(page.locator(".ws-print--front")).to_contain_text(HOSTILE[:100])
    expect(page.locator(".ws-print--legend")).to_contain_text(HOSTILE[:100])
    page.emulate_media(media="screen")
    _harmless(page)


def test_both_sides_of_a_conflict_show_hostile_words_as_words(hostile_desk: Desk) -> None:
    id = _hostile_mark(hostile_desk)
    workspace = hostile_desk.open("annotator")
    page = workspace.page
    page.get_by_role("listbox", name="Marks in this document").get_by_role("option").click()
    page.context.set_offline(True)
    note = page.get_by_role("region", name="Selected mark").locator("textarea")
    note.fill(f"mine {LONG}")
    note.press("Tab")
    workspace.says("Offline: 1 unsaved")
    answer = hostile_desk.cast.client("annotator").patch(
        f"/api/v1/annotations/{id}", {"note": f"theirs {LONG}"}, format="json", headers={"If-Match": '"1"'}
    )
    assert answer.status_code == 200, answer.json()
    page.context.set_offline(False)
    with _dialog(page, "This mark was changed meanwhile") as conflict:
        for words in (f"mine {LONG}", f"theirs {LONG}", HOSTILE[:100]):
            expect(conflict).to_contain_text(words)
        assert conflict.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth"), "the dialog is not burst"
    _harmless(page)


def test_the_list_of_documents_shows_hostile_titles_as_words(hostile_desk: Desk) -> None:
    page = hostile_desk.page("annotator", f"/projects/{hostile_desk.cast.project.slug}/documents")
    expect(page.get_by_role("main")).to_contain_text(LONG)
    assert page.evaluate("window.hacked") is None
    assert page.evaluate("document.querySelectorAll('main :is(style, script, img)').length") == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
