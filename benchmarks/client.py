"""A small HTTP client on a kept connection: it costs the machine less than what it measures. Loopback only."""

import json
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_PIECE = 1 << 20
_IDLE_SECONDS = 2.0


class NotLoopback(Exception):
    """The address is not one of this machine."""


@dataclass
class Answer:
    """Status and body of one response."""

    status: int
    headers: dict[str, str]
    body: bytes
    cookies: str = ""

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class Client:
    """One connection to the product, with a token once somebody has signed in."""

    def __init__(self, base_url: str, token: str = "", cookie: str = "") -> None:
        parts = urlsplit(base_url)
        host = parts.hostname or ""
        if host not in {"127.0.0.1", "localhost", "::1"}:
            raise NotLoopback(f"{host} is not this machine; benchmarks load only what runs here")
        self.base_url = base_url
        self._address = (host, parts.port or 80)
        self._host = parts.netloc
        self.token = token
        self.cookie = cookie
        self._socket: socket.socket | None = None
        self._left = b""
        self._used = time.monotonic()

    def again(self) -> "Client":
        """Another connection of the same person."""
        return Client(self.base_url, self.token, self.cookie)

    def close(self) -> None:
        """End the connection."""
        if self._socket is not None:
            self._socket.close()
            self._socket, self._left = None, b""

    def head(self, method: str, path: str, length: int, kind: str = "application/json") -> bytes:
        """The head of a request."""
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self._host}", f"Content-Length: {length}"]
        if length:
            lines.append(f"Content-Type: {kind}")
        if self.token:
            lines.append(f"Authorization: Bearer {self.token}")
        if self.cookie:
            lines.append(f"Cookie: {self.cookie}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def ask(self, method: str, path: str, body: Any = None) -> Answer:
        """Send one request and read the whole answer."""
        sent = b"" if body is None else json.dumps(body).encode()
        return self.send(self.head(method, path, len(sent)) + sent)

    def get(self, path: str) -> Any:
        """The JSON at a path of the API."""
        answer = self.ask("GET", f"/api/v1/{path}")
        if answer.status != 200:
            raise RuntimeError(f"GET {path}: {answer.status} {answer.body[:500]!r}")
        return answer.json()

    def post(self, path: str, body: Any) -> Any:
        """The JSON answer to a body sent to a path of the API."""
        answer = self.ask("POST", f"/api/v1/{path}", body)
        if answer.status not in {200, 201, 202}:
            raise RuntimeError(f"POST {path}: {answer.status} {answer.body[:500]!r}")
        return answer.json()

    def send(self, request: bytes) -> Answer:
        """Send prepared bytes and read the answer."""
        self._open().sendall(request)
        return self._receive()

    def upload(self, path: str, file: Path, field: str = "files") -> Any:
        """Send one file as a form does."""
        edge = "benchmark-7d1f"
        before = (
            f'--{edge}\r\nContent-Disposition: form-data; name="{field}"; filename="{file.name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        ).encode()
        after = f"\r\n--{edge}--\r\n".encode()
        length = len(before) + file.stat().st_size + len(after)
        channel = self._open()
        kind = f"multipart/form-data; boundary={edge}"
        channel.sendall(self.head("POST", f"/api/v1/{path}", length, kind) + before)
        with file.open("rb") as source:
            channel.sendfile(source)
        channel.sendall(after)
        answer = self._receive()
        if answer.status != 202:
            raise RuntimeError(f"POST {path}: {answer.status} {answer.body[:500]!r}")
        return answer.json()

    def _open(self) -> socket.socket:
        if time.monotonic() - self._used > _IDLE_SECONDS:
            self.close()  # the server is about to, if it has not done so
        if self._socket is None:
            self._socket = socket.create_connection(self._address, timeout=300)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._used = time.monotonic()
        return self._socket

    def _receive(self) -> Answer:
        data = self._left
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _blank, rest = data.partition(b"\r\n\r\n")
        status_line, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _colon, value in (line.partition(":") for line in lines)}
        if headers.get("transfer-encoding") == "chunked":
            body = self._chunks(rest)
        else:
            length = int(headers.get("content-length", 0))
            pieces = [rest]
            have = len(rest)
            while have < length:
                pieces.append(self._more())
                have += len(pieces[-1])
            whole = b"".join(pieces)
            body, self._left = whole[:length], whole[length:]
        self._used = time.monotonic()
        if headers.get("connection") == "close":
            self.close()
        cookies = "; ".join(line.partition(":")[2] for line in lines if line.lower().startswith("set-cookie:"))
        return Answer(int(status_line.split()[1]), headers, body, cookies)

    def _chunks(self, rest: bytes) -> bytes:
        body = b""
        while True:
            while b"\r\n" not in rest:
                rest += self._more()
            size_line, _break, rest = rest.partition(b"\r\n")
            size = int(size_line, 16)
            while len(rest) < size + 2:
                rest += self._more()
            body, rest = body + rest[:size], rest[size + 2 :]
            if size == 0:
                self._left = rest
                return body

    def _more(self) -> bytes:
        if self._socket is None:
            raise ConnectionError("nothing was asked")
        piece = self._socket.recv(_PIECE)
        if not piece:
            raise ConnectionError("the server closed the connection")
        return piece


def sign_in(base_url: str, username: str, password: str) -> Client:
    """A client with a token."""
    client = Client(base_url)
    client.token = client.post("auth/token", {"username": username, "password": password})["token"]
    return client


def poll(client: Client, path: str, every: float = 0.05) -> Iterator[Any]:
    """The answers of a path, again and again."""
    while True:
        yield client.get(path)
        time.sleep(every)


def wait_for_job(client: Client, path: str, deadline: float) -> Any:
    """The answer of a job's path once the job has ended well."""
    for answer in poll(client, path):
        if answer["status"] == "done":
            return answer
        if answer["status"] in {"failed", "cancelled"}:
            raise RuntimeError(f"{path}: {answer['status']} {answer.get('errors')}")
        if time.monotonic() > deadline:
            raise RuntimeError(f"{path} is still {answer['status']} at the end of the time")
    raise AssertionError
