"""What one person does appears on the pages of those who may see it, and on no other page."""

import statistics
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from projects.models import Membership, Project
from projects.vocabulary import Blindness
from sources.models import Reading
from tests.browser.conftest import Desk
from tests.browser.received import Received
from tests.browser.workspace import Workspace, stored
from tests.cast import join, make_mark, make_reading, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = ["Peacekeepers", "valley", "expert", "Monday", "41 trucks", "bridge", "ministry", "no date", "confirmed"]
# What a slow machine that runs other tests beside this one may take.
SLOWEST_SECONDS = 3.0

_NOTE_KEYS = """() => {
  window.pressed = [];
  document.addEventListener('keydown', (event) => event.key === 'c' && window.pressed.push(Date.now()), true);
}"""
_NOTE_ARRIVALS = """() => {
  window.arrived = {};
  const look = () => {
    for (const piece of document.querySelectorAll('.ws-text [data-annotation-ids]'))
      for (const id of piece.dataset.annotationIds.split(' ')) window.arrived[id] ??= Date.now();
  };
  new MutationObserver(look).observe(document.querySelector('.ws-text'), {subtree: true, childList: true});
}"""


def test_another_page_shows_each_mark_at_once_and_in_order(desk: Desk, say: Callable[[str], None]) -> None:
    annotator = desk.open("annotator")
    reviewer = desk.open("reviewer")
    fetched: list[str] = []
    reviewer.page.on("request", lambda request: fetched.append(request.url))
    annotator.page.evaluate(_NOTE_KEYS)
    reviewer.page.evaluate(_NOTE_ARRIVALS)
    for number, words in enumerate(WORDS, start=1):
        annotator.mark(words, "c")
        reviewer.shows(WORDS[:number])
    annotator.is_saved()
    pressed = annotator.page.evaluate("window.pressed")
    arrived = reviewer.page.evaluate("window.arrived")
    assert list(arrived.values()) == sorted(arrived.values())
    assert set(arrived) == set(stored(desk.document))
    seconds = [(end - begin) / 1000 for begin, end in zip(pressed, arrived.values(), strict=True)]
    median = statistics.median(seconds)
    say(f"from key to the other page: median {median * 1000:.0f} ms, worst {max(seconds) * 1000:.0f} ms")
    assert median < 1
    assert max(seconds) < SLOWEST_SECONDS
    assert not [url for url in fetched if url.endswith("/marks")], "marks come with the live feed, not by asking again"


def test_a_changed_and_a_deleted_mark_follow_on_the_other_page(desk: Desk) -> None:
    annotator = desk.open("annotator")
    reviewer = desk.open("reviewer")
    annotator.mark("Peacekeepers", "c")
    reviewer.shows(["Peacekeepers"])
    rows = reviewer.page.locator(".ws-marks__row")
    expect(rows).to_contain_text("Claim")
    annotator.click("Peacekeepers")
    annotator.page.keyboard.press("s")
    expect(rows).to_contain_text("Source")
    annotator.page.keyboard.press("Delete")
    reviewer.shows([])
    annotator.page.keyboard.press("Control+z")
    reviewer.shows(["Peacekeepers"])
    assert [mark.label.path for mark in stored(desk.document).values()] == ["Source"]


def test_one_persons_two_pages_show_the_same(desk: Desk) -> None:
    here = desk.open("annotator")
    there = Workspace.open(desk.browsing.watch(here.page.context.new_page()), desk.document)
    here.mark("valley", "c")
    there.shows(["valley"])
    there.mark("bridge", "s")
    here.shows(["bridge", "valley"])
    here.is_saved()
    there.is_saved()
    assert len(stored(desk.document)) == 2


def test_a_blind_page_receives_nothing_of_anothers_marks_until_its_reader_chooses_to_see_them(desk: Desk) -> None:
    page = desk.page("annotator2")
    received = Received(page)
    blind = Workspace.open(page, desk.document)
    seen = desk.open("annotator")
    old = make_mark(desk.document, desk.cast.participant("annotator"), desk.labels["Claim"], note="their secret note")
    blind.mark("bridge", "s")
    blind.is_saved()
    expect(page.locator(".ws-blind")).to_have_text("The marks of others are hidden until you finish reading.")
    seen.mark("valley", "c")
    seen.is_saved()
    new = next(id for id, mark in stored(desk.document).items() if mark.anchors.get().quote == "valley")

    # Something that everybody sees comes after it on the same feed: what was to come of the mark has come by then.
    def has_received_nothing(then: str) -> None:
        body = {"name": then, "colour": "#0b6e3a"}
        answer = desk.cast.client("manager").post(desk.cast.url("labels"), body, format="json")
        assert answer.status_code == 201, answer.json()
        received.has_heard(then)
        everything = received.everything() + page.content()
        for secret in (new, str(old.id), "their secret note"):
            assert secret not in everything
        assert list(blind.painted().values()) == ["bridge"]

    has_received_nothing("Afterwards")
    page.evaluate("window.sameDocument = true")
    blind.finish(look=False)
    has_received_nothing("Finished")
    page.locator("[data-action=reveal]").click()
    page.locator("[data-action=confirm-look]").click()
    blind.shows(["Peacekeepers", "bridge", "valley"])
    expect(page.locator(".ws-blind")).to_have_count(0)
    assert page.evaluate("window.sameDocument") is True
    seen.page.keyboard.press("Escape")
    seen.mark("expert", "c")
    blind.shows(["Peacekeepers", "bridge", "expert", "valley"])


