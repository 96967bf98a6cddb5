"""Fifty people who write to one project at once: numbers without gaps in the order of commits, and no edit lost."""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from projects.events import change
from projects.models import Event, EventCounter, Membership, Project
from projects.queries.verification import verify_project
from tests.campaigns import Campaign
from tests.cast import gather, join, make_user

WRITERS = 50


@pytest.mark.django_db(transaction=True)
def test_fifty_writers_lose_nothing_and_every_stale_edit_is_told_so(campaign: Campaign) -> None:
    """Each round edits the project's description or one of five members against the version last seen.

    The text of each edit names the edit before it, so that the log proves by itself that none was overwritten.
    """
    cast = gather()
    rounds = campaign.size(1_000)
    shared = [join(cast.project, make_user(f"shared{n}"), "viewer") for n in range(5)]
    clients = [cast.client("manager") for _writer in range(WRITERS)]
    accepted: list[int] = []
    refused = [0]
    guard = threading.Lock()
    began = time.monotonic()

    def write(writer: int) -> None:
        client, chance = clients[writer], random.Random(writer)
        try:
            for round_number in range(rounds):
                member = chance.choice([None, *shared])
                url = "/api/v1/projects/desk" if member is None else f"/api/v1/members/{member.id}"
                seen = client.get(url).json()
                body: dict[str, Any] = {"description": f"{writer}.{round_number}"}
                if member is not None:
                    body = {"clearance": "RED" if seen["clearance"] != "RED" else "GREEN"}
                answer = client.patch(url, body, "json", headers={"If-Match": f'"{seen["version"]}"'})
                with guard:
                    if answer.status_code == 200:
                        accepted.append(answer.json()["version"])
                    else:
                        assert answer.status_code == 409, answer.content
                        assert answer.json()["current"]["version"] > seen["version"]
                        refused[0] += 1
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))

    seconds = time.monotonic() - began
    events = list(Event.objects.filter(project=cast.project).order_by("number"))
    assert [event.number for event in events] == list(range(1, len(accepted) + 1))
    assert EventCounter.objects.get(project=cast.project).number == len(events)
    assert len(accepted) + refused[0] == WRITERS * rounds

    edits = Project.objects.get(id=cast.project.id).version - 1
    for member in shared:
        edits += Membership.objects.get(id=member.id).version - 1
    assert edits == len(accepted), "each accepted edit raised a version by one"

    last: dict[Any, Any] = {}
    for event in events:
        assert event.before is not None
        assert event.after is not None
        assert last.get(event.subject_id, event.before) == event.before, (
            "an edit was made on top of another than it saw"
        )
        last[event.subject_id] = event.after
    assert verify_project(cast.project.id).broken is None
    campaign.record(writers=WRITERS, accepted=len(accepted), refused=refused[0], seconds=round(seconds, 1))


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
