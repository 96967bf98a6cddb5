"""Relations between marks in the workspace: made by keys, listed, drawn, undone, live, and blind."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from annotator.models import Annotation, Relation
from tests.browser.conftest import Desk
from tests.browser.looking import look
from tests.browser.workspace import Workspace
from tests.cast import make_mark, make_reading, make_relation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _marks(desk: Desk, name: str = "annotator") -> tuple[Annotation, Annotation]:
    """Two marks of a person's: on "Peacekeepers", and on "The ministry"."""
    author, text = desk.cast.participant(name), "The ministry"
    start = _place(desk, text)
    return (
        make_mark(desk.document, author, desk.labels["Claim"], 0, 12),
        make_mark(desk.document, author, desk.labels["Source"], start, start + len(text)),
    )


def _place(desk: Desk, words: str) -> int:
    from sources.models import Section

    return str(Section.objects.get(revision=desk.document.current_revision).text).index(words)


def _dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name="How are they related?")


def _listed(page: Page) -> Locator:
    return page.get_by_role("region", name="Relations of this mark").get_by_role("listitem")


def _stored() -> list[tuple[str, str, str]]:
    """Source, kind and target of each relation that is there, by the words of the marks."""
    rows = Relation.objects.filter(deleted_at=None).select_related("kind").order_by("id")
    return [
        (row.source.anchors.get().quote, row.kind.name, row.target.anchors.get().quote)
        for row in rows.prefetch_related("source__anchors", "target__anchors")
    ]


def _ready(workspace: Workspace) -> None:
    """Relations are asked for when the text is on the screen."""
    expect(workspace.page.locator("#workspace[data-relations=loaded]")).to_be_attached()


def test_two_marks_are_related_by_keys_undone_and_done_again(desk: Desk) -> None:
    _marks(desk)
    workspace = desk.open("annotator")
    _ready(workspace)
    page, keys = workspace.page, workspace.page.keyboard
    keys.press("t")
    keys.press("Control+Home")
    keys.press("Enter")
    expect(page.get_by_role("region", name="Selected mark")).to_contain_text("Claim")
    keys.press("w")
    expect(page.locator(".ws-hint")).to_contain_text("Go to the other mark")
    keys.press("Alt+ArrowDown")
    keys.press("Enter")
    dialog = _dialog(page)
    expect(dialog.get_by_role("button", name=re.compile("^supports"))).to_be_focused()
    assert look(page, "choosing a relation") == []
    keys.press("ArrowDown")
    keys.press("ArrowUp")
    keys.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator(".ws-hint")).to_be_hidden()
    workspace.is_saved()
    assert _stored() == [("Peacekeepers", "supports", "The ministry")]

    # It is read from either mark, and leads to the other.
    expect(_listed(page)).to_have_text(re.compile(r"Peacekeepers\s*supports\s*this"))
    expect(page.locator(".ws-lines__kind")).to_have_text("← supports")
    signs = page.locator(".mk[data-links]")
    expect(signs).to_have_count(2)
    assert signs.first.evaluate("mark => getComputedStyle(mark, '::before').content").startswith('"⇄1"')
    assert "⇄" not in workspace.text.inner_text()
    assert look(page, "related marks") == []
    _listed(page).get_by_role("button").first.click()
    expect(_listed(page)).to_have_text(re.compile(r"This mark\s*supports\s*The ministry"))

    keys.press("Control+z")
    expect(signs).to_have_count(0)
    expect(page.locator(".ws-lines")).to_have_count(0)
    workspace.is_saved()
    assert _stored() == []
    keys.press("Control+Shift+z")
    expect(signs).to_have_count(2)
    workspace.is_saved()
    assert _stored() == [("Peacekeepers", "supports", "The ministry")]
    assert Relation.objects.count() == 1


