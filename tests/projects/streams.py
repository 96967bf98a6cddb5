"""A client of the live feed for tests, which reads in a thread of its own, and short words for what it should hear."""

import contextlib
import socket
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import httpx
import orjson
from django.utils import timezone

from projects.events import change
from projects.vocabulary import Secrecy, Tlp
from sources.models import Document, Reading
from tests.cast import Cast, new_id
from tests.processes import WebProcess


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


def settle(cast: Cast, client: StreamClient) -> None:
    """Return when the stream hears what is said now: until then it may be on its way to the end of the log."""
    deadline = time.monotonic() + 10
    marker = str(new_id())
    while not any(data["subject"] == marker for data in client.of("change")) and not client.ended.is_set():
        assert time.monotonic() < deadline, "the stream does not hear anything"
        say(cast, subject=marker, kind="job.retried")
        time.sleep(0.05)
    client.heard.clear()


def say(cast: Cast, by: str = "manager", kind: str = "job.cancelled", **columns: Any) -> int:
    """One change of the project by somebody; its number."""
    with change(project_id=cast.project.id, by=cast.viewer(by)) as log:
        log.add(kind, after={"kind": "x", "title": "t"}, **columns)
    return log.number


def mark(cast: Cast, document: Document, by: str = "annotator") -> int:
    """A mark, as far as the log knows of it."""
    author = cast.participant(by).id
    return say(cast, by, document=document.id, subject=new_id(), author=author, secrecy=Secrecy.MARK)


def finish(cast: Cast, document: Document, name: str) -> int:
    """Finish somebody's reading, the work of others revealed with it, and say so as `sources` does."""
    now = timezone.now()
    Reading.objects.update_or_create(
        document=document,
        participant=cast.participant(name),
        defaults={"project": cast.project, "state": "finished", "started_at": now, "revealed_at": now},
    )
    return say(cast, name, kind="reading.finished", document=document.id, author=cast.participant(name).id)


def set_marking(cast: Cast, document: Document, level: Tlp) -> int:
    """Mark a document anew, and say so as `sources` does."""
    Document.objects.filter(id=document.id).update(tlp=level)
    payload = {"kind": "document.updated", "document": document.id, "subject": document.id}
    return say(cast, tlp=max(level, document.tlp), **payload)


def numbers(client: StreamClient) -> list[int]:
    """What was heard, but for the markers of `_settle`."""
    return [data["number"] for data in client.of("change") if data["kind"] != "job.retried"]


def resume(live_server: WebProcess, cast: Cast, name: str, query: str = "", **headers: str) -> StreamClient:
    """A stream from a number on; it is not waited for, so that nothing it hears is taken away."""
    return StreamClient(f"{live_server.url}{cast.url('stream')}{query}", cast.token(name), **headers)
