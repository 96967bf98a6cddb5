"""Redis away, the network away, an answer lost, the page reloaded: what a person marked is saved, and saved once.

The Redis that is taken away is the tests' own, with a web server and a worker that use it: nobody else misses it.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from config.runtime.places import CHECKOUT
from config.runtime.redis import EmbeddedRedis, find_redis
from projects.models import Event, Job, Project
from projects.vocabulary import Blindness
from tests.browser.conftest import Desk, make_labels, make_text
from tests.browser.workspace import Workspace, exact_words, stored
from tests.browsing import Browsing
from tests.cast import gather
from tests.processes import WebProcess, WorkerProcess, eventually

WORDS = [
    f"{first}{second}"
    for first in ("arch", "bark", "clay", "dusk", "elms")
    for second in ("ade", "ock", "ing", "ery", "est", "ard", "ish", "over")
]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@dataclass
class Alone:
    """A site with a Redis of its own."""

    desk: Desk
    redis: EmbeddedRedis
    web: WebProcess
    worker: WorkerProcess

    def hang(self) -> None:
        """Redis takes connections and says nothing."""
        assert self.redis.process is not None
        os.kill(self.redis.process.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        assert self.redis.process is not None
        os.kill(self.redis.process.pid, signal.SIGCONT)


@pytest.fixture
def alone(chromium: Browser, transactional_db: None, _worker: WorkerProcess, tmp_path: Path) -> Iterator[Alone]:
    _worker.stop()  # it would send the waiting jobs of this database through the Redis that everybody else uses
    redis = EmbeddedRedis(find_redis(CHECKOUT / "var"), tmp_path / "redis", tmp_path / "redis.log", "alone")
    redis.start()
    environment = {"REDIS_URL": redis.url()}
    web = WebProcess(name="web-alone", environment=environment)
    worker = WorkerProcess(name="worker-alone")
    worker.environment.update(environment)
    try:
        web.start()
        browsing = Browsing(chromium, web.url)
        cast = gather()
        yield Alone(Desk(browsing, cast, make_text(cast), make_labels(cast)), redis, web, worker)
        browsing.close()
        assert browsing.unexpected() == []
    finally:
        worker.stop()
        web.stop()
        if redis.process is not None:
            os.kill(redis.process.pid, signal.SIGCONT)
        redis.stop()


def live_status(page: Page, words: str) -> None:
    """Wait for what the top bar says of live updates."""
    expect(page.locator("#live-status")).to_have_text(words, timeout=20_000)


def test_redis_is_gone_for_half_a_minute_while_people_mark_and_jobs_are_asked_for(alone: Alone) -> None:
    desk = alone.desk
    desk.document = make_text(desk.cast, "\n\n".join(f"The {word} left.\n" for word in WORDS), "Forty arrivals")
    Project.objects.filter(id=desk.cast.project.id).update(marks_blind=Blindness.NEVER)
    alone.worker.start()
    people = desk.open("annotator"), desk.open("annotator2")
    made: list[str] = []

    def mark_in_turn() -> None:
        """One of them marks the next word; the other one's page comes to show it."""
        word, (by, other) = WORDS[len(made)], people if len(made) % 2 else people[::-1]
        by.mark(word, "cs"[len(made) % 2])
        made.append(word)
        by.is_saved()
        by.says("Saved")
        other.shows(made, seconds=20)

    for person in people:
        live_status(person.page, "Live")
    mark_in_turn()
    headers = {"Authorization": f"Bearer {desk.cast.token('manager')}"}
    with httpx.Client(base_url=f"{alone.web.url}/api/v1", headers=headers, timeout=30) as client:
        alone.redis.stop()
        gone, asked = time.monotonic(), ""
        for person in people:
            live_status(person.page, "Changes of others arrive late")
        while time.monotonic() < gone + 30:
            mark_in_turn()
            if not asked and time.monotonic() > gone + 10:
                answer = client.post(f"/projects/{desk.cast.project.slug}/exports", json={"format": "jsonl"})
                assert answer.status_code == 202, answer.text
                asked = answer.json()["id"]
        for person in people:
            live_status(person.page, "Changes of others arrive late")
        assert client.get(f"/exports/{asked}").json()["status"] == "queued"
        assert len(made) > 6, "people marked throughout"
        saved_once(desk, made)

        alone.redis.start_again()
        for person in people:
            live_status(person.page, "Live")
        eventually(lambda: Job.objects.get(id=UUID(asked)).finished, seconds=60, step=0.2, what="the end of the export")
        export = client.get(f"/exports/{asked}").json()
        assert (export["status"], export["manifest"]["counts"]["annotations"]) == ("done", len(made))
        assert Job.objects.get(id=UUID(asked)).attempt == 1
    mark_in_turn()
    saved_once(desk, made)


