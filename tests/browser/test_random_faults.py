"""Two hundred afternoons on which everything breaks: what somebody marked is on the server once, as they left it.

In each a person marks, changes labels and deletes marks on one or two pages while the network goes and comes, answers
are lost on their way, the session ends, the server is killed and started again, and the pages are loaded anew.
"""

import contextlib
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Route, expect

from projects.models import Event
from tests.browser.conftest import Desk, make_labels, make_text
from tests.browser.test_nothing_lost import WORDS
from tests.browser.workspace import Workspace, exact_words, stored
from tests.browsing import Browsing
from tests.campaigns import Campaign
from tests.cast import gather
from tests.processes import WebProcess

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LABELS = {"c": "Claim", "f": "Figure", "s": "Source"}


@pytest.fixture
def mortal_site(chromium: Browser, transactional_db: None) -> Iterator[tuple[Browsing, WebProcess]]:
    """A site of this test's own, to be killed."""
    web = WebProcess(name="web-mortal")
    web.start()
    browsing = Browsing(chromium, web.url)
    browsing.expect_fault("ERR_|status of (401|403|404|5..)|WebSocket|NetworkError|Failed to fetch")
    yield browsing, web
    browsing.close()
    web.stop()
    assert browsing.unexpected() == []


@dataclass
class Afternoon:
    """One person at one document, what they did, and what is broken just now."""

    desk: Desk
    web: WebProcess
    chance: random.Random
    pages: list[Workspace] = field(default_factory=list)
    wanted: dict[str, str] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    made_on: dict[str, Workspace] = field(default_factory=dict)
    cookies: list[Any] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    told: list[str] = field(default_factory=list)

    # --- what the person does -----------------------------------------------------------------

    def mark(self) -> None:
        page, key = self.chance.choice(self.pages), self.chance.choice("cfs")
        word = next(word for word in WORDS if word not in self.wanted and word not in self.deleted)
        page.mark(word, key)
        self.wanted[word], self.made_on[word] = LABELS[key], page
        self._shows(page, word)

    def relabel(self) -> None:
        if self.wanted:
            word, key = self.chance.choice(sorted(self.wanted)), self.chance.choice("cfs")
            page = self.made_on[word]
            page.click(word)
            page.page.keyboard.press(key)
            self.wanted[word] = LABELS[key]
            self._shows(page, word)

    def delete(self) -> None:
        if self.wanted:
            word = self.chance.choice(sorted(self.wanted))
            page = self.made_on[word]
            page.click(word)
            page.page.keyboard.press("Delete")
            del self.wanted[word]
            self.deleted.add(word)
            self._shows(page, word)

    def _shows(self, page: Workspace, word: str) -> None:
        """The list beside the text tells of the mark what the person just did."""
        row = page.page.locator(".ws-marks__box").get_by_role("option").filter(has_text=word)
        if word in self.wanted:
            expect(row).to_contain_text(self.wanted[word])
        else:
            expect(row).to_have_count(0)

    # --- what breaks --------------------------------------------------------------------------

    def lose_network(self) -> None:
        self.pages[0].page.context.set_offline(True)
        self.broken.add("network")

    def lose_answers(self) -> None:
        """The server does what it is asked for, and the page does not hear of it."""

        def lose(route: Route) -> None:
            if route.request.method == "GET" or self.chance.random() < 0.4:
                with contextlib.suppress(Error):
                    route.continue_()
                return
            with contextlib.suppress(Error):  # the line may be gone as well, or the page
                route.fetch()
            with contextlib.suppress(Error):
                route.abort()

        for page in self.pages:
            page.page.route("**/api/v1/**", lose)
        self.broken.add("answers")

    def end_session(self) -> None:
        self.pages[0].page.context.clear_cookies(name="sessionid")
        self.broken.add("session")

    def kill_server(self) -> None:
        self.web.kill()
        self.broken.add("server")

    def load_anew(self) -> None:
        """Pages are loaded anew where that is possible; a page that cannot be had keeps the old one open."""
        if self.broken <= {"answers"}:
            page = self.chance.choice(self.pages)
            page.page.reload()
            page.ready()

    def open_another(self) -> None:
        if len(self.pages) == 1 and self.broken <= {"answers"}:
            page = self.desk.browsing.watch(self.pages[0].page.context.new_page())
            self.pages.append(Workspace.open(page, self.desk.document))

    def mend(self) -> None:
        """Everything works again."""
        context = self.pages[0].page.context
        if "server" in self.broken:
            self.web.start()
        context.set_offline(False)
        if "session" in self.broken:
            context.add_cookies(self.cookies)
        for page in self.pages:
            page.page.unroute("**/api/v1/**")
        self.broken.clear()

    # --- the whole of it ----------------------------------------------------------------------

    def go(self) -> None:
        first = self.desk.open("annotator")
        self.pages.append(first)
        self.cookies = [cookie for cookie in first.page.context.cookies() if cookie["name"] == "sessionid"]
        work: list[Callable[[], None]] = [self.mark, self.mark, self.mark, self.relabel, self.delete]
        faults: list[Callable[[], None]] = [
            self.lose_network, self.lose_answers, self.end_session, self.kill_server, self.load_anew, self.open_another,
            self.mend,
        ]  # fmt: skip
        for _step in range(self.chance.randint(8, 14)):
            step = self.chance.choice(work if self.chance.random() < 0.65 else faults)
            self.told.append(step.__name__)
            step()
        self.mend()
        for page in self.pages:
            self._saves(page)
        for page in self.pages:
            page.page.reload()
            page.ready()
            assert sorted(page.painted().values()) == sorted(self.wanted)

    def _saves(self, page: Workspace) -> None:
        """Whoever is told that something waits, and that it can be tried now, tries."""
        state = page.page.locator("ws-save-state")
        for _time in range(30):
            told = state.get_attribute("data-state")
            if told == "saved":
                break
            if told in {"session", "offline"}:
                with contextlib.suppress(Error):  # by then the page may have tried by itself
                    if not (again := state.get_by_role("button", name="Try").first).is_visible():
                        state.get_by_role("button").first.click(timeout=1_000)
                    again.click(timeout=1_000)
            page.page.wait_for_timeout(500)
        expect(state).to_have_attribute("data-state", "saved")


def test_whatever_breaks_every_mark_is_on_the_server_once_and_as_it_was_left(
    mortal_site: tuple[Browsing, WebProcess], campaign: Campaign
) -> None:
    browsing, web = mortal_site
    cast = gather()
    labels = make_labels(cast)
    created = Event.objects.filter(kind="annotation.created")
    marks = faults = 0
    for number in range(campaign.size(200)):
        desk = Desk(browsing, cast, make_text(cast, "\n\n".join(f"The {word} left.\n" for word in WORDS)), labels)
        afternoon = Afternoon(desk, web, random.Random(number))
        try:
            afternoon.go()
        except BaseException as error:
            error.add_note(f"afternoon {number}: {' '.join(afternoon.told)}")
            raise
        rows = stored(desk.document).values()
        assert {exact_words(row): row.label.name for row in rows} == afternoon.wanted, (number, afternoon.told)
        assert len(rows) == len(afternoon.wanted), (number, afternoon.told)
        made = created.filter(document_id=desk.document.id).values_list("subject_id", flat=True)
        assert len(made) == len(set(made)) == len(afternoon.wanted) + len(afternoon.deleted), (number, afternoon.told)
        marks += len(made)
        faults += len(
            [told for told in afternoon.told if told.split("_")[0] in {"lose", "end", "kill", "load", "open"}]
        )
        browsing.close()
    campaign.record(afternoons=campaign.size(200), marks=marks, faults=faults)
