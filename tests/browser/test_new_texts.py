"""Another text for a document in a real browser: edited, its blocks corrected, compared, its marks settled."""

import pytest
from playwright.sync_api import Page, expect

from annotator.models import Annotation, Placement
from projects import jobs
from sources.models import Document, Proposal
from sources.queries.revisions import text_of
from sources.services.revisions import propose_revision
from tests.browser.conftest import TEXT, Desk
from tests.browser.looking import look
from tests.cast import make_mark
from tests.processes import WorkerProcess, eventually

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CONVOY = "The convoy of 41 trucks crossed the bridge"
EXPERT = "“They will not return,” an expert said 🙂 on Monday."


def _at(desk: Desk, path: str = "") -> str:
    return f"/projects/{desk.cast.project.slug}/documents/{desk.document.id}{path}"


def _mark(desk: Desk, words: str) -> Annotation:
    start = TEXT.index(words)
    desk.document.refresh_from_db()
    author, label = desk.cast.participant("annotator"), desk.labels["Claim"]
    return make_mark(desk.document, author, label, start, start + len(words))


def _propose(desk: Desk, text: str) -> Proposal:
    base = Document.objects.get(id=desk.document.id).current_revision_id
    assert base is not None
    return propose_revision(by=desk.cast.viewer("manager"), document_id=desk.document.id, based_on=base, text=text)


def _current(desk: Desk) -> str:
    revision = Document.objects.get(id=desk.document.id).current_revision_id
    assert revision is not None
    return text_of(revision)


def test_a_text_is_edited_looked_at_and_put_in_place(desk: Desk, celery_worker_process: WorkerProcess) -> None:
    page = desk.page("manager", _at(desk))
    page.get_by_role("link", name="Edit the text").click()
    field = page.get_by_label("Text", exact=True)
    assert field.input_value() == TEXT
    field.fill(TEXT.replace("41 trucks", "14 trucks"))
    page.get_by_role("button", name="Show what changes").click()
    expect(page.locator("del")).to_have_text("41")
    expect(page.locator("ins")).to_have_text("14")
    page.get_by_label("Reason").fill("The scan reads 14.")
    page.get_by_role("button", name="Save the new text").click()
    expect(page.locator("main")).to_contain_text("Revision 2", timeout=30_000)
    expect(page.locator("main")).to_contain_text("The scan reads 14.")
    assert _current(desk) == TEXT.replace("41 trucks", "14 trucks")


def test_blocks_are_moved_and_named_by_keyboard(desk: Desk, celery_worker_process: WorkerProcess) -> None:
    page = desk.page("manager", _at(desk, "/revisions/blocks"))
    kinds = page.locator(".blocks__kind")
    expect(kinds).to_have_count(3)
    kinds.nth(2).focus()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    page.locator(".blocks__row").first.locator("select").select_option("boilerplate")
    page.get_by_role("button", name="Move down").nth(1).click()
    page.get_by_role("button", name="Save as a new revision").click()
    expect(page.locator("main")).to_contain_text("Revision 2", timeout=30_000)
    lines = [line for line in _current(desk).splitlines() if line]
    assert [line.split()[0] for line in lines] == ["The", "“They", "Peacekeepers"]


def test_marks_are_settled_by_keyboard(desk: Desk) -> None:
    _mark(desk, CONVOY)
    gone = _mark(desk, EXPERT)
    jobs.run(_propose(desk, TEXT.replace("41 trucks", "14 lorries").replace(EXPERT, "Nobody knows.")).id)
    page = desk.page("annotator", _at(desk))
    page.get_by_role("link", name="Settle marks").click()
    expect(page.locator("main")).to_contain_text("1 of 2")
    page.keyboard.press("j")
    expect(page.locator("main")).to_contain_text("2 of 2")
    page.keyboard.press("a")
    expect(page.locator("main")).to_contain_text("1 of 1")
    page.keyboard.press("d")
    page.keyboard.type("Left out of the new text.")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Nothing is left to settle")
    gone.refresh_from_db()
    assert gone.deleted_at is not None
    assert sorted(Placement.objects.values_list("state", flat=True)) == ["accepted", "dropped"]
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("main")).to_contain_text("1 of 1")


def test_the_workspace_says_that_the_text_was_replaced(desk: Desk) -> None:
    space = desk.open("annotator")
    jobs.run(_propose(desk, f"A new line.\n\n{TEXT}").id)
    expect(space.page.get_by_text("This document has another text now.")).to_be_visible()


def _faults(page: Page, desk: Desk, path: str, name: str) -> list[str]:
    page.goto(_at(desk, path))
    return look(page, name)


def test_the_pages_of_new_texts_look_right(desk: Desk) -> None:
    _mark(desk, CONVOY)
    _mark(desk, EXPERT)
    changed = TEXT.replace("41 trucks", "14 lorries").replace(EXPERT, "Nobody knows.")
    jobs.run(_propose(desk, f"{changed}\n“They will not return,” they said. “They will not return,” we heard.\n").id)
    waiting = _propose(desk, TEXT)
    page = desk.page("manager")
    found = _faults(page, desk, "", "a text on its way")
    page.goto("about:blank")  # a page that follows the job would load itself anew meanwhile
    jobs.run(waiting.id)
    for path, name in (
        ("", "texts of a document"),
        ("/revisions/edit", "edit the text"),
        ("/revisions/blocks", "correct the blocks"),
        ("/revisions/replace", "replace the file"),
        ("/revisions/compare?from=1&to=2", "compare texts"),
        ("/revisions/compare?from=1&to=1", "compare equal texts"),
        ("/settle", "nothing to settle"),
    ):
        found += _faults(page, desk, path, name)
    jobs.run(_propose(desk, changed).id)
    found += _faults(page, desk, "/settle", "settle marks")
    page.goto(_at(desk, "/revisions/edit"))
    page.get_by_label("Text", exact=True).fill(TEXT)
    page.get_by_role("button", name="Show what changes").click()
    found += look(page, "changes before saving")
    assert found == []


def test_a_text_on_its_way_is_followed_to_its_end(desk: Desk, celery_worker_process: WorkerProcess) -> None:
    page = desk.page("manager", _at(desk))
    _propose(desk, f"A new line.\n\n{TEXT}")
    eventually(lambda: _current(desk) != TEXT, seconds=30, what="the new text")
    page.reload()
    expect(page.locator("main")).to_contain_text("Revision 2")
