"""The page of exports in a real browser: asked for, followed without a reload, fetched; readable by everybody."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from config.runtime.places import CHECKOUT
from tests.browser.looking import settle
from tests.browsing import Browsing
from tests.cast import gather, make_document, make_label, make_mark
from tests.processes import WorkerProcess

AXE = CHECKOUT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"

pytestmark = pytest.mark.browser


def violations(page: Page) -> list[str]:
    """What axe finds wrong with a page."""
    page.evaluate(AXE.read_text(encoding="utf-8") + "\n0")
    places = "v.id + ': ' + v.nodes.map(node => node.html + node.failureSummary)"
    found: Any = page.evaluate(f"() => axe.run().then(result => result.violations.map(v => {places}))")
    return list(found)


def test_an_export_is_asked_for_followed_and_fetched(browsing: Browsing, celery_worker_process: WorkerProcess) -> None:
    cast = gather()
    document = make_document(cast.project, title="A convoy")
    make_mark(document, cast.participant("annotator"), make_label(cast.project, "Statement"), 0, 12)
    page = browsing.open("/projects/desk/exports", user=cast.users["annotator"], reduced_motion="reduce")
    expect(page.get_by_text("No exports yet")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("radio", name="JSON Lines").check()
    page.get_by_role("button", name="Export", exact=True).click()
    row = page.locator("#exports > li").first
    expect(row).to_contain_text("Done", timeout=20_000)
    row.get_by_text("What is in it").click()
    expect(row).to_contain_text("SHA-256 of documents")
    with page.expect_download() as fetched:
        row.get_by_role("link", name="documents ·").click()
    assert fetched.value.suggested_filename.startswith("desk-")
    lines = fetched.value.path().read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["annotations"][0]["label"] for line in lines] == ["Statement"]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("html")).to_have_attribute("data-theme", scheme)
        settle(page)
        assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    wide: Any = page.evaluate("() => document.documentElement.scrollWidth")
    assert wide <= 390, "nothing sticks out on a telephone"
    row.get_by_role("button", name="Remove").click()
    expect(page.locator("#exports > li").first).to_contain_text("Expired")
