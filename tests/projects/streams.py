"""A client of the live feed for tests: reads server-sent events in a thread of its own."""

import contextlib
import socket
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import httpx
import orjson


@dataclass
class Heard:
    """One message of the stream."""

    event: str
    id: str
    data: Any
    at: float = field(default_factory=time.monotonic)


class StreamClient:
    """Listens to one stream until it is closed or ends; `heard` grows meanwhile."""

    def __init__(self, url: str, token: str = "", *, cookies: dict[str, str] | None = None, **headers: str) -> None:
        self.heard: list[Heard] = []
        self.last_id = ""
        self.status = 0
        self.ended = threading.Event()
        self.opened = threading.Event()
        self._closing = threading.Event()
        self._socket: socket.socket | None = None
        sent = {"Accept": "text/event-stream", **headers}
        if token:
            sent["Authorization"] = f"Bearer {token}"
        self._client = httpx.Client(timeout=httpx.Timeout(10, read=30), cookies=cookies, headers=sent)
        self._thread = threading.Thread(target=self._listen, args=(url,), daemon=True)
        self._thread.start()

    def _listen(self, url: str) -> None:
        try:
            with self._client.stream("GET", url) as response:
                self.status = response.status_code
                self._socket = response.extensions["network_stream"].get_extra_info("socket")
                event, data = "message", ""
                for line in response.iter_lines():
                    self.opened.set()
                    if self._closing.is_set():
                        return
                    if line.startswith("id: "):
                        self.last_id = line[4:]
                    elif line.startswith("event: "):
                        event = line[7:]
                    elif line.startswith("data: "):
                        data = line[6:]
                    elif not line and data:
                        self.heard.append(Heard(event, self.last_id, orjson.loads(data)))
                        event, data = "message", ""
        except httpx.HTTPError:
            pass
        finally:
            self.opened.set()
            self.ended.set()

    def of(self, event: str) -> list[Any]:
        """The data of every message of one kind."""
        return [one.data for one in self.heard if one.event == event]

    def numbers(self) -> list[int]:
        """The numbers of the changes heard."""
        return [data["number"] for data in self.of("change")]

    def wait_for(self, event: str, *, count: int = 1, seconds: float = 10) -> list[Any]:
        """The data of the messages of one kind, once there are enough."""
        deadline = time.monotonic() + seconds
        while len(self.of(event)) < count:
            assert time.monotonic() < deadline, f"{count} × {event} did not come; heard {self.heard}"
            time.sleep(0.01)
        return self.of(event)

    def close(self) -> None:
        """Hang up."""
        self._closing.set()
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(timeout=5)
        self._client.close()

    def __enter__(self) -> "StreamClient":
        assert self.opened.wait(10)
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()
