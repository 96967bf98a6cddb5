"""What is measured, one function a figure. Each takes the stage that `run` has set and returns plain numbers."""

import json
import random
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.client import Client, wait_for_job
from benchmarks.figures import milliseconds
from benchmarks.memory import Peak
from benchmarks.processes import Product
from benchmarks.texts import make_text

LABELS = [f"Label {number}" for number in range(10)]
READERS = ["Reader 1", "Reader 2", "Reader 3"]


@dataclass
class Stage:
    """The project that is measured, who acts in it, and until when."""

    slug: str
    manager: Client
    annotator: Client
    product: Product
    deadline: float
    documents: list[dict[str, Any]] = field(default_factory=list)


def write_lines(path: Path, documents: int, length: int, marks: int) -> None:
    """A file of JSON Lines: so many documents of so many characters, each with marks by three people."""
    chance = random.Random(1)
    with path.open("w", encoding="utf-8") as file:
        for number in range(documents):
            places = [chance.randrange(length - 60) for _ in range(marks)]
            annotations = [
                {
                    "label": LABELS[place % len(LABELS)],
                    "start": place,
                    "end": place + 10 + place % 50,
                    "annotator": READERS[index % len(READERS)],
                }
                for index, place in enumerate(places)
            ]
            line = {"title": f"Report {number}", "text": make_text(number, length), "annotations": annotations}
            file.write(json.dumps(line) + "\n")


def import_file(stage: Stage, path: Path) -> dict[str, Any]:
    """Send the file and wait until the import is done."""
    with Peak(stage.product.worker) as peak:
        started = time.perf_counter()
        made = stage.manager.upload(f"projects/{stage.slug}/imports", path)
        sent = time.perf_counter() - started
        ended = wait_for_job(stage.manager, f"imports/{made['id']}", stage.deadline)
        seconds = time.perf_counter() - started
    if ended["errors"]:
        raise RuntimeError(f"the import refused lines: {ended['errors'][:3]}")
    return {
        "seconds": round(seconds, 2),
        "of_which_sending": round(sent, 2),
        "megabytes": round(path.stat().st_size / 1e6, 1),
        "worker_megabytes_above_idle": round(peak.above_idle / 1e6, 1),
    }


def index_lag(stage: Stage, total: int) -> dict[str, Any]:
    """How long after the import every document can be found."""
    started = time.perf_counter()
    last = f"search?project={stage.slug}&q=%22Report%20{total - 1}%22&in=documents"
    while time.monotonic() < stage.deadline:
        if stage.manager.get(last)["results"]:
            return {"seconds_until_the_last_document_is_found": round(time.perf_counter() - started, 1)}
        time.sleep(0.5)
    raise RuntimeError("the search index does not catch up")


def _mark_request(client: Client, document: str, number: int) -> bytes:
    start = (number * 37) % 5900
    body = json.dumps({"label": LABELS[number % len(LABELS)], "start": start, "end": start + 12}).encode()
    return client.head("POST", f"/api/v1/documents/{document}/annotations", len(body)) + body


def _make_marks(client: Client, document: str, numbers: range, times: list[float]) -> None:
    for number in numbers:
        request = _mark_request(client, document, number)
        started = time.perf_counter()
        answer = client.send(request)
        times.append(time.perf_counter() - started)
        if answer.status != 201:
            raise RuntimeError(f"a mark was answered {answer.status}: {answer.body[:300]!r}")


def create_marks(stage: Stage, clients: int, each: int) -> dict[str, Any]:
    """So many clients create marks at the same time, each on a document of its own."""
    documents = [row["id"] for row in stage.documents[:clients]]
    connections = [stage.annotator.again() for _ in documents]
    for connection, document in zip(connections, documents, strict=True):
        _make_marks(connection, document, range(3), [])  # the first opens the reading
    times: list[list[float]] = [[] for _ in documents]
    threads = [
        threading.Thread(target=_make_marks, args=(connection, document, range(10, 10 + each), own))
        for connection, document, own in zip(connections, documents, times, strict=True)
    ]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - started
    together = [one for own in times for one in own]
    if len(together) != clients * each:
        raise RuntimeError("some marks were not made")
    return {"clients": clients, **milliseconds(together), "per_second": round(len(together) / seconds, 1)}


def ask_often(client: Client, paths: list[str], times: int) -> dict[str, Any]:
    """The same requests again and again, by one client."""
    for path in paths:
        client.ask("GET", path)
    taken = []
    size = 0
    for number in range(times):
        started = time.perf_counter()
        answer = client.ask("GET", paths[number % len(paths)])
        taken.append(time.perf_counter() - started)
        size = len(answer.body)
        if answer.status != 200:
            raise RuntimeError(f"GET {paths[number % len(paths)]}: {answer.status} {answer.body[:300]!r}")
    return {**milliseconds(taken), "kilobytes": round(size / 1000, 1)}


def documents_page(stage: Stage, times: int = 60) -> dict[str, Any]:
    """Pages of 50 documents over the API: the first, and those a reader turns to from there."""
    paths = [f"/api/v1/projects/{stage.slug}/documents?page_size=50"]
    for _ in range(5):
        following = stage.manager.ask("GET", paths[-1]).json()["next"]
        if not following:
            break
        paths.append(following.removeprefix(stage.manager.base_url))
    return ask_often(stage.manager, paths, times)


def documents_html(stage: Stage, browser: Client, times: int = 40) -> dict[str, Any]:
    """The page of documents as a browser gets it."""
    return ask_often(browser, [f"/projects/{stage.slug}/documents"], times)


# Everywhere, in many documents, in some, in one; a phrase; with a word that must not be there.
QUERIES = ["valley", "convoy+bridge", "garval", "report+4711", "%22gas+line%22", "outlets+-mission"]


def search(stage: Stage, times: int = 60) -> dict[str, Any]:
    """Full-text search over everything."""
    paths = [f"/api/v1/search?project={stage.slug}&q={query}" for query in QUERIES]
    each = {query: ask_often(stage.manager, [path], 10)["p50_ms"] for query, path in zip(QUERIES, paths, strict=True)}
    return {**ask_often(stage.manager, paths, times), "p50_ms_by_query": each}


def export(stage: Stage, name: str) -> dict[str, Any]:
    """Ask for an export of the project and wait until its file can be fetched; then fetch it."""
    with Peak(stage.product.worker) as peak:
        started = time.perf_counter()
        made = stage.manager.post(f"projects/{stage.slug}/exports", {"format": name})
        ended = wait_for_job(stage.manager, f"exports/{made['id']}", stage.deadline)
        seconds = time.perf_counter() - started
    with Peak(stage.product.web) as sending:
        started = time.perf_counter()
        size = len(stage.manager.ask("GET", f"/api/v1/exports/{made['id']}/file").body)
        fetched = time.perf_counter() - started
    stage.manager.ask("DELETE", f"/api/v1/exports/{made['id']}")
    return {
        "format": name,
        "seconds": round(seconds, 2),
        "worker_megabytes_above_idle": round(peak.above_idle / 1e6, 1),
        "megabytes": round(size / 1e6, 1),
        "seconds_to_fetch": round(fetched, 2),
        "web_megabytes_above_idle_while_fetching": round(sending.above_idle / 1e6, 1),
        "counts": ended["manifest"]["counts"],
    }
