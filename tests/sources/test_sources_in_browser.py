"""Importing, listing and searching in a real browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from sources.models import SearchEntry
from tests.browsing import Browsing
from tests.cast import Cast, make_document, make_reading
from tests.processes import WorkerProcess, eventually
from tests.sources.conftest import lines

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_files_are_imported_found_selected_deleted_and_brought_back(
    browsing: Browsing, cast: Cast, celery_worker_process: WorkerProcess, tmp_path: Path
) -> None:
    (tmp_path / "bad.txt").write_bytes(b"caf\xe9")
    (tmp_path / "good.jsonl").write_bytes(
        lines(*({"title": f"Report {n}", "text": f"The convoy crossed bridge {n}."} for n in range(3)))
    )
    page = browsing.open(f"/projects/{cast.project.slug}/documents", user=cast.users["manager"])
    page.locator(".empty").get_by_role("link", name="Import documents").click()
    page.get_by_label("Files").set_input_files([tmp_path / "bad.txt", tmp_path / "good.jsonl"])
    page.get_by_role("button", name="Import").click()
    expect(page.locator("#import")).to_contain_text("3 documents imported, 1 refused", timeout=30_000)
    expect(page.locator("#import")).to_contain_text("byte 4 (0xE9)")
    expect(page.locator("#import [hx-trigger]")).to_have_count(0)
    page.get_by_role("link", name="To the documents").click()
    expect(page.locator("[data-row]")).to_have_count(3)
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.get_by_role("button", name="Delete").click()
    expect(page.locator("[data-row]")).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-row]")).to_have_count(3)
    page.get_by_role("searchbox", name="Filter").fill("report 1")
    expect(page.locator("[data-row]")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"q=report"))
    page.reload()
    expect(page.locator("[data-row]")).to_have_count(1)


def test_words_are_searched_for_from_the_top_of_any_page(
    browsing: Browsing, cast: Cast, celery_worker_process: WorkerProcess, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("A title\n\nThe convoy crossed the bridge at Sarn.\n")
    page = browsing.open(f"/projects/{cast.project.slug}/imports", user=cast.users["manager"])
    page.get_by_label("Files").set_input_files(tmp_path / "a.txt")
    page.get_by_role("button", name="Import").click()
    expect(page.locator("#import")).to_contain_text("1 document imported", timeout=30_000)
    expect(page.locator("#import [hx-trigger]")).to_have_count(0)
    eventually(lambda: SearchEntry.objects.filter(kind="document").exists(), seconds=30, what="an entry in the index")
    page.keyboard.press("/")
    page.keyboard.type("convoy")
    page.keyboard.press("Enter")
    expect(page.locator("mark")).to_have_text("convoy")
    page.get_by_role("link", name="A title").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("A title")


def test_a_reader_finishes_and_a_manager_reopens_on_the_documents_page(browsing: Browsing, cast: Cast) -> None:
    document = make_document(cast.project)
    make_reading(document, cast.participant("annotator"))
    path = f"/projects/{cast.project.slug}/documents/{document.id}"
    reader = browsing.open(path, user=cast.users["annotator"])
    reader.get_by_role("button", name="Finish my reading").click()
    expect(reader.locator(".page-header")).to_contain_text("Finished")
    manager = browsing.open(path, user=cast.users["manager"])
    manager.get_by_text("Reopen", exact=True).click()
    manager.get_by_label("Reason").last.fill("Page two was missing")
    manager.get_by_role("button", name="Reopen the reading").click()
    expect(manager.get_by_role("region", name="Readings")).to_contain_text("reopened once")
