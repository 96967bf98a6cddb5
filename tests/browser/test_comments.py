"""People talk about a document and its marks: live, by mention, by keys alone, offline; where they may see."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from projects.models import Comment, Notice
from sources.models import Reading
from tests.browser.conftest import Desk
from tests.browser.looking import NARROW, WIDE, axe, look, settle, shoot
from tests.browser.received import Received
from tests.browser.workspace import Workspace, address
from tests.cast import make_claim, make_comment, make_mark, make_reading
from tests.processes import eventually

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOSTILE = [
    '<script>window.taken = 1</script><img src=x onerror="window.taken = 2">',
    "<style>body { display: none }</style>",
    "{{ 7 * 7 }} {% load i18n %} ${window.taken = 3}",
    "\u202egnp.tpircs\u202c and \u2066isolated",
    "long" * 1200,
]


def panel(page: Page) -> Locator:
    """The panel of comments, brought to the front."""
    page.get_by_role("tab", name="Comments").click()
    return page.locator("ws-comments")


def thread(page: Page, heading: str) -> Locator:
    """The thread of the document, or of the mark with these words."""
    return page.locator("ws-comment-thread").filter(has=page.locator(".ws-thread__quote", has_text=heading))


def say(page: Page, heading: str, words: str) -> None:
    """Write in a thread, and send it."""
    place = thread(page, heading)
    if not place.locator("textarea").is_visible():
        place.locator("[data-action=reply]").click()
    place.locator("textarea").fill(words)
    place.locator("[data-action=send-comment]").click()


def hears(page: Page, heading: str, words: list[str]) -> None:
    """Wait until a thread says just this."""
    expect(thread(page, heading).locator(".ws-said__text")).to_have_text(words)


def finished(desk: Desk, *names: str) -> None:
    for name in names:
        make_reading(desk.document, desk.cast.participant(name), Reading.State.FINISHED)


def test_two_people_talk_about_a_mark_live_resolve_it_and_take_it_up_again(desk: Desk) -> None:
    finished(desk, "annotator", "annotator2")
    make_mark(desk.document, desk.cast.participant("annotator"), desk.labels["Claim"])
    here, there = desk.open("annotator"), desk.open("annotator2")
    for one in (here, there):
        one.click("Peacekeepers")
        panel(one.page)
    say(here.page, "Peacekeepers", "Which of them?")
    hears(there.page, "Peacekeepers", ["Which of them?"])
    say(there.page, "Peacekeepers", "Those of the mission.")
    hears(here.page, "Peacekeepers", ["Which of them?", "Those of the mission."])
    said = thread(there.page, "Peacekeepers").locator(".ws-said").last
    said.locator("[data-action=edit-comment]").click()
    said.locator("textarea").fill("Those of the second mission.")
    said.get_by_role("button", name="Save").click()
    hears(here.page, "Peacekeepers", ["Which of them?", "Those of the second mission."])
    thread(here.page, "Peacekeepers").get_by_role("button", name="Resolve").click()
    expect(thread(there.page, "Peacekeepers").get_by_text("Resolved", exact=True)).to_be_visible()
    thread(there.page, "Peacekeepers").get_by_role("button", name="Reopen").click()
    expect(thread(here.page, "Peacekeepers").get_by_role("button", name="Resolve")).to_be_visible()
    here.is_saved()
    there.is_saved()
    assert list(Comment.objects.order_by("created_at").values_list("kind", "author__name")) == [
        ("comment", "annotator"),
        ("comment", "annotator2"),
        ("resolved", "annotator"),
        ("reopened", "annotator2"),
    ]


def test_marks_with_comments_carry_a_sign_and_a_resolved_thread_is_folded_away(desk: Desk) -> None:
    mark = make_mark(desk.document, desk.cast.participant("annotator"), desk.labels["Claim"])
    make_comment(mark, desk.cast.participant("annotator"))
    workspace = desk.open("annotator")
    page = workspace.page
    expect(page.locator(".ws-marks__row .ws-marks__said")).to_contain_text("1 comment")
    expect(page.locator(".ws-lane .ws-code--said")).to_have_count(1)
    panel(page)
    thread(page, "Peacekeepers").get_by_role("button", name="Resolve").click()
    expect(thread(page, "Peacekeepers")).to_have_count(0)
    expect(page.locator(".ws-lane .ws-code--said")).to_have_count(0)
    page.get_by_label("Show 1 resolved").check()
    expect(thread(page, "Peacekeepers")).to_have_count(1)


def test_a_mention_reaches_the_home_page_and_waits_until_it_is_read(desk: Desk) -> None:
    finished(desk, "annotator", "annotator2")
    here = desk.open("annotator")
    panel(here.page)
    say(here.page, "The document", "What does @annotator2 think?")
    expect(here.page.locator(".ws-said__who")).to_have_text("@annotator2")
    here.is_saved()
    home = desk.page("annotator2", "/")
    link = home.get_by_role("link", name="annotator mentioned you on “The valley”")
    link.click()
    Workspace(home).ready()
    hears(home, "The document", ["What does @annotator2 think?"])
    eventually(lambda: not Notice.objects.filter(read_at__isnull=True).exists(), what="news that were read")
    home.goto("/")
    expect(home.get_by_text("mentioned you")).to_have_count(0)


def test_whoever_mentions_somebody_who_may_not_see_it_is_told(desk: Desk) -> None:
    page = desk.open("annotator").page
    panel(page)
    say(page, "The document", "Is that so, @annotator2?")
    expect(page.get_by_text("Not to be seen now by: annotator2.")).to_be_visible()


def test_a_blind_reader_receives_nothing_of_what_others_say_until_they_finish(desk: Desk) -> None:
    mark = make_mark(desk.document, desk.cast.participant("annotator2"), desk.labels["Claim"])
    page = desk.page("annotator2")
    received = Received(page)
    blind = Workspace.open(page, desk.document)
    panel(page)
    other = desk.open("reviewer")
    other.click("Peacekeepers")
    panel(other.page)
    say(other.page, "Peacekeepers", "quagga on the mark")
    say(other.page, "The document", "quagga on the document")
    other.is_saved()
    make_comment(mark, desk.cast.participant("reviewer"), "quagga before")
    desk.cast.client("manager").post(
        f"/api/v1/documents/{desk.document.id}/comments", {"text": "For everybody.", "open": True}, format="json"
    )
    hears(page, "The document", ["For everybody."])
    assert "quagga" not in received.everything() + page.content()
    expect(page.get_by_text("The comments of others are hidden until you finish reading")).to_be_visible()
    blind.finish()
    hears(page, "The document", ["quagga on the document", "For everybody."])
    hears(page, "Peacekeepers", ["quagga on the mark", "quagga before"])


def test_a_comment_is_written_answered_and_resolved_by_keyboard_alone(desk: Desk) -> None:
    make_mark(desk.document, desk.cast.participant("annotator"), desk.labels["Claim"])
    workspace = desk.open("annotator")
    page, keys = workspace.page, workspace.page.keyboard
    keys.press("Alt+ArrowDown")
    keys.press("Shift+F2")
    field = thread(page, "Peacekeepers").locator("textarea")
    expect(field).to_be_focused()
    keys.type("Ask @rev")
    offered = page.get_by_role("listbox", name="Members").get_by_role("option")
    expect(offered).to_have_count(3)
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(field).to_have_value("Ask @reviewer2 ")
    keys.type("first.")
    keys.press("Control+Enter")
    hears(page, "Peacekeepers", ["Ask @reviewer2 first."])
    expect(field).to_be_focused()
    keys.type("And the date?")
    keys.press("Control+Enter")
    hears(page, "Peacekeepers", ["Ask @reviewer2 first.", "And the date?"])
    keys.press("Escape")
    expect(page.locator(".ws-text")).to_be_focused()
    workspace.is_saved()
    resolve = thread(page, "Peacekeepers").get_by_role("button", name="Resolve")
    resolve.focus()
    keys.press("Enter")
    expect(thread(page, "Peacekeepers").get_by_role("button", name="Reopen")).to_be_visible()
    keys.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Comment on the mark, or on the document")


def test_a_comment_written_offline_waits_through_a_reload_and_is_saved_once(desk: Desk) -> None:
    desk.browsing.expect_fault("ERR_(FAILED|INTERNET_DISCONNECTED|CONNECTION)")
    workspace = desk.open("annotator")
    page = workspace.page
    panel(page)
    address = re.compile(r"/api/v1/documents/[^/]+/comments$")
    page.route(address, lambda route: route.abort())
    say(page, "The document", "Written on a train.")
    workspace.says("Offline: 1 unsaved")
    page.reload()
    workspace.ready()
    panel(page)
    hears(page, "The document", ["Written on a train."])
    assert Comment.objects.count() == 0
    page.unroute(address)
    workspace.is_saved()
    assert Comment.objects.get().text == "Written on a train."


def test_a_deleted_comment_comes_back_by_undo(desk: Desk) -> None:
    make_comment(desk.document, desk.cast.participant("annotator"), "Which year?")
    workspace = desk.open("annotator")
    page = workspace.page
    panel(page)
    thread(page, "The document").locator("[data-action=delete-comment]").click()
    expect(page.get_by_text("This comment was deleted.")).to_be_visible()
    workspace.is_saved()
    assert Comment.objects.get().deleted_at is not None
    page.get_by_role("button", name="Undo", exact=True).last.click()
    hears(page, "The document", ["Which year?"])
    workspace.is_saved()
    assert Comment.objects.get().deleted_at is None


def test_hostile_words_are_shown_as_words(desk: Desk) -> None:
    for words in HOSTILE:
        make_comment(desk.document, desk.cast.participant("annotator"), words)
    page = desk.open("annotator").page
    panel(page)
    hears(page, "The document", HOSTILE)
    assert page.evaluate("window.taken") is None
    assert page.locator("ws-comments script, ws-comments style, ws-comments img").count() == 0


def test_the_panel_breaks_no_rule_of_accessibility_in_both_themes(desk: Desk) -> None:
    mark = make_mark(desk.document, desk.cast.participant("annotator"), desk.labels["Claim"])
    finished(desk, "annotator", "annotator2")
    make_comment(mark, desk.cast.participant("annotator2"), "Is this one claim, or two? I would cut it after “valley”.")
    make_comment(mark, desk.cast.participant("annotator"), "Two. The date is another one.")
    make_comment(desk.document, desk.cast.participant("manager"), "Captions are not marked.", secrecy="open")
    workspace = Workspace.open(desk.page("annotator", viewport=WIDE), desk.document)
    page = workspace.page
    workspace.click("Peacekeepers")
    panel(page)
    expect(page.locator(".ws-said")).to_have_count(3)
    found = look(page, "comments-panel")
    thread(page, "Peacekeepers").locator("[data-action=reply]").click()
    page.keyboard.type("What does @a")
    expect(page.get_by_role("listbox", name="Members")).to_be_visible()
    found += look(page, "comments-writing")
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_a_telephone_one_reads_and_writes_comments(desk: Desk, theme: str) -> None:
    make_comment(desk.document, desk.cast.participant("annotator"), "Captions are not marked, are they?")
    page = desk.page("annotator", viewport=NARROW, color_scheme=theme)
    page.goto(f"{address(desk.document)}?panel=comments")
    Workspace(page).ready()
    say(page, "The document", "No.")
    hears(page, "The document", ["Captions are not marked, are they?", "No."])
    settle(page)
    shoot(page, f"comments-telephone-{theme}", full=False)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_people_talk_on_the_page_of_a_claim_and_an_open_editor_is_left_alone(desk: Desk) -> None:
    claim = make_claim(desk.cast)
    path = f"/projects/{desk.cast.project.slug}/claims/{claim.id}"
    here, there = (desk.page(name, path, viewport=WIDE) for name in ("annotator", "reviewer"))
    here.get_by_label("Comment", exact=True).fill("Which <b>mission</b>?")
    here.get_by_role("button", name="Comment").click()
    words = ".thread__words"
    expect(here.locator(words)).to_have_text("Which <b>mission</b>?")
    expect(there.locator(words)).to_have_text("Which <b>mission</b>?")
    here.locator("summary").get_by_text("Edit", exact=True).click()
    here.get_by_label("Change this comment").fill("Which mission, and when?")
    there.get_by_label("Comment", exact=True).fill("The second one.")
    there.get_by_role("button", name="Comment").click()
    expect(there.locator(words)).to_have_text(["Which <b>mission</b>?", "The second one."])
    expect(here.get_by_label("Change this comment")).to_have_value("Which mission, and when?")
    here.get_by_role("button", name="Save").click()
    expect(here.locator(words)).to_have_text(["Which mission, and when?", "The second one."])
    expect(there.locator(words)).to_have_text(["Which mission, and when?", "The second one."])
    here.get_by_role("button", name="Resolve").click()
    expect(there.get_by_role("button", name="Reopen")).to_be_visible()
    expect(there.get_by_text("resolved this")).to_be_visible()
    there.get_by_role("button", name="Delete").click()
    expect(there.get_by_text("This comment was deleted.")).to_be_visible()
    there.get_by_role("button", name="Undo").click()
    expect(there.locator(words)).to_have_count(2)
    found = look(here, "claim-comments")
    assert found == [], "\n".join(found)
