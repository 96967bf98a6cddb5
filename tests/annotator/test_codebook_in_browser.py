"""The codebook in a real browser: labels added, changed in place, ordered by keyboard, archived and brought back."""

import os
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from annotator.models import Label
from config.runtime.places import CHECKOUT
from tests.annotator.conftest import make_stage
from tests.browsing import Browsing

AXE = CHECKOUT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"

pytestmark = pytest.mark.browser


def _violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8") + "\n0")
    places = "v.id + ': ' + v.nodes.map(node => node.html + node.failureSummary)"
    found: Any = page.evaluate(f"() => axe.run().then(result => result.violations.map(v => {places}))")
    return list(found)


def _shown(page: Page) -> list[str]:
    return page.locator("#labels > ul").first.locator(".row__title bdi").all_inner_texts()


def test_a_manager_keeps_the_codebook_without_leaving_its_page(browsing: Browsing) -> None:
    stage = make_stage()
    page = browsing.open("/projects/desk/codebook", user=stage.cast.users["manager"], reduced_motion="reduce")
    form = page.locator("#new-label")
    form.get_by_label("Name").fill("Scope <b>")
    form.get_by_label("Below").select_option(label="Claim")
    form.get_by_label("Key").fill("s")
    form.get_by_label("Definition").fill("How far a statement reaches.")
    form.get_by_role("button", name="Add label").click()
    expect(page.get_by_text("Added Claim/Scope <b>.")).to_be_visible()
    assert _shown(page) == ["Claim", "Figure", "Scope <b>"]

    up = page.get_by_role("button", name="Move Claim/Scope <b> up")
    up.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#labels .row__title bdi").nth(1)).to_have_text("Scope <b>")
    assert _shown(page) == ["Claim", "Scope <b>", "Figure"]
    assert Label.objects.get(path="Claim/Scope <b>").position == 0

    page.get_by_role("link", name="Claim/Figure").focus()
    page.keyboard.press("Enter")
    changed = page.get_by_role("form", name="Change Claim/Figure")
    changed.get_by_label("Name").fill("Number")
    assert _violations(page) == []
    changed.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved Claim/Number.")).to_be_visible()

    page.get_by_role("button", name="Archive Claim/Number").click()
    expect(page.get_by_text("1 archived label")).to_be_visible()
    assert _shown(page) == ["Claim", "Scope <b>"]
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#labels .row__title bdi")).to_have_count(3)
    assert Label.objects.get(path="Claim/Number").archived_at is None


def test_the_codebook_reads_well_in_both_themes_and_on_a_telephone(browsing: Browsing) -> None:
    stage = make_stage()
    for scheme in ("light", "dark"):
        page = browsing.open(
            "/projects/desk/codebook", user=stage.cast.users["manager"], color_scheme=scheme, reduced_motion="reduce"
        )
        expect(page.locator("html")).to_have_attribute("data-theme", scheme)
        assert _violations(page) == []
        _keep(page, f"codebook-{scheme}")
    page.set_viewport_size({"width": 390, "height": 800})
    wide: Any = page.evaluate("() => document.documentElement.scrollWidth")
    assert wide <= 390, "nothing sticks out on a telephone"
    _keep(page, "codebook-narrow")
    page.goto(f"/projects/desk/codebook/{stage.nested.id}")
    assert _violations(page) == []
    reader = browsing.open("/projects/desk/codebook", user=stage.cast.users["viewer"], reduced_motion="reduce")
    assert _violations(reader) == []


def _keep(page: Page, name: str) -> None:
    """Keep a picture where somebody wants to look."""
    folder = os.environ.get("PROBATA_PICTURES")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png")
