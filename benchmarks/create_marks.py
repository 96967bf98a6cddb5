"""How fast marks are made, over HTTP against a running site: one client after another, then sixteen at once.

    python benchmarks/create_marks.py --url http://127.0.0.1:8000 --token … --project desk

The token is that of somebody who may mark. Marks are spread over the project's newest documents; their label is the
first of the codebook. Prints one JSON object; `errors` counts answers other than 201.
"""

import argparse
import asyncio
import json
import random
import statistics
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

_SEED = 7


@dataclass
class Times:
    """How long each request of one round took, in milliseconds."""

    taken: list[float] = field(default_factory=list)
    errors: int = 0
    seconds: float = 0.0

    def figures(self) -> dict[str, Any]:
        """What the round comes to."""
        ordered = sorted(self.taken)
        if not ordered:
            return {"requests": 0, "errors": self.errors}
        return {
            "requests": len(ordered),
            "errors": self.errors,
            "p50_ms": round(statistics.median(ordered), 2),
            "p95_ms": round(ordered[int(len(ordered) * 0.95) - 1], 2),
            "max_ms": round(ordered[-1], 2),
            "per_second": round(len(ordered) / self.seconds, 1),
        }


class Client:
    """One connection that is kept open."""

    def __init__(self, url: str, token: str) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self._headers = f"Host: {parts.netloc}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n"
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def post(self, path: str, body: bytes) -> int:
        """Send one request and read its whole answer; return the status."""
        if self._writer is None or self._writer.is_closing():
            self._reader, self._writer = await asyncio.open_connection(self._host, self._port)
        assert self._reader is not None
        head = f"POST {path} HTTP/1.1\r\n{self._headers}Content-Length: {len(body)}\r\n\r\n"
        self._writer.write(head.encode() + body)
        answer = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        length = 0
        chunked = False
        for line in answer.split("\r\n")[1:]:
            name, _, value = line.partition(":")
            if name.lower() == "content-length":
                length = int(value)
            chunked = chunked or (name.lower() == "transfer-encoding" and "chunked" in value)
        while chunked:
            length = int(await self._reader.readline(), 16)
            await self._reader.readexactly(length + 2)
            chunked, length = length > 0, 0
        await self._reader.readexactly(length)
        return int(answer.split(" ", 2)[1])

    def close(self) -> None:
        """Close the connection."""
        if self._writer is not None:
            self._writer.close()


def _get(url: str, token: str, path: str) -> Any:
    request = urllib.request.Request(f"{url}/api/v1{path}", headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


async def _round(clients: list[Client], places: list[tuple[str, int]], label: str, seconds: float) -> Times:
    """Let all clients make marks one after another until the time is up."""
    times = Times()
    chance = random.Random(_SEED)
    started = time.perf_counter()

    async def work(client: Client) -> None:
        while time.perf_counter() - started < seconds:
            document, length = chance.choice(places)
            start = chance.randrange(max(1, length - 60))
            body = {"label": label, "start": start, "end": min(length, start + chance.randrange(5, 60))}
            begun = time.perf_counter()
            status = await client.post(f"/api/v1/documents/{document}/annotations", json.dumps(body).encode())
            times.taken.append((time.perf_counter() - begun) * 1000)
            times.errors += status != 201

    await asyncio.gather(*[work(client) for client in clients])
    times.seconds = time.perf_counter() - started
    return times


async def _measure(options: argparse.Namespace) -> dict[str, Any]:
    documents = _get(options.url, options.token, f"/projects/{options.project}/documents?page_size=50")["results"]
    labels = _get(options.url, options.token, f"/projects/{options.project}/labels?archived=false")["results"]
    places = [(document["id"], document["length"]) for document in documents if document["length"]]
    if not places or not labels:
        sys.exit("The project needs a document and a label.")
    found: dict[str, Any] = {}
    for name, number in (("warm_up", 2), ("one_client", 1), (f"{options.clients}_clients", options.clients)):
        clients = [Client(options.url, options.token) for _ in range(number)]
        seconds = min(options.seconds, 3.0) if name == "warm_up" else options.seconds
        found[name] = (await _round(clients, places, labels[0]["id"], seconds)).figures()
        for client in clients:
            client.close()
    del found["warm_up"]
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--token", required=True)
    parser.add_argument("--project", required=True)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=10.0)
    print(json.dumps(asyncio.run(_measure(parser.parse_args())), indent=1))


if __name__ == "__main__":
    main()
