"""Fixtures of the tests of the live feed: the cast beside the running site, and streams that are closed afterwards."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.cast import Cast, gather
from tests.processes import WebProcess
from tests.projects.streams import StreamClient, settle


@pytest.fixture
def cast(live_server: WebProcess) -> Cast:
    return gather()


@pytest.fixture
def listen(live_server: WebProcess, cast: Cast) -> Iterator[Any]:
    """`listen("viewer", "?after=3")`: a stream that has been opened and is closed after the test."""
    clients: list[StreamClient] = []

    def opened(name: str, query: str = "", **headers: str) -> StreamClient:
        client = StreamClient(f"{live_server.url}{cast.url('stream')}{query}", cast.token(name), **headers)
        clients.append(client)
        assert client.opened.wait(10)
        if client.status == 200:
            settle(cast, client)
        return client

    yield opened
    for client in clients:
        client.close()