def test_a_relation_is_turned_around_before_it_is_made_and_taken_away_after(desk: Desk) -> None:
    _marks(desk)
    workspace = desk.open("annotator")
    _ready(workspace)
    page, keys = workspace.page, workspace.page.keyboard
    workspace.click("Peacekeepers")
    page.get_by_role("button", name="Relate", exact=True).click()
    workspace.click("ministry")
    keys.press("Shift+F9")
    dialog = _dialog(page)
    dialog.get_by_role("button", name="Turn around").click()
    expect(dialog.locator("[data-end=source]")).to_have_text("The ministry")
    dialog.get_by_role("button", name=re.compile("^contradicts")).click()
    workspace.is_saved()
    assert _stored() == [("The ministry", "contradicts", "Peacekeepers")]

    # A symmetric kind is not offered again, whichever way round.
    keys.press("w")
    expect(page.locator(".ws-hint")).to_be_visible()
    workspace.click("Peacekeepers")
    keys.press("Enter")
    expect(dialog.get_by_role("button", name=re.compile("^supports"))).to_be_visible()
    expect(dialog.get_by_role("button", name=re.compile("^contradicts"))).to_have_count(0)
    keys.press("Escape")
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Take this relation away").click()
    expect(_listed(page)).to_have_count(0)
    workspace.is_saved()
    assert _stored() == []
    page.get_by_role("button", name="Undo").last.click()
    expect(_listed(page)).to_have_count(1)
    workspace.is_saved()
    assert len(_stored()) == 1


def test_relating_is_left_with_escape_and_refused_where_it_cannot_be(desk: Desk) -> None:
    _marks(desk)
    make_mark(desk.document, desk.cast.participant("annotator2"), desk.labels["Claim"], 22, 28)
    desk.cast.project.marks_blind = "never"
    desk.cast.project.save()
    workspace = desk.open("annotator")
    _ready(workspace)
    page, keys = workspace.page, workspace.page.keyboard
    workspace.click("Peacekeepers")
    keys.press("w")
    keys.press("Escape")
    expect(page.locator(".ws-hint")).to_be_hidden()
    expect(page.get_by_role("region", name="Selected mark")).to_be_visible()
    keys.press("w")
    workspace.click("valley")
    keys.press("Enter")
    expect(page.locator("#toasts .toast").last).to_contain_text("marks of your own")
    assert not Relation.objects.exists()


def test_another_page_of_the_same_person_follows(desk: Desk) -> None:
    first, second = _marks(desk)
    workspace, other = desk.open("annotator"), desk.open("annotator")
    for page in (workspace, other):
        _ready(page)
    other.click("Peacekeepers")
    workspace.click("Peacekeepers")
    workspace.page.keyboard.press("w")
    workspace.click("ministry")
    workspace.page.keyboard.press("Enter")
    workspace.page.keyboard.press("1")
    expect(_listed(other.page)).to_have_text(re.compile("supports"))
    workspace.page.keyboard.press("Control+z")
    expect(_listed(other.page)).to_have_count(0)
    assert Relation.objects.get().source_id in {first.id, second.id}


def test_of_others_relations_nothing_is_shown_before_reading_is_finished(desk: Desk) -> None:
    make_relation(*_marks(desk, "annotator2"))
    make_reading(desk.document, desk.cast.participant("annotator2"), "finished")
    workspace = desk.open("annotator")
    _ready(workspace)
    expect(workspace.page.locator(".mk")).to_have_count(0)
    workspace.finish()
    expect(workspace.page.get_by_role("dialog")).to_have_count(0)
    expect(workspace.page.locator(".mk[data-links]")).to_have_count(2)
    workspace.click("Peacekeepers")
    expect(_listed(workspace.page)).to_contain_text("annotator2")
    expect(workspace.page.get_by_role("button", name="Take this relation away")).to_have_count(0)


def test_signs_of_relations_are_on_paper_and_in_forced_colours(desk: Desk) -> None:
    make_relation(*_marks(desk))
    workspace = desk.open("annotator", forced_colors="active")
    _ready(workspace)
    page = workspace.page
    content = "mark => getComputedStyle(mark, '::before').content"
    sign = page.locator(".mk[data-links]").first
    expect(sign).to_be_attached()
    assert "⇄" in sign.evaluate(content)
    page.emulate_media(media="print")
    assert "⇄" in sign.evaluate(content)
    assert sign.evaluate("mark => getComputedStyle(mark, '::before').position") == "static"
