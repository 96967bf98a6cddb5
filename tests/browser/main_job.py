"""The main job, step by step, by the people who do it: each step is what one person does on the pages of the site."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Locator, Page, expect

from projects.models import User
from sources.models import Document
from sources.text import settle
from tests.browser.workspace import Workspace
from tests.browsing import Browsing
from tests.cast import PASSWORD, make_user
from tests.processes import eventually

PEOPLE = {
    "annotator": "Annotator",
    "annotator2": "Annotator",
    "reviewer": "Reviewer",
    "reviewer2": "Reviewer",
    "reviewer3": "Reviewer",
    "adjudicator": "Adjudicator",
}
FIRST = {"manager", "annotator", "reviewer", "adjudicator", "admin"}
LABELS = [("Claim", "c", ""), ("Figure", "f", "Claim"), ("Source", "s", "")]


@dataclass
class MainJob:
    """One run of it: the site, the texts, and a browser context for each person."""

    browsing: Browsing
    files: list[Path]
    slug: str = "main-job"
    users: dict[str, User] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    claim: str = ""

    @property
    def texts(self) -> dict[str, str]:
        """File name → text as it is kept."""
        return {path.name: settle(path.read_bytes().decode())[0] for path in self.files}

    def url(self, path: str) -> str:
        return f"/projects/{self.slug}/{path}"

    def documents(self) -> dict[str, Document]:
        """File name → document."""
        rows = Document.objects.select_related("project").filter(project__slug=self.slug)
        return {row.file_name: row for row in rows}

    # --- people -------------------------------------------------------------------------------

    def open_accounts(self) -> None:
        """Accounts with a password, as an administrator leaves them."""
        for name in ("manager", *PEOPLE, "admin"):
            user = make_user(name, is_admin=name == "admin")
            user.set_password(PASSWORD)
            user.save(update_fields=["password"])
            self.users[name] = user

    def page(self, name: str) -> Page:
        """The page of a person. One of each role signs in with the password, whoever is the second finds a session."""
        if name not in self.pages:
            self.pages[name] = self._sign_in(name) if name in FIRST else self.browsing.open(user=self.users[name])
        return self.pages[name]

    def _sign_in(self, name: str) -> Page:
        page = self.browsing.open("/accounts/login/")
        page.get_by_label("Username or email").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", level=1, name="My work")).to_be_visible()
        return page

    # --- the manager -------------------------------------------------------------------------------

    def create_project(self) -> None:
        page = self.page("manager")
        page.goto("/projects/new")
        page.get_by_label("Name").fill("The main job")
        page.get_by_label("Address").fill(self.slug)
        page.get_by_role("button", name="Create the project").click()
        page.wait_for_url(f"**/projects/{self.slug}/")

    def add_people(self) -> None:
        page = self.page("manager")
        for name, role in PEOPLE.items():
            page.goto(self.url("people"))
            page.get_by_role("button", name="Add a member").click()
            dialog = page.get_by_role("dialog", name="Add a member")
            dialog.get_by_label("Username or email").fill(name)
            dialog.get_by_role("checkbox", name=role).check()
            dialog.get_by_role("button", name="Add", exact=True).click()
            expect(page.get_by_role("row").filter(has_text=name).filter(has_text=role).first).to_be_visible()

    def write_codebook(self) -> None:
        page = self.page("manager")
        page.goto(self.url("codebook"))
        for name, key, parent in LABELS:
            form = page.locator("#new-label")
            form.get_by_label("Name").fill(name)
            form.get_by_label("Key").fill(key)
            form.get_by_label("Definition").fill(f"A passage that is a {name.lower()}.")
            if parent:
                choice = form.get_by_label("Below").locator("option", has_text=parent).get_attribute("value")
                form.get_by_label("Below").select_option(choice)
            form.get_by_role("button", name="Add label").click()
            expect(page.locator("#labels").get_by_role("link", name=re.compile(rf"{name}$"))).to_be_visible()

    def import_texts(self) -> None:
        """Upload through the page and watch it to the end."""
        page = self.page("manager")
        page.goto(self.url("imports"))
        page.get_by_label("Files").set_input_files([str(path) for path in self.files])
        page.get_by_role("button", name="Import", exact=True).click()
        page.wait_for_url("**/imports/*-*")
        count = f"{len(self.files)} documents imported"
        expect(page.locator("#import")).to_contain_text(count, timeout=30_000)
        expect(page.locator("#import").get_by_text("Read", exact=True)).to_have_count(len(self.files) + 1)
        expect(page.locator("#import[hx-get]")).to_have_count(0)
        page.get_by_role("link", name="To the documents").click()
        expect(page.locator("[data-row]")).to_have_count(len(self.files))

    # --- annotators -------------------------------------------------------------------------------

    def mark(self, name: str, marks: dict[str, dict[str, str]], sees_after: list[str] | None = None) -> None:
        """Marks by file: words → label, by key or through the palette; then finish each text.

        `sees_after` are the words that others have marked, which show when the reading is finished.
        """
        documents = self.documents()
        for file, wanted in marks.items():
            workspace = Workspace.open(self.page(name), documents[file])
            for words, label in wanted.items():
                workspace.select(words)
                keys = {label_name: key for label_name, key, _parent in LABELS}
                if label in keys:
                    expect(workspace.palette).to_be_visible()
                    workspace.page.keyboard.press(keys[label])
                    expect(workspace.palette).to_be_hidden()
                else:
                    workspace.label(label.rpartition("/")[2])
                workspace.page.keyboard.press("Escape")
            workspace.shows(list(wanted))
            workspace.is_saved()
            workspace.finish()
            workspace.shows([*wanted, *(sees_after or [])])

    # --- reviewers -------------------------------------------------------------------------------

    def draw_claim(self, name: str, statement: str, passages: dict[str, tuple[str, str]]) -> None:
        """A claim from passages of documents: words → (title, stance), found and added one by one."""
        page = self.page(name)
        page.goto(self.url("claims"))
        page.get_by_role("link", name="New claim").first.click()
        page.get_by_label("Statement").fill(statement)
        for number, (words, (title, stance)) in enumerate(passages.items(), start=1):
            choose(page, "stance", stance)
            if not page.get_by_label("Words as printed").is_visible():
                page.get_by_text("A passage, by its words").click()
            page.get_by_label("Words as printed").fill(words)
            page.get_by_label("Words of the document’s title").fill(title)
            page.get_by_role("button", name="Find the passage").click()
            page.get_by_role("button", name="Add this passage").first.click()
            expect(page.get_by_role("button", name="Take off")).to_have_count(number)
        expect(page.get_by_label("Statement")).to_have_value(statement)
        page.get_by_role("button", name="Send to review").click()
        expect(page.get_by_text("The claim was sent to review.")).to_be_visible()
        self.claim = page.url.partition("/claims/")[2]

    def judge(self, name: str, statement: str, finding: str, credibility: str, rationale: str) -> None:
        """A verdict on what /review offers."""
        page = self.page(name)
        page.goto(self.url("review"))
        expect(page.locator(".statement")).to_have_text(statement)
        expect(page.get_by_text("Other verdicts are hidden until yours is in")).to_be_visible()
        choose(page, "decision", "approve")
        choose(page, "finding", finding)
        choose(page, "credibility", credibility)
        page.get_by_label(re.compile("^Rationale")).fill(rationale)
        page.get_by_role("button", name="Give verdict").click()
        expect(page.get_by_text("Nothing to judge")).to_be_visible()

    def sees_nothing_of(self, name: str, secret: str) -> None:
        """Neither page nor answer tells this person of a verdict of somebody else."""
        page = self.page(name)
        for path in ("", "claims", f"claims/{self.claim}", "review", "history", "documents", "search?q=words"):
            answer = page.goto(self.url(path))
            assert answer is not None
            assert answer.status == 200, path
            assert secret not in answer.text() + page.content(), path
        for path in (f"claims/{self.claim}", f"claims/{self.claim}/verdicts", f"projects/{self.slug}/events"):
            answered = page.request.get(f"/api/v1/{path}")
            assert answered.status == 200, path
            assert secret not in answered.text(), path

    # --- the adjudicator -------------------------------------------------------------------------------

    def decide(self, statement: str, finding: str, credibility: str, rationale: str, dissent: str) -> None:
        page = self.page("adjudicator")
        page.goto(self.url("adjudicate"))
        page.get_by_role("link", name="Settle the first").click()
        expect(page.locator(".statement").first).to_have_text(statement)
        choose(page, "outcome", "decided")
        choose(page, "decision", "approve")
        choose(page, "finding", finding)
        choose(page, "credibility", credibility)
        page.get_by_label(re.compile("^Rationale")).fill(rationale)
        page.get_by_label("Dissent").fill(dissent)
        page.get_by_role("button", name="Record the decision").click()
        page.goto(self.url(f"claims/{self.claim}"))
        expect(page.get_by_text(rationale)).to_be_visible()
        expect(page.get_by_text(dissent)).to_be_visible()

    # --- a client of the API -------------------------------------------------------------------------------

    def export(self, name: str, password: str) -> dict[str, list[dict[str, Any]]]:
        """The whole project as JSON Lines, by part."""
        with httpx.Client(base_url=f"{self.browsing.base_url}/api/v1", timeout=30) as client:
            given = client.post("/auth/token", json={"username": name, "password": password})
            assert given.status_code == 200, given.text
            client.headers["Authorization"] = f"Bearer {given.json()['token']}"
            asked = client.post(f"/projects/{self.slug}/exports", json={"format": "jsonl"})
            assert asked.status_code == 202, asked.text
            export: dict[str, Any] = asked.json()

            def done() -> bool:
                export.update(client.get(f"/exports/{asked.json()['id']}").json())
                return export["status"] not in {"queued", "running"}

            eventually(done, seconds=60, step=0.1, what="the export")
            assert export["status"] == "done", export
            parts = {}
            for part in ("documents", "claims"):
                file = client.get(f"/exports/{export['id']}/file", params={"part": part})
                assert file.status_code == 200, file.text
                parts[part] = [json.loads(line) for line in file.text.split("\n") if line]
            return parts

    # --- the admin -------------------------------------------------------------------------------

    def invite(self, username: str) -> Page:
        """The admin makes a link; who opens it gets an account, and a page on which they are signed in."""
        page = self.page("admin")
        page.goto("/admin/users")
        page.get_by_role("button", name="Invite by link").click()
        dialog = page.get_by_role("dialog", name="Invite by link")
        dialog.get_by_label("Note").fill("the new one")
        dialog.get_by_role("button", name="Make the link").click()
        link = page.get_by_label("Link", exact=True).input_value()
        guest = self.browsing.open(link)
        guest.get_by_label("Username").fill(username)
        guest.get_by_label("Password").fill(PASSWORD)
        guest.get_by_role("button", name="Open the account").click()
        expect(guest.get_by_role("heading", level=1, name="My work")).to_be_visible()
        again = self.browsing.open(link)
        expect(again.get_by_role("button", name="Open the account")).to_have_count(0)
        return guest

    def suspend(self, username: str) -> None:
        page = self.page("admin")
        page.goto("/admin/users")
        page.get_by_role("link", name=username, exact=True).click()
        page.get_by_role("button", name="Suspend").click()
        expect(page.get_by_role("button", name="Open again")).to_be_visible()


def choose(page: Page, name: str, value: str) -> None:
    """Choose one word of a scale."""
    option: Locator = page.locator(f'input[name="{name}"][value="{value}"]')
    page.locator("label", has=option).click()
    expect(option).to_be_checked()


def passages(text: str, count: int) -> list[str]:
    """Words to mark: the beginnings of its first long lines of a text, each found once in it."""
    found: list[str] = []
    for line in text.split("\n"):
        words = line.strip()[:36].rpartition(" ")[0].strip()
        if len(line) > 60 and "|" not in words and text.count(words) == 1:
            found.append(words)
    assert len(found) >= count, "the text is too short for this test"
    return found[:count]
