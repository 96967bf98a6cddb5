"""Claims in a real browser: written, judged and settled by keyboard, with nothing that axe finds wrong."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from config.runtime.places import CHECKOUT
from reviews.models import Claim, Verdict
from tests.browsing import Browsing
from tests.reviews.conftest import Desk, make_desk

AXE = CHECKOUT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8") + "\n0")
    places = "v.id + ': ' + v.nodes.map(node => node.html + node.failureSummary)"
    found: Any = page.evaluate(f"() => axe.run().then(result => result.violations.map(v => {places}))")
    return list(found)


def url(desk: Desk, path: str) -> str:
    return f"/projects/{desk.cast.project.slug}/{path}"


def test_a_claim_is_written_without_losing_a_word_while_evidence_is_found(browsing: Browsing) -> None:
    desk = make_desk()
    page = browsing.open(url(desk, "claims/new"), user=desk.cast.users["annotator"])
    page.get_by_label("Statement").fill("They will not return.")
    page.get_by_label("Kind").select_option("prediction")
    expect(page.get_by_label("Horizon")).to_be_visible()
    page.get_by_label("Words as printed").fill("They will not return")
    page.get_by_role("button", name="Find the passage").click()
    page.get_by_role("button", name="Add this passage").click()
    expect(page.locator("input[name=source]")).to_have_count(1)
    page.get_by_role("button", name="Add a speaker").click()
    expect(page.get_by_label("Speaker", exact=False)).to_have_count(2)
    page.locator("#id_speaker-1-name").fill("an expert")
    page.get_by_label("Horizon").fill("2026")
    expect(page.get_by_label("Statement")).to_have_value("They will not return.")
    page.get_by_role("button", name="Send to review").click()
    expect(page.get_by_text("The claim was sent to review.")).to_be_visible()
    claim = Claim.objects.get()
    assert (claim.kind, claim.particulars["horizon"]) == ("prediction", "2026")
    assert [speaker.name for speaker in claim.attributions.all()] == ["an expert"]
    assert claim.evidence.get().quote == "They will not return"

    page.get_by_role("button", name="Withdraw").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Draft").first).to_be_visible()


def test_a_reviewer_judges_with_the_keyboard_alone(browsing: Browsing) -> None:
    desk = make_desk()
    first, second = desk.claim(), desk.claim(statement="They left.")
    page = browsing.open(url(desk, "review"), user=desk.cast.users["reviewer"])
    expect(page.get_by_text("1 of 2")).to_be_visible()
    page.keyboard.press("j")
    expect(page.get_by_text("2 of 2")).to_be_visible()
    page.keyboard.press("k")
    expect(page.get_by_text("1 of 2")).to_be_visible()
    expect(page.get_by_text("Other verdicts are hidden until yours is in")).to_be_visible()
    for key in ("d", "1", "f", "3", "c", "3"):
        page.keyboard.press(key)
    page.keyboard.press("r")
    page.keyboard.type("One voice only.")
    page.keyboard.press("Tab")
    page.keyboard.press("v")
    expect(page.get_by_text("Your verdict is in.")).to_be_visible()
    verdict = Verdict.objects.get()
    assert str(verdict.claim_id) == first["id"]
    assert (verdict.decision, verdict.finding, verdict.credibility, verdict.rationale) == (
        "approve", "uncorroborated", 3, "One voice only.",
    )  # fmt: skip
    expect(page.get_by_text(second["statement"]).first).to_be_visible()


def test_an_adjudicator_decides_side_by_side_and_confirms_in_bulk(browsing: Browsing) -> None:
    desk = make_desk()
    disputed = desk.disputed()
    agreed = [desk.agreed(statement=f"They left {n}.") for n in range(2)]
    page = browsing.open(url(desk, "adjudicate"), user=desk.cast.users["adjudicator"])
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator(".compare__fact.is-different").first).to_be_visible()
    for key in ("d", "1", "f", "6", "c", "5"):
        page.keyboard.press(key)
    page.get_by_label("Rationale").fill("The mission is the primary source.")
    page.get_by_label("Dissent").fill("The ministry may know better.")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("The decision was recorded.")).to_be_visible()
    assert Claim.objects.get(pk=disputed["id"]).finding == "refuted"
    page.goto(url(desk, "adjudicate?heap=agreed"))
    page.get_by_label("Select all").check()
    page.get_by_role("button", name="Confirm", exact=True).click()
    expect(page.get_by_text("Confirmed 2 claims.")).to_be_visible()
    assert {Claim.objects.get(pk=claim["id"]).state for claim in agreed} == {"decided"}


def test_pages_of_claims_have_nothing_axe_finds_wrong_and_fit_a_phone(browsing: Browsing) -> None:
    desk = make_desk()
    decided, disputed = desk.decided(), desk.disputed(statement="They left again.")
    quantity = {"value": 41, "unit": "trucks"}
    desk.claim(kind="quantity", statement="Forty-one trucks.", particulars=quantity)
    paths = [
        ("annotator", "claims"),
        ("annotator", "claims/new"),
        ("annotator", f"claims/{decided['id']}/evidence"),
        ("reviewer3", f"claims/{decided['id']}"),
        ("reviewer3", "review"),
        ("adjudicator", "adjudicate"),
        ("adjudicator", f"adjudicate/{disputed['id']}"),
    ]
    for size, scheme in [(WIDE, "light"), (NARROW, "dark")]:
        pages = {
            name: browsing.open(user=desk.cast.users[name], viewport=size, color_scheme=scheme)
            for name in {name for name, _path in paths}
        }
        for name, path in paths:
            page = pages[name]
            page.goto(url(desk, path))
            assert violations(page) == [], (path, scheme)
            wider: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wider <= 0, (path, scheme)
