"""The panel of claims beside the text: a claim is made of marks, or gets them, without leaving the page."""

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from annotator.models import Annotation
from projects.vocabulary import Blindness
from reviews.models import Claim
from tests.browser.conftest import TEXT, Desk
from tests.browser.looking import look
from tests.browser.workspace import Workspace
from tests.cast import make_claim, make_mark, make_reading
from tests.processes import eventually

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _mark(desk: Desk, words: str, label: str = "Claim", name: str = "annotator") -> Annotation:
    start = TEXT.index(words)
    return make_mark(desk.document, desk.cast.participant(name), desk.labels[label], start, start + len(words))


def _part(page: Page, name: str) -> Locator:
    return page.locator("ws-claims").get_by_role("region", name=name, exact=True)


def _evidence_of(claim: Claim) -> list[tuple[str, str]]:
    """Words and stance of what the claim rests on, in the order of adding."""
    return [(row.quote, row.stance) for row in claim.evidence.order_by("id")]


def test_a_claim_is_made_of_two_marks_by_keys_without_leaving_the_page(desk: Desk) -> None:
    _mark(desk, "left the valley in April")
    _mark(desk, "The ministry gave no date", "Source")
    workspace = desk.open("annotator")
    page, keys = workspace.page, workspace.page.keyboard
    address = page.url.partition("#")[0]
    keys.press("t")
    keys.press("Control+Home")
    for _ in range(2):
        keys.press("Alt+ArrowDown")
        keys.press("k")
        expect(page.get_by_role("textbox", name="Statement")).to_be_focused()
        keys.press("Escape")
        expect(workspace.text).to_be_focused()
    exhibits = _part(page, "Evidence").get_by_role("listitem")
    expect(exhibits).to_have_count(2)
    exhibits.nth(1).get_by_role("combobox").select_option("Contradicts")
    keys.press("k")
    expect(page.get_by_role("status").filter(has_text="This mark is laid out already.")).to_be_visible()
    keys.press("Control+Enter")
    expect(page.get_by_role("alert")).to_have_text("Write the statement: one sentence that can be right or wrong.")
    keys.type("The peacekeepers left in April.")
    assert look(page, "claims beside the text") == []
    page.get_by_role("textbox", name="Statement").focus()
    keys.press("Control+Enter")
    expect(page.get_by_role("status").filter(has_text="Claim sent to review")).to_be_visible()
    claim = Claim.objects.get()
    assert (claim.statement, claim.kind, claim.state) == ("The peacekeepers left in April.", "fact", "in_review")
    assert _evidence_of(claim) == [("left the valley in April", "states"), ("The ministry gave no date", "contradicts")]
    expect(exhibits).to_have_count(0)
    expect(page.get_by_role("textbox", name="Statement")).to_have_value("")
    row = page.locator(f'[data-claim="{claim.id}"]')
    expect(row).to_contain_text("In review")
    expect(row).to_contain_text("rests on the selected mark")
    assert page.url.partition("#")[0] == address


def test_a_claim_of_the_project_is_found_and_gets_the_marks_as_evidence(desk: Desk) -> None:
    _mark(desk, "left the valley in April")
    claim = make_claim(desk.cast, "They were gone by May.")
    make_claim(desk.cast, "Nobody counted the trucks.")
    workspace = desk.open("annotator")
    page = workspace.page
    workspace.click("valley")
    page.get_by_role("link", name="Make a claim").click()
    claims = _part(page, "Claims")
    expect(claims).to_contain_text("No claim rests on this document yet.")
    claims.get_by_role("searchbox").fill("gone by")
    expect(claims.get_by_role("listitem")).to_have_count(1)
    claims.get_by_role("button", name="Add the evidence").click()
    expect(page.get_by_role("status").filter(has_text="1 mark added to the claim")).to_be_visible()
    assert _evidence_of(claim) == [("left the valley in April", "states")]
    expect(_part(page, "Evidence").get_by_role("listitem")).to_have_count(0)
    claims.get_by_role("searchbox").fill("no such words")
    expect(claims).to_contain_text("No claim has these words.")


def test_a_draft_rests_on_nothing_and_what_was_written_stays_where_the_server_is_away(desk: Desk) -> None:
    workspace = desk.open("annotator")
    page = workspace.page
    page.get_by_role("tab", name="Claims").click()
    page.get_by_role("textbox", name="Statement").fill("The bridge at Sarn was closed.")
    page.get_by_role("button", name="Send to review").click()
    expect(page.get_by_role("alert")).to_contain_text("Lay out at least one mark as evidence, or keep a draft.")
    desk.browsing.expect_fault(r"ERR_INTERNET_DISCONNECTED")
    page.context.set_offline(True)
    page.get_by_role("button", name="Keep as draft").click()
    expect(page.get_by_role("alert")).to_contain_text("What you wrote stays here")
    page.context.set_offline(False)
    page.get_by_role("button", name="Keep as draft").click()
    expect(page.get_by_role("status").filter(has_text="Draft kept")).to_be_visible()
    claim = Claim.objects.get()
    assert (claim.state, claim.statement) == ("draft", "The bridge at Sarn was closed.")