def test_each_role_reads_what_is_hidden_from_them_and_nothing_where_nothing_is(desk: Desk) -> None:
    make_reading(desk.document, desk.cast.participant("annotator"))
    make_mark(desk.document, desk.cast.participant("annotator"), desk.labels["Claim"])
    said = {
        "reviewer": "",
        "annotator2": "until you finish reading",
        "manager": "until everybody who has begun this document has finished",
        "viewer": "Viewers see",
    }
    for name, words in said.items():
        opened = desk.open(name)
        opened.shows(["Peacekeepers"] if name == "reviewer" else [])
        for panel in ("Marks", "Comments"):
            opened.page.get_by_role("tab", name=panel).click()
            told = opened.page.locator(".ws-blind:visible")
            expect(told).to_have_count(1 if words else 0)
            if words:
                expect(told).to_contain_text(words)
    made = Reading.objects.get()
    assert desk.cast.client("annotator").post(f"/api/v1/documents/{made.document_id}/finish").status_code == 200
    manager = desk.open("manager")
    manager.shows(["Peacekeepers"])
    expect(manager.page.locator(".ws-blind:visible")).to_have_count(0)


def test_finishing_elsewhere_lifts_blindness_on_a_page_that_is_open(desk: Desk) -> None:
    blind = desk.open("annotator2")
    blind.mark("bridge", "s")
    other = desk.open("annotator")
    other.mark("valley", "c")
    other.is_saved()
    blind.is_saved()
    answer = desk.cast.client("annotator2").post(f"/api/v1/documents/{desk.document.id}/finish", {}, format="json")
    assert answer.status_code == 200, answer.json()
    blind.shows(["bridge", "valley"])
    expect(blind.page.locator("[data-reading=finished]")).to_be_visible()
    assert list(other.painted().values()) == ["valley"]


def test_marks_of_a_project_that_is_always_blind_stay_hidden_after_finishing(desk: Desk) -> None:
    Project.objects.filter(pk=desk.cast.project.pk).update(marks_blind=Blindness.ALWAYS)
    other = desk.open("annotator")
    other.mark("valley", "c")
    other.is_saved()
    page = desk.page("annotator2")
    received = Received(page)
    blind = Workspace.open(page, desk.document)
    blind.mark("bridge", "s")
    blind.is_saved()
    blind.finish()
    expect(page.locator(".ws-blind")).to_have_text("The marks of others are hidden in this project.")
    theirs = desk.cast.participant("annotator").id
    (mark,) = (mark for mark in stored(desk.document).values() if mark.author_id == theirs)
    assert str(mark.id) not in received.everything() + page.content()
    assert list(blind.painted().values()) == ["bridge"]


def _remove(desk: Desk, membership: Membership) -> None:
    members = desk.cast.client("manager")
    version = members.get(f"/api/v1/members/{membership.id}").json()["version"]
    answer = members.delete(f"/api/v1/members/{membership.id}", headers={"If-Match": f'"{version}"'})
    assert answer.status_code in {200, 204}, answer.content


def test_a_page_whose_reader_is_removed_from_the_project_says_so(desk: Desk) -> None:
    leaver = make_user("leaver")
    membership = join(desk.cast.project, leaver, "annotator")
    # A reset may come before the end of the feed, or the feed begin after it: whatever the page asks for then is not
    # there.
    desk.browsing.expect_fault(r"status of 404 .*/(api/v1/.*|annotate)\)$")
    page = desk.browsing.open(user=leaver)
    Workspace.open(page, desk.document)
    _remove(desk, membership)
    expect(page.get_by_text("You no longer have access to this document.")).to_be_visible()


def test_a_page_that_had_no_feed_when_its_reader_was_removed_says_so_too(desk: Desk) -> None:
    leaver = make_user("leaver")
    membership = join(desk.cast.project, leaver, "annotator")
    desk.browsing.expect_fault(r"status of (404|503) .*/(api/v1/.*|annotate)\)$")
    page = desk.browsing.open(user=leaver)
    page.route("**/stream?*", lambda route: route.fulfill(status=503))
    Workspace.open(page, desk.document)
    _remove(desk, membership)
    page.unroute("**/stream?*")
    expect(page.get_by_text("You no longer have access to this document.")).to_be_visible()
