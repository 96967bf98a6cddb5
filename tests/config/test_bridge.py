"""The bridge between the server and Django: what goes in comes out, in as few steps as it takes."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from config.bridge import Bridge
from tests.processes import WebProcess


class Answer:
    """What Django answers, as the bridge sees it."""

    def __init__(self, pieces: list[bytes], *, streaming: bool) -> None:
        self.pieces, self.streaming, self.closed_in = pieces, streaming, ""

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.pieces)

    def close(self) -> None:
        self.closed_in = threading.current_thread().name


def ask(app: Callable[..., Any], *pieces: bytes, query: bytes = b"") -> list[dict[str, Any]]:
    """The messages that the server gets for one request whose body comes in pieces."""
    waiting = [
        {"type": "http.request", "body": piece, "more_body": number < len(pieces)}
        for number, piece in enumerate(pieces or (b"",), start=1)
    ]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return waiting.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/", "query_string": query, "headers": [], "http_version": "1.1"}
    with ThreadPoolExecutor(1) as thread:  # the tests' own thread may hold the loop of a browser
        thread.submit(lambda: asyncio.run(Bridge(app, workers=2)(scope, receive, send))).result()
    return sent


def test_a_whole_answer_is_sent_as_a_whole_and_closed_in_its_thread() -> None:
    answer = Answer([b"whole ", b"answer"], streaming=False)

    def app(_environ: Any, start: Any) -> Answer:
        start("201 Created", [("Content-Type", "text/plain"), ("X-Words", "é")])
        return answer

    assert ask(app) == [
        {
            "type": "http.response.start",
            "status": 201,
            "headers": [(b"content-type", b"text/plain"), (b"x-words", "é".encode("latin1"))],
        },
        {"type": "http.response.body", "body": b"whole answer"},
    ]
    assert answer.closed_in.startswith("pages")


def test_a_long_answer_is_sent_piece_by_piece() -> None:
    def app(_environ: Any, start: Any) -> Answer:
        start("200 OK", [])
        return Answer([b"one", b"two"], streaming=True)

    bodies = [message.get("body") for message in ask(app)]
    assert bodies == [None, b"one", b"two", b""]


def test_a_body_that_comes_in_pieces_is_read_whole() -> None:
    def app(environ: Any, start: Any) -> Answer:
        start("200 OK", [])
        return Answer([environ["wsgi.input"].read(4), b"|", environ["wsgi.input"].read()], streaming=False)

    assert ask(app, b"ab", b"cdef", b"gh")[1]["body"] == b"abcd|efgh"


def test_an_application_that_fails_says_so_to_the_server() -> None:
    def app(_environ: Any, _start: Any) -> Answer:
        raise LookupError("no such page")

    with pytest.raises(LookupError, match="no such page"):
        ask(app)


def test_a_query_with_bytes_beyond_ascii_is_read_as_a_browser_would_have_written_it(live_server: WebProcess) -> None:
    host, port = live_server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(b"GET /healthz?q=\xc3\xa9\xff HTTP/1.1\r\nHost: " + host.encode() + b"\r\n\r\n")
        status = connection.recv(4096).split(b"\r\n", 1)[0]
    assert b" 200 " in status or b" 400 " in status
    assert httpx.get(f"{live_server.url}/healthz").status_code == 200
