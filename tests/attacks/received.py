"""What a person gets sent rather than shown: the live feed from its beginning, and the files of exports made for them.

Both run on the test's own connection, whose transaction holds all that there is to see: the questions of the feed are
asked where the loop runs, and the snapshot of an export is that transaction.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, contextmanager
from typing import Any
from unittest.mock import patch
from uuid import UUID

from django.db import connection, connections
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory, override_settings
from django.urls import resolve

from exchange import making, storage
from exchange.formats import formats
from exchange.models import Export
from exchange.queries.snapshot import Snapshot
from projects import jobs
from projects.live import feed, view
from projects.models import Membership
from projects.vocabulary import Tlp
from tests.attacks.traces import undone
from tests.attacks.world import World

# What differs between two exports of the same: when each was made, and what follows from that.
_OF_THE_EXPORT = re.compile(
    r'"(?:made_at|generated|created_at|finished_at|expires_at)": ?"[^"]*"|\d{8}-\d{6}|"sha256": ?"[^"]*"|"size": ?\d+'
)


async def _at_once(function: Callable[..., Any], *args: Any) -> Any:
    return function(*args)


def _awaited(function: Callable[..., Any]) -> Callable[..., Awaitable[Any]]:
    async def call(*args: Any) -> Any:
        return function(*args)

    return call


async def _listen(path: str, headers: dict[str, str]) -> str:
    """The frames of the stream up to the first heartbeat: it ends what happened before the listener came."""
    request = RequestFactory().get(path, headers=headers)
    found = resolve(request.path)
    answer = await found.func(request, **found.kwargs)
    if isinstance(answer, HttpResponse):
        return f"{answer.status_code} {answer.content.decode()}"
    assert isinstance(answer, StreamingHttpResponse)
    frames = ""
    async with aclosing(answer.streaming_content) as coming:  # type: ignore[type-var]  # an async generator, typed as an iterator
        async for frame in coming:
            if frame.startswith(b": \nid: "):
                break
            frames += frame.decode()
    return f"{answer.status_code} {frames}"


def stream(world: World, name: str) -> str:
    """Status and frames of the live feed for a person who comes back after event 0, as one text."""
    token = f"Bearer {world.cast.token(name)}"
    path, headers = f"/api/v1/projects/{world.slug}/stream", {"Authorization": token, "Last-Event-ID": "0"}
    mine = connections["default"]

    async def listen() -> str:
        connections["default"] = mine  # for this loop and all its tasks
        return await _listen(path, headers)

    mine.inc_thread_sharing()
    try:
        with (
            patch.object(view, "sync_to_async", _awaited),
            patch.object(view, "in_thread", _at_once),
            patch.object(feed, "in_thread", _at_once),
            ThreadPoolExecutor(1) as thread,  # a browser's interface may keep a loop running in this one
        ):
            return thread.submit(asyncio.run, listen()).result()
    finally:
        mine.dec_thread_sharing()


@contextmanager
def _this_transaction(project_id: UUID) -> Iterator[Snapshot]:
    yield Snapshot(connection, project_id)


def exports(world: World, name: str) -> dict[str, str]:
    """An export in every format made for a person at the highest marking they are cleared for: name → its files.

    Where they may not have one it is the refusal. Nothing of it is left.
    """
    found = {}
    client = world.client(name)
    member = Membership.objects.filter(project=world.cast.project, user=world.cast.users[name]).first()
    for format_ in formats():
        body = {"format": format_} | ({"tlp": Tlp(member.clearance).label} if member else {})
        with undone(), patch.object(making, "snapshot", _this_transaction), override_settings(JOB_LEASE_SECONDS=3600):
            asked = client.post(f"/api/v1/projects/{world.slug}/exports", body, format="json")
            text = f"{asked.status_code} {asked.content.decode()}"
            if asked.status_code == 202:
                text = _made(client, asked.json()["id"])
        found[f"export as {format_}"] = text
    return found


def _made(client: Any, export_id: str) -> str:
    """Run the job, and read what came of it."""
    jobs.run(UUID(export_id))
    told = client.get(f"/api/v1/exports/{export_id}")
    assert told.json()["status"] == "done", told.content
    texts = [told.content.decode()]
    for part in told.json()["manifest"]["parts"]:
        answer = client.get(f"/api/v1/exports/{export_id}/file?part={part['name']}")
        assert answer.status_code == 200, answer.content
        texts.append(b"".join(answer.streaming_content).decode())
    storage.remove_attempts(Export.objects.get(id=export_id))
    text = "\n".join(texts).replace(export_id, "export")
    made_at = told.json()["manifest"]["made_at"]
    return "200 " + _OF_THE_EXPORT.sub("", text.replace(made_at.replace("+00:00", "Z"), ""))
