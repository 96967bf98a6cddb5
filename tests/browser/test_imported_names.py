"""A manager says who an imported name is, and the member finds those marks among their own, while they work."""

import pytest
from playwright.sync_api import expect

from annotator.models import Annotation
from projects.models import Participant
from tests.annotator.imported import bring
from tests.browser.conftest import Desk
from tests.browser.looking import WIDE, look
from tests.browser.workspace import stored
from tests.cast import make_reading

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAMES = "/projects/desk/people/names"


def _bring(desk: Desk, name: str, start: int = 0, end: int = 12) -> Annotation:
    return bring(desk.cast, desk.document, desk.labels["Claim"], name, start=start, end=end)


def test_the_pages_of_names_break_no_rule_of_accessibility_and_fit_a_telephone(desk: Desk) -> None:
    page = desk.page("manager", NAMES, viewport=WIDE)
    expect(page.get_by_text("No imported names")).to_be_visible()
    found = look(page, "names-none")
    mark = _bring(desk, "Ó. Lindqvist-Featherstonehaugh")
    ids = [mark.author_id] + [_bring(desk, name).author_id for name in ("b.z.", "imported", "محمد الأمين")]
    page.goto(NAMES)
    page.get_by_role("link", name="b.z.").click()
    page.get_by_label("Speaks for").select_option(label="annotator (annotator)")
    found += look(page, "name-to-map")
    page.get_by_role("button", name="Map to this member").click()
    expect(page.get_by_text("“b.z.” speaks for annotator now.")).to_be_visible()
    found += look(page, "name-mapped")
    for path, name in ((f"/{ids[2]}", "name-unnamed"), ("", "names"), ("?q=zzz", "names-filtered")):
        page.goto(f"{NAMES}{path}")
        found += look(page, name)
    page.goto("/projects/desk/people")
    found += look(page, "people-with-names")
    assert found == [], "\n".join(found)


def test_what_was_said_by_mistake_is_undone_from_the_toast(desk: Desk) -> None:
    name = _bring(desk, "b.z.").author
    page = desk.page("manager", f"{NAMES}/{name.id}")
    page.get_by_label("Speaks for").select_option(label="annotator (annotator)")
    page.get_by_role("button", name="Map to this member").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Map to this member")).to_be_visible()
    assert Participant.objects.get(id=name.id).speaks_for_id is None


def test_the_member_sees_the_marks_come_and_changes_one_while_others_see_nothing(desk: Desk) -> None:
    mark = _bring(desk, "b.z.")
    for name in ("annotator", "annotator2"):
        make_reading(desk.document, desk.cast.participant(name))
    annotator, other = desk.open("annotator"), desk.open("annotator2")
    annotator.shows([])
    manager = desk.page("manager", f"{NAMES}/{mark.author_id}")
    manager.get_by_label("Speaks for").select_option(label="annotator (annotator)")
    manager.get_by_role("button", name="Map to this member").click()
    annotator.shows(["Peacekeepers"])
    annotator.click("Peacekeepers")
    detail = annotator.page.get_by_label("Selected mark")
    expect(detail.locator(".ws-detail__by")).to_contain_text("you")
    detail.locator("[data-action=delete]").click()
    annotator.shows([])
    annotator.is_saved()
    assert stored(desk.document) == {}
    other.shows([])
    reviewer = desk.open("reviewer")
    reviewer.shows([])
