"""Suggestions decided by keyboard in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from projects import jobs
from sources.models import DocumentRelation
from sources.services.comparing import start_comparison
from tests.browsing import Browsing
from tests.cast import Cast, make_document
from tests.sources.comparison.invented import BRIDGE, RAIN

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_suggestions_are_confirmed_and_dismissed_by_keyboard(browsing: Browsing, cast: Cast) -> None:
    for text, title in ((BRIDGE, "Cracks in the bridge"), (RAIN, "Rain above Oltamar")):
        make_document(cast.project, text, title, published="2024-04-18")
        make_document(cast.project, text.replace("the", "this"), f"{title}, again", published="2024-05")
    jobs.run(start_comparison(by=cast.viewer("manager")).id)
    page = browsing.open(f"/projects/{cast.project.slug}/provenance", user=cast.users["reviewer"])
    expect(page.locator("[data-row]")).to_have_count(2)
    page.keyboard.press("s")
    expect(page.get_by_role("heading", level=1)).to_have_text("Two documents side by side")
    expect(page.locator("ins").first).to_have_text("this")
    page.keyboard.press("v")
    expect(page.get_by_text("Confirmed.")).to_be_visible()
    page.keyboard.press("x")
    expect(page).to_have_url(re.compile(r"/provenance$"))
    expect(page.get_by_text("Nothing to decide")).to_be_visible()
    states = set(DocumentRelation.objects.values_list("state", flat=True))
    assert states == {"confirmed", "dismissed"}