def _answers_are_lost(page: Page, path: str) -> None:
    """What is sent there arrives, and the answer does not."""

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route(path, lose)


def test_evidence_whose_answer_was_lost_is_added_once_and_a_refusal_says_why(desk: Desk) -> None:
    _mark(desk, "left the valley in April")
    claim = make_claim(desk.cast, "They were gone by May.")
    withdrawn = make_claim(desk.cast, "They were gone by June.", state="withdrawn")
    workspace = desk.open("annotator")
    page = workspace.page
    workspace.click("valley")
    page.keyboard.press("k")
    claims = _part(page, "Claims")
    claims.get_by_role("searchbox").fill("gone by")
    desk.browsing.expect_fault(r"ERR_FAILED|status of 409|status of 422|status of 400")
    _answers_are_lost(page, "**/evidence")
    row = page.locator(f'[data-claim="{claim.id}"]')
    row.get_by_role("button", name="Add the evidence").click()
    expect(page.get_by_role("alert")).to_contain_text("The server cannot be reached.")
    page.unroute("**/evidence")
    page.locator(f'[data-claim="{withdrawn.id}"]').get_by_role("button", name="Add the evidence").click()
    expect(page.get_by_role("alert")).to_contain_text("withdrawn")
    row.get_by_role("button", name="Add the evidence").click()
    expect(page.get_by_role("alert")).to_have_text("This claim rests on these marks already.")
    assert _evidence_of(claim) == [("left the valley in April", "states")]
    assert withdrawn.evidence.count() == 0


def test_a_claim_whose_answer_was_lost_is_told_when_other_words_follow_and_never_doubled(desk: Desk) -> None:
    page = desk.open("annotator").page
    page.get_by_role("tab", name="Claims").click()
    statement = page.get_by_role("textbox", name="Statement")
    desk.browsing.expect_fault(r"ERR_FAILED|status of 409")
    _answers_are_lost(page, "**/claims")
    statement.fill("The bridge was closed.")
    page.get_by_role("button", name="Keep as draft").click()
    expect(page.get_by_role("alert")).to_contain_text("The server cannot be reached.")
    page.unroute("**/claims")
    statement.fill("The bridge was closed in May.")
    page.get_by_role("button", name="Keep as draft").click()
    expect(page.get_by_role("alert")).to_contain_text("What you sent before did arrive")
    page.get_by_role("button", name="Keep as draft").click()
    expect(page.get_by_role("status").filter(has_text="Draft kept")).to_be_visible()
    assert sorted(Claim.objects.values_list("statement", flat=True)) == [
        "The bridge was closed in May.",
        "The bridge was closed.",
    ]


def test_who_is_blind_to_a_claim_does_not_find_it_in_the_panel_and_words_are_shown_as_they_are(desk: Desk) -> None:
    hostile = "<img src=x onerror=alert(1)>{{ 7*7 }} They left."
    claim = make_claim(desk.cast, hostile)
    make_reading(desk.document, desk.cast.participant("annotator2"))
    mark = _mark(desk, "left the valley in April")
    evidence = {"stance": "states", "annotation": str(mark.id)}
    sent = desk.cast.client("annotator").post(f"/api/v1/claims/{claim.id}/evidence", evidence, format="json")
    assert sent.status_code == 201
    page = desk.open("annotator").page
    page.get_by_role("tab", name="Claims").click()
    expect(page.locator(".ws-claim__words")).to_have_text(hostile)
    blind = desk.open("annotator2").page
    blind.get_by_role("tab", name="Claims").click()
    expect(_part(blind, "Claims")).to_contain_text("No claim rests on this document yet.")


def test_whoever_may_write_no_claims_has_no_such_panel(desk: Desk) -> None:
    desk.cast.project.marks_blind = Blindness.NEVER
    desk.cast.project.save()
    page = desk.open("viewer").page
    expect(page.get_by_role("tab", name="Marks")).to_be_visible()
    expect(page.get_by_role("tab", name="Claims")).to_have_count(0)


def test_a_mark_that_is_deleted_is_evidence_no_more_until_that_is_undone(desk: Desk) -> None:
    _mark(desk, "left the valley in April")
    workspace: Workspace = desk.open("annotator")
    page, keys = workspace.page, workspace.page.keyboard
    workspace.click("valley")
    keys.press("k")
    exhibits = _part(page, "Evidence").get_by_role("listitem")
    expect(exhibits).to_have_count(1)
    keys.press("Escape")
    keys.press("Delete")
    expect(exhibits).to_have_count(0)
    keys.press("Control+z")
    expect(exhibits).to_have_count(1)
    eventually(lambda: Annotation.objects.get().deleted_at is None, what="the mark on the server")
