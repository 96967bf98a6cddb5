"""The live feed when things go wrong: Redis away and back, listeners that do not read, writers that never stop."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pytest
from django.db import connection

from config.runtime.places import CHECKOUT
from config.runtime.redis import EmbeddedRedis, find_redis
from projects.events import change
from projects.live.feed import MOST_WAITING, Listener
from projects.live.reading import Credential
from tests.campaigns import Campaign
from tests.cast import Cast, gather
from tests.processes import WebProcess
from tests.projects.streams import StreamClient

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[EmbeddedRedis]:
    redis = EmbeddedRedis(find_redis(CHECKOUT / "var"), tmp_path / "redis", tmp_path / "redis.log", "own")
    redis.start()
    yield redis
    redis.stop()


@pytest.fixture
def own_web(own_redis: EmbeddedRedis, transactional_db: None) -> Iterator[WebProcess]:
    web = WebProcess(name="web-with-own-redis", environment={"REDIS_URL": own_redis.url()})
    web.start()
    yield web
    web.stop()


def rename(web: WebProcess, cast: Cast, token: str, version: int) -> float:
    """A change made through that site; how long it took."""
    began = time.monotonic()
    response = httpx.patch(
        f"{web.url}/api/v1/projects/desk",
        json={"description": f"version {version}"},
        headers={"Authorization": f"Bearer {token}", "If-Match": f'"{version}"'},
        timeout=10,
    )
    assert response.status_code == 200, response.text
    return time.monotonic() - began


def test_without_redis_changes_are_saved_as_fast_and_heard_a_little_later(
    own_web: WebProcess, own_redis: EmbeddedRedis
) -> None:
    cast = gather()
    token = cast.token("manager")
    with StreamClient(f"{own_web.url}{cast.url('stream')}?after=0", cast.token("viewer")) as stream:
        rename(own_web, cast, token, 1)
        stream.wait_for("change", count=1, seconds=2)
        own_redis.stop()
        for version in (2, 3, 4):
            assert rename(own_web, cast, token, version) < 2
        stream.wait_for("change", count=4, seconds=4)
        own_redis.start_again()
        time.sleep(2.5)  # the site notices
        rename(own_web, cast, token, 5)
        stream.wait_for("change", count=5, seconds=1.5)
        assert stream.numbers() == [1, 2, 3, 4, 5]


def test_a_listener_that_falls_behind_is_closed_and_nothing_is_kept_for_it() -> None:
    listener = Listener(Credential(uuid4()))
    for _frame in range(MOST_WAITING):
        listener.put(b"x")
    assert not listener.closed
    listener.put(b"x")
    assert listener.closed
    assert not listener.waiting
    listener.put(b"x")
    assert not listener.waiting


def test_a_listener_that_does_not_read_is_closed_and_resumes_without_a_gap(live_server: WebProcess) -> None:
    cast = gather()
    address = urlsplit(live_server.url)
    with socket.create_connection((address.hostname, address.port), timeout=30) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 100_000)
        request = f"GET {cast.url('stream')}?after=0 HTTP/1.1\r\nHost: {address.netloc}\r\n"
        line.sendall(f"{request}Authorization: Bearer {cast.token('viewer')}\r\n\r\n".encode())
        assert line.recv(1)
        time.sleep(0.5)
        for _batch in range(8):
            with change(project_id=cast.project.id, by=cast.viewer("manager")) as log:
                for _number in range(400):
                    log.add("job.cancelled", after={"kind": "x" * 5_000})
        time.sleep(1)
        received = bytearray()
        while part := line.recv(1 << 20):
            received += part
    numbers = [int(text.split(b"\n")[0]) for text in bytes(received).split(b"\nid: ")[1:]]
    seen = numbers[-2] if numbers else 0
    assert numbers == sorted(numbers)
    assert seen < 3200, "the line was closed before the end"
    with StreamClient(f"{live_server.url}{cast.url('stream')}?after={seen}", cast.token("viewer")) as stream:
        stream.wait_for("change", count=3200 - seen, seconds=30)
        assert stream.numbers() == list(range(seen + 1, 3201))


def test_a_reader_that_comes_and_goes_misses_nothing_while_many_write(
    live_server: WebProcess, campaign: Campaign
) -> None:
    """Readers of the stream and of the API resume from their last number again and again while eight people write."""
    cast = gather()
    rounds = campaign.size(2_000, least=40)
    written: list[int] = []
    guard = threading.Lock()
    done = threading.Event()

    def write() -> None:
        try:
            by = cast.viewer("manager")
            for _round in range(rounds):
                with change(project_id=cast.project.id, by=by) as log:
                    log.add("job.cancelled", after={"kind": "x"})
                with guard:
                    written.append(log.number)
        finally:
            connection.close()

    def poll(client: Any, seen: list[int]) -> None:
        try:
            while True:
                last_look = done.is_set()
                page = client.get(cast.url(f"events?page_size=37&after={seen[-1] if seen else 0}"))
                results = json.loads(page.content)["results"]
                seen += [event["number"] for event in results]
                if last_look and not results:
                    return
        finally:
            connection.close()

    polled: list[int] = []
    writers = [threading.Thread(target=write) for _n in range(8)]
    poller = threading.Thread(target=poll, args=(cast.client("viewer"), polled))
    streamed: list[int] = []
    token = cast.token("viewer")
    for thread in [*writers, poller]:
        thread.start()
    deadline = time.monotonic() + 60 + rounds
    while len(streamed) < 8 * rounds:
        assert time.monotonic() < deadline, f"{len(streamed)} of {8 * rounds}"
        last = streamed[-1] if streamed else 0
        with StreamClient(f"{live_server.url}{cast.url('stream')}?after={last}", token) as stream:
            time.sleep(0.4)
        streamed += stream.numbers()
    for thread in writers:
        thread.join()
    done.set()
    poller.join()
    everything = list(range(1, 8 * rounds + 1))
    assert sorted(written) == everything
    assert polled == everything
    assert streamed == everything
    campaign.record(writers=8, events=len(everything))
