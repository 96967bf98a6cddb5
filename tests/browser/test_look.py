"""Every page, as somebody who may see it: no accessibility rule broken, nothing too wide, no script error.

The pages are those of the demonstration project. Each is looked at in both themes and on a narrow screen.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from annotator.models import Label
from config.demo.loading import load
from projects.models import Membership, Project, User
from projects.services.invitations import create_invitation
from projects.viewers import find_viewer
from reviews.models import Claim
from sources.models import Document, Entity, Import, Publisher
from tests.browser.conftest import Desk
from tests.browser.looking import WIDE, axe, look, settle, shoot
from tests.browser.workspace import Workspace, address
from tests.browsing import Browsing
from tests.processes import WorkerProcess

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EVERYBODY = ["/", "/account", "/accounts/password/change/", "/accounts/2fa/", "/projects/{slug}/"]
PROJECT = [
    "documents", "claims", "codebook", "publishers", "people", "search?q=bridge", "concordance?q=bridge", "exports",
]  # fmt: skip
PROJECT = ["documents", "claims", "codebook", "entities", "publishers", "people", "search?q=bridge", "exports"]
PAGES: dict[str, list[str]] = {
    "": ["/accounts/login/", "/accounts/password/reset/", "/invitations/nonsense", "{invitation}", "/nowhere"],
    "viewer": ["{p}claims", "{p}claims/{decided}", "{p}documents/{first}", "{p}search?q=nothing+has+these+words"],
    "annotator": [
        *EVERYBODY, *[f"{{p}}{path}" for path in PROJECT], "{p}documents/{first}", "{p}claims/new", "{p}claims/{own}",
        "{p}publishers/{publisher}", "{p}settings", "{p}entities/{entity}",
    ],
    "reviewer": [
        "/", "{p}", "{p}review", "{p}claims?state=disputed", "{p}claims/{disputed}", "{p}claims/{in_review}",
        "{p}review?claim={in_review}",
    ],
    "adjudicator": [
        "/", "{p}adjudicate", "{p}adjudicate?heap=agreed", "{p}adjudicate?heap=due", "{p}adjudicate/{disputed}",
        "{p}claims/{decided}",
    ],
    "manager": [
        "/", "{p}", "{p}documents", "{p}documents/{first}", "{p}imports", "{p}imports/{import}", "{p}codebook",
        "{p}codebook/{label}", "{p}codebook/relations", "{p}people", "{p}people/{member}", "{p}settings", "{p}history",
        "{p}exports", "{p}publishers", "{p}publishers/{publisher}", "{p}claims/{in_review}",
        "{p}publishers/{publisher}/merge?into={rated}", "{p}publishers/{rated}", "{p}entities", "{p}entities/{entity}",
        "{p}entities/{entity}/merge?into={namesake}", "{p}entities?q=nothing",
    ],
    "admin": ["/", "/projects/new", "/admin/users", "/admin/users/{user}", "/admin/jobs"],
}  # fmt: skip


@dataclass
class Stage:
    """The demonstration project, and the words that stand in addresses."""

    browsing: Browsing
    words: dict[str, str]

    def page(self, name: str) -> Page:
        user = User.objects.get(username=name) if name else None
        return self.browsing.open(user=user, viewport=WIDE)

    def visit(self, name: str, paths: list[str]) -> list[str]:
        """What is wrong with the look of these pages."""
        page = self.page(name)
        found = []
        for path in paths:
            answer = page.goto(path.format_map(self.words))
            assert answer is not None
            expected = {"/nowhere": 404, "/invitations/nonsense": 404}.get(path, 200)
            assert answer.status == expected, f"{path} answers {answer.status}"
            found += look(page, f"{name or 'anybody'}-{path}")
        return found


def _claim(state: str, **more: object) -> str:
    claim = Claim.objects.filter(state=state, **more).order_by("id").first()
    assert claim is not None, state
    return str(claim.id)


@pytest.fixture
def stage(browsing: Browsing, settings: Any) -> Stage:
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher"
    ]  # nobody signs in with a password here
    project: Project = load().project
    manager = find_viewer(User.objects.get(username="manager"), project_id=project.id)
    _invitation, secret = create_invitation(by=manager, roles=["reviewer"])
    documents = {row.file_name: row for row in Document.objects.filter(project=project)}
    words = {
        "slug": project.slug,
        "p": f"/projects/{project.slug}/",
        "invitation": f"/invitations/{secret}",
        "first": documents["01-ajar-door.txt"].id,
        "disputed": _claim("disputed"),
        "decided": _claim("decided"),
        "in_review": _claim("in_review", held=False),
        "own": _claim("in_review", held=False),
        "publisher": Publisher.objects.filter(project=project).order_by("id")[0].id,
        "rated": Publisher.objects.get(project=project, name="The Harbour Post").id,
        "entity": Entity.objects.get(project=project, name="Joint Observer Mission in the Sarn Valley").id,
        "namesake": Entity.objects.get(project=project, name="Observers of the Compact").id,
        "import": Import.objects.get(project=project).id,
        "label": Label.objects.filter(project=project).order_by("id")[0].id,
        "member": Membership.objects.get(project=project, user__username="annotator2").id,
        "user": User.objects.get(username="annotator").id,
    }
    browsing.expect_fault(r"status of 404 .*(nowhere|nonsense)")
    return Stage(browsing, {name: str(word) for name, word in words.items()})


@pytest.mark.parametrize("names", [("annotator",), ("manager",), ("", "viewer", "reviewer", "adjudicator", "admin")])
def test_pages_break_no_rule_of_accessibility_and_fit_a_telephone(stage: Stage, names: tuple[str, ...]) -> None:
    found = [fault for name in names for fault in stage.visit(name, PAGES[name])]
    assert found == [], "\n".join(found)


def test_the_workspace_and_what_opens_in_it_break_no_rule(stage: Stage) -> None:
    document = Document.objects.select_related("project").get(file_name="01-ajar-door.txt")
    workspace = Workspace.open(stage.page("annotator"), document)
    page = workspace.page
    shoot(page, "workspace-1280-light", full=False)
    found = look(page, "workspace-finished")

    document = Document.objects.select_related("project").get(file_name="04-two-coats.txt")
    page.goto(address(document))
    workspace.ready()
    found += look(page, "workspace-open")
    first = page.locator(".ws-text .tx-paragraph").filter(has_text=" ").first.text_content() or ""
    workspace.select(first[:24].rpartition(" ")[0])
    expect(workspace.palette).to_be_visible()
    found += look(page, "workspace-palette")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Keys").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    found += look(page, "workspace-keys")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Finish reading").first.click()
    expect(page.get_by_role("dialog", name="Finish reading?")).to_be_visible()
    found += look(page, "workspace-finish")
    page.locator("[data-action=confirm-finish]").click()
    expect(page.locator("[data-reading=finished]")).to_be_visible()
    found += look(page, "workspace-finished-alone")
    page.locator("[data-action=reveal]").click()
    expect(page.get_by_role("dialog", name="See the work of others?")).to_be_visible()
    settle(page)
    found += axe(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_role("button", name="Finish reading").first).to_be_visible()
    page.get_by_role("tab", name="Labels").click()
    found += look(page, "workspace-labels")
    page.get_by_role("button", name="Find in this document").click()
    page.keyboard.type("the")
    expect(page.locator(".ws-find__count")).to_contain_text("of")
    found += look(page, "workspace-find")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Reading", exact=True).click()
    expect(page.get_by_role("dialog", name="Reading")).to_be_visible()
    found += look(page, "workspace-reading")
    assert found == [], "\n".join(found)


def test_dialogs_palette_and_menus_break_no_rule(stage: Stage) -> None:
    page = stage.page("manager")
    page.goto(stage.words["p"] + "people")
    found = []
    for button in ("Add a member", "Invite by link"):
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("dialog", name=button)).to_be_visible()
        found += look(page, f"dialog-{button}")
        page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.keyboard.type("doc")
    expect(page.get_by_role("dialog").get_by_role("option").first).to_be_visible()
    found += look(page, "command-palette")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    found += look(page, "keys")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Account: ").click()
    expect(page.get_by_role("link", name="Account", exact=True)).to_be_visible()
    found += look(page, "account-menu")
    assert found == [], "\n".join(found)


def test_an_export_is_followed_to_its_file(desk: Desk, celery_worker_process: WorkerProcess) -> None:
    page = desk.page("manager", f"/projects/{desk.cast.project.slug}/exports", viewport=WIDE)
    page.get_by_role("button", name="Export").first.click()
    link = page.locator("#exports").get_by_role("link", name=re.compile("^documents · "))
    expect(link).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        link.click()
    lines = Path(download.value.path()).read_text(encoding="utf-8").splitlines()
    assert len(lines) == Document.objects.count()
    found = look(page, "export-done")
    assert found == [], "\n".join(found)