def test_a_redis_that_hangs_does_not_hold_marks_up(alone: Alone) -> None:
    desk = alone.desk
    annotator, reviewer = desk.open("annotator"), desk.open("reviewer")
    live_status(annotator.page, "Live")
    alone.hang()
    annotator.mark("Peacekeepers", "c")
    annotator.mark("valley", "s")
    annotator.is_saved()
    live_status(annotator.page, "Changes of others arrive late")
    reviewer.shows(["Peacekeepers", "valley"], seconds=15)
    assert len(stored(desk.document)) == 2
    alone.go_on()
    live_status(annotator.page, "Live")


def test_marks_made_offline_are_counted_and_saved_once_when_the_line_is_back(desk: Desk) -> None:
    desk.browsing.expect_fault("ERR_INTERNET_DISCONNECTED")
    workspace = desk.open("annotator")
    workspace.page.context.set_offline(True)
    workspace.mark("Peacekeepers", "c")
    workspace.says("Offline: 1 unsaved")
    workspace.mark("valley", "s")
    workspace.says("Offline: 2 unsaved")
    workspace.shows(["Peacekeepers", "valley"])
    assert stored(desk.document) == {}
    workspace.page.context.set_offline(False)
    workspace.is_saved()
    workspace.says("Saved")
    saved_once(desk, ["Peacekeepers", "valley"])


def test_a_reload_keeps_what_is_not_saved_yet(desk: Desk) -> None:
    desk.browsing.expect_fault("ERR_(FAILED|INTERNET_DISCONNECTED|CONNECTION)")
    workspace = desk.open("annotator")
    address = "**/api/v1/documents/*/annotations"
    workspace.page.route(address, lambda route: route.abort())
    workspace.mark("Peacekeepers", "c")
    workspace.mark("bridge", "s")
    workspace.says("Offline: 2 unsaved")
    workspace.page.reload()
    workspace.ready().shows(["Peacekeepers", "bridge"])
    workspace.says("Offline: 2 unsaved")
    assert stored(desk.document) == {}
    workspace.page.unroute(address)
    workspace.is_saved()
    saved_once(desk, ["Peacekeepers", "bridge"])


def test_an_answer_that_is_lost_on_its_way_does_not_save_a_mark_twice(desk: Desk) -> None:
    desk.browsing.expect_fault("ERR_FAILED")
    workspace = desk.open("annotator")
    lost: list[int] = []

    def lose_first_answer(route: Route) -> None:
        answer = route.fetch()
        if lost:
            route.fulfill(response=answer)
        else:
            lost.append(answer.status)
            route.abort()

    workspace.page.route("**/api/v1/documents/*/annotations", lose_first_answer)
    workspace.mark("Peacekeepers", "c")
    eventually_lost(workspace, lost)
    workspace.is_saved()
    assert lost == [201]
    saved_once(desk, ["Peacekeepers"])


def test_a_session_that_ends_is_said_and_nothing_is_lost(desk: Desk) -> None:
    desk.browsing.expect_fault("status of (401|403|404)")
    workspace = desk.open("annotator")
    cookies = workspace.page.context.cookies()
    workspace.page.context.clear_cookies(name="sessionid")
    workspace.mark("Peacekeepers", "c")
    workspace.says("Session ended")
    expect(workspace.page.get_by_text("Your session has ended: sign in again; nothing is lost.")).to_be_visible()
    assert stored(desk.document) == {}
    workspace.page.context.add_cookies([cookie for cookie in cookies if cookie["name"] == "sessionid"])  # type: ignore[arg-type]
    workspace.page.get_by_role("button", name="Try again").click()
    workspace.is_saved()
    saved_once(desk, ["Peacekeepers"])


def eventually_lost(workspace: Workspace, lost: list[int]) -> None:
    """Wait until an answer went missing; the page has to be asked for the browser's messages to come in."""

    def happened() -> bool:
        workspace.page.wait_for_timeout(20)
        return bool(lost)

    happening: Callable[[], bool] = happened
    eventually(happening, what="a lost answer")


def saved_once(desk: Desk, words: list[str]) -> None:
    """The server holds exactly these marks, each made by one event."""
    marks = stored(desk.document)
    assert sorted(map(exact_words, marks.values())) == sorted(words)
    assert {mark.version for mark in marks.values()} == {1}
    assert Event.objects.filter(project=desk.cast.project, kind="annotation.created").count() == len(words)
