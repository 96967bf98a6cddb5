"""The pages of projects and accounts in a real browser: people come in and are suspended; everybody can read them."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from config.runtime.places import CHECKOUT
from projects.events import change
from projects.models import Job, Membership
from tests.browser.looking import settle
from tests.browsing import Browsing
from tests.cast import PASSWORD
from tests.world import World, build

AXE = CHECKOUT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"

pytestmark = pytest.mark.browser


def violations(page: Page) -> list[str]:
    """What axe finds wrong with a page."""
    page.evaluate(AXE.read_text(encoding="utf-8") + "\n0")
    places = "v.id + ': ' + v.nodes.map(node => node.html + node.failureSummary)"
    found: Any = page.evaluate(f"() => axe.run().then(result => result.violations.map(v => {places}))")
    return list(found)


@pytest.fixture
def world(browsing: Browsing) -> World:
    world = build()
    cast = world.cast
    cast.project.name = "Iskel corridor"
    cast.project.description = "What customs, shippers and the Compact say of one valley."
    cast.project.save()
    with change(project_id=cast.project.id, by=cast.viewer("manager")) as log:
        log.add("member.changed", before={"roles": ["viewer"]}, after={"name": "Tal", "roles": ["reviewer"]})
    errors = [{"detail": "The archive is empty."}]
    Job.objects.create(
        kind="test", project=cast.project, requested_by=cast.users["manager"], status="failed", errors=errors
    )
    return world


PAGES = [
    ("manager", "/"),
    ("outsider", "/"),
    ("manager", "/projects/desk/"),
    ("viewer", "/projects/desk/"),
    ("manager", "/projects/desk/people"),
    ("viewer", "/projects/desk/people"),
    ("manager", "/projects/desk/people/{member}"),
    ("viewer", "/projects/desk/people/{member}"),
    ("manager", "/projects/desk/settings"),
    ("viewer", "/projects/desk/settings"),
    ("manager", "/projects/desk/history"),
    ("viewer", "/account"),
    ("admin", "/projects/new"),
    ("admin", "/admin/users"),
    ("admin", "/admin/users/{user}"),
    ("admin", "/admin/unmanaged/{unmanaged}"),
    ("admin", "/admin/jobs"),
]


def test_every_page_is_readable_by_everybody_in_both_themes_and_on_a_telephone(
    browsing: Browsing, world: World
) -> None:
    wrong: list[str] = []
    for name, path in PAGES:
        ids = {"unmanaged": world.ids["unmanaged project"], **world.ids}
        address = path.format(**{name: id for name, id in ids.items() if " " not in name})
        page = browsing.open(address, user=world.cast.users[name], reduced_motion="reduce")
        assert page.locator("h1").count() == 1, path
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            expect(page.locator("html")).to_have_attribute("data-theme", scheme)
            settle(page)
            wrong += [f"{path} as {name}, {scheme}: {violation}" for violation in violations(page)]
        page.set_viewport_size({"width": 390, "height": 800})
        wide: Any = page.evaluate("() => document.documentElement.scrollWidth")
        if wide > 390:
            wrong.append(f"{path} as {name}: {wide} wide on a telephone")
        page.context.close()
    assert wrong == []


def test_somebody_is_invited_comes_in_and_is_suspended(browsing: Browsing, world: World) -> None:
    users = world.cast.users
    manager = browsing.open("/projects/desk/people", user=users["manager"])
    manager.get_by_role("button", name="Invite by link").click()
    dialog = manager.get_by_role("dialog", name="Invite by link")
    dialog.get_by_label("Reviewer").check()
    dialog.get_by_label("Note").fill("for Mira")
    dialog.get_by_role("button", name="Make the link").click()
    link = manager.get_by_label("Invitation link").input_value()

    guest = browsing.open(link)
    expect(guest.get_by_role("heading", name="Join “Iskel corridor”")).to_be_visible()
    assert violations(guest) == []
    guest.get_by_label("Username").fill("mira")
    guest.get_by_label("Name", exact=False).nth(1).fill("Mira Tal")
    guest.get_by_label("Password").fill("short")
    guest.get_by_role("button", name="Open the account").click()
    expect(guest.get_by_label("Username")).to_have_value("mira")
    expect(guest.locator("main")).to_contain_text("too short")
    guest.get_by_label("Password").fill(PASSWORD)
    guest.get_by_role("button", name="Open the account").click()
    expect(guest.get_by_role("heading", name="Iskel corridor")).to_be_visible()

    manager.goto("/projects/desk/people")
    manager.get_by_role("link", name="Mira Tal").click()
    manager.get_by_role("button", name="Suspend").click()
    toast = manager.locator(".toast")
    expect(toast).to_contain_text("Suspended")
    browsing.expect_fault("404|422")
    guest.reload()
    expect(guest.get_by_role("heading", name="There is nothing here")).to_be_visible()
    toast.get_by_role("button", name="Undo").click()
    expect(manager.get_by_role("button", name="Suspend")).to_be_visible()
    guest.goto("/projects/desk/")
    expect(guest.get_by_role("heading", name="Iskel corridor")).to_be_visible()

    admin = browsing.open("/admin/users?q=mira", user=users["admin"])
    admin.get_by_role("link", name="Mira Tal").click()
    admin.get_by_role("button", name="Suspend").click()
    expect(admin.locator("main")).to_contain_text("suspended the account mira")
    guest.reload()
    expect(guest.get_by_role("button", name="Sign in")).to_be_visible()


def test_a_list_stays_readable_while_it_looks_for_what_is_new(browsing: Browsing, world: World) -> None:
    page = browsing.open("/admin/jobs", user=world.cast.users["admin"], reduced_motion="reduce", color_scheme="dark")
    held: list[Route] = []
    page.route("**/admin/jobs", lambda route: held.append(route))
    expect(page.locator("body.is-busy")).to_be_attached()
    assert held
    settle(page)
    assert violations(page) == []
    held[0].continue_()
    expect(page.locator("body.is-busy")).not_to_be_attached()


def test_a_project_whose_manager_is_suspended_gets_another_one(browsing: Browsing, world: World) -> None:
    cast = world.cast
    page = browsing.open(f"/admin/users/{cast.users['manager'].id}", user=cast.users["admin"])
    expect(page.locator("main")).to_contain_text("Suspending leaves projects without a manager")
    page.get_by_role("button", name="Suspend").click()
    left = page.get_by_role("region", name="Projects without a manager")
    expect(left).to_contain_text("Iskel corridor")
    assert violations(page) == []
    left.get_by_role("link", name="Appoint a manager").click()
    page.get_by_label("New manager").select_option("viewer")
    page.get_by_label("Reason").fill("The manager has left the house.")
    assert violations(page) == []
    page.get_by_role("button", name="Make them the manager").click()
    expect(page.locator(".toast")).to_contain_text("viewer manages “Iskel corridor” now.")
    expect(page.locator("main")).not_to_contain_text("Iskel corridor")

    appointed = browsing.open("/projects/desk/people", user=cast.users["viewer"])
    expect(appointed.get_by_role("button", name="Add a member")).to_be_visible()
    appointed.goto("/projects/desk/history")
    expect(appointed.locator("main")).to_contain_text("made viewer a manager: The manager has left the house.")


def test_a_member_is_added_with_a_mistake_on_the_way_and_changed(browsing: Browsing, world: World) -> None:
    cast = world.cast
    page = browsing.open("/projects/desk/people", user=cast.users["manager"])
    browsing.expect_fault("422")
    page.keyboard.press("n")
    dialog = page.get_by_role("dialog", name="Add a member")
    dialog.get_by_label("Username or email").fill("nobody")
    dialog.get_by_label("Annotator").check()
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(dialog).to_contain_text("There is no account with this username")
    expect(dialog.get_by_label("Annotator")).to_be_checked()
    assert violations(page) == []
    dialog.get_by_label("Username or email").fill("outsider")
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".toast")).to_contain_text("outsider is a member now")
    page.get_by_role("searchbox", name="Filter people").fill("outs")
    expect(page.locator("#list tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile("q=outs"))
    page.get_by_role("link", name="outsider").click()
    page.get_by_label("Reviewer").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".toast")).to_contain_text("Saved")
    assert Membership.objects.get(user=cast.users["outsider"], project=cast.project).roles == ["annotator", "reviewer"]


def test_several_members_are_suspended_with_the_keyboard(browsing: Browsing, world: World) -> None:
    page = browsing.open("/projects/desk/people?role=reviewer", user=world.cast.users["manager"])
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    page.get_by_role("button", name="Suspend").click()
    expect(page.locator(".toast")).to_contain_text("2 members suspended")


def test_the_palette_leads_to_people(browsing: Browsing, world: World) -> None:
    page = browsing.open("/projects/desk/", user=world.cast.users["manager"])
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").fill("adjudic")
    page.get_by_role("option", name="adjudicator").click()
    expect(page.get_by_role("heading", name="adjudicator")).to_be_visible()
