"""Fifty people who write to one project at once: numbers without gaps in the order of commits, and no edit lost."""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from django.db import connection

from annotator.models import Annotation
from projects.events import change
from projects.models import Event, EventCounter, Membership, Project
from projects.queries.verification import verify_project
from tests.campaigns import Campaign
from tests.cast import gather, join, make_document, make_label, make_mark, make_reading, make_user
from tests.processes import WebProcess
from tests.projects.streams import StreamClient

WRITERS = 50


@pytest.mark.django_db(transaction=True)
def test_fifty_writers_lose_nothing_and_every_stale_edit_is_told_so(
    live_server: WebProcess, campaign: Campaign
) -> None:
    """Each round edits the project's description, one of five members or of five marks against the version last seen.

    The log says of each edit what was before and after it, and so proves by itself that none was overwritten. Meanwhile
    a reader of the stream comes and goes.
    """
    cast = gather()
    rounds = campaign.size(1_000)
    members = [join(cast.project, make_user(f"shared{n}"), "viewer") for n in range(5)]
    document, label = make_document(cast.project), make_label(cast.project)
    marks = [make_mark(document, cast.participant("manager"), label, start=n, end=n + 3) for n in range(5)]
    make_reading(document, cast.participant("manager"))  # which the first mark would begin, with an event of its own
    paths = [f"/projects/{cast.project.slug}"]
    paths += [f"/members/{row.id}" for row in members] + [f"/annotations/{row.id}" for row in marks]
    token = cast.token("manager")
    accepted: list[int] = []
    refused = [0]
    guard = threading.Lock()
    began = time.monotonic()

    def write(writer: int) -> None:
        chance = random.Random(writer)
        with httpx.Client(base_url=f"{live_server.url}/api/v1", timeout=60) as client:
            client.headers["Authorization"] = f"Bearer {token}"
            for round_number in range(rounds):
                path = chance.choice(paths)
                seen = client.get(path).json()
                answer = client.patch(
                    path,
                    json=_edit(path, seen, f"{writer}.{round_number}"),
                    headers={"If-Match": f'"{seen["version"]}"'},
                )
                with guard:
                    if answer.status_code == 200:
                        accepted.append(answer.json()["version"])
                    else:
                        assert answer.status_code == 409, answer.content
                        assert answer.json()["current"]["version"] > seen["version"]
                        refused[0] += 1

    writing = threading.Event()
    writing.set()
    streamed: list[int] = []
    reader = threading.Thread(
        target=_come_and_go, args=(f"{live_server.url}{cast.url('stream')}", token, streamed, writing)
    )
    reader.start()
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    seconds = time.monotonic() - began
    writing.clear()
    reader.join()

    events = list(Event.objects.filter(project=cast.project).order_by("number"))
    assert [event.number for event in events] == list(range(1, len(accepted) + 1))
    assert streamed == [event.number for event in events]
    assert EventCounter.objects.get(project=cast.project).number == len(events)
    assert len(accepted) + refused[0] == WRITERS * rounds

    rows: list[Any] = [Project.objects.get(id=cast.project.id)]
    rows += Membership.objects.filter(id__in=[row.id for row in members])
    rows += Annotation.objects.filter(id__in=[row.id for row in marks])
    assert sum(row.version - 1 for row in rows) == len(accepted), "each accepted edit raised a version by one"

    last: dict[Any, Any] = {}
    for event in events:
        assert event.before is not None
        assert event.after is not None
        assert last.get(event.subject_id, event.before) == event.before, (
            "an edit was made on top of another than it saw"
        )
        last[event.subject_id] = event.after
    assert {row.id for row in rows} == set(last), "every row was edited"
    assert verify_project(cast.project.id).broken is None
    campaign.record(writers=WRITERS, accepted=len(accepted), refused=refused[0], seconds=round(seconds, 1))


def _edit(path: str, seen: dict[str, Any], words: str) -> dict[str, Any]:
    """A change that is one whatever the row says now."""
    if path.startswith("/members/"):
        return {"clearance": "RED" if seen["clearance"] != "RED" else "GREEN"}
    return {"note" if path.startswith("/annotations/") else "description": words}


def _come_and_go(url: str, token: str, numbers: list[int], writing: threading.Event) -> None:
    """Listen for half a second at a time, each time from the last number heard, until nothing more comes."""
    while True:
        last_look = not writing.is_set()
        with StreamClient(f"{url}?after={numbers[-1] if numbers else 0}", token) as stream:
            time.sleep(0.5)
        numbers += stream.numbers()
        if last_look and not stream.numbers():
            return


@pytest.mark.django_db(transaction=True)
def test_whoever_sees_a_number_has_seen_every_number_below_it(campaign: Campaign) -> None:
    """Numbers are visible in their order: what a reader has read up to is never filled in afterwards."""
    cast = gather()
    rounds = campaign.size(1_000)
    by = cast.viewer("manager")
    running = threading.Event()
    running.set()

    def write(_writer: int) -> None:
        try:
            for _round in range(rounds):
                with change(project_id=cast.project.id, by=by) as log:
                    for _event in range(random.randint(1, 3)):
                        log.add("job.cancelled", after={"kind": "x"})
                    time.sleep(random.random() * 0.002)
        finally:
            connection.close()

    holes: list[tuple[int, int]] = []
    looks = [0]

    def look() -> None:
        try:
            while running.is_set():
                numbers = list(Event.objects.filter(project=cast.project).values_list("number", flat=True))
                looks[0] += 1
                if numbers and len(numbers) != max(numbers):
                    holes.append((len(numbers), max(numbers)))
        finally:
            connection.close()

    reader = threading.Thread(target=look)
    reader.start()
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(write, range(16)))
    running.clear()
    reader.join()
    assert holes == []
    assert looks[0] > 3
    campaign.record(looks=looks[0])
