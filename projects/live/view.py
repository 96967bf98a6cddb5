"""GET /projects/{slug}/stream: the live feed as server-sent events."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import orjson
from asgiref.sync import sync_to_async
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from rest_framework.exceptions import APIException, MethodNotAllowed, NotAuthenticated
from rest_framework.request import Request

from projects import policy
from projects.api.authentication import BearerAuthentication, BrowserAuthentication
from projects.api.events import number_of
from projects.api.problems import exception_handler
from projects.api.queries import refuse_bad_query
from projects.api.schema import DescribedStream
from projects.errors import Problem
from projects.live import frames
from projects.live.feed import HEARTBEAT_SECONDS, Feed, Listener
from projects.live.hub import hub
from projects.live.reading import (
    PAGE,
    Credential,
    backlog,
    in_thread,
    looks_of,
    missed_changes_of_sight,
    number_now,
)
from projects.live.sight import Sight
from projects.viewers import Viewer, find_viewer


@dataclass(frozen=True)
class Opening:
    """A request for the stream that has been allowed. `after` is None where only what is new is wanted."""

    viewer: Viewer
    after: int | None
    credential: Credential


@csrf_exempt  # it answers no method that could change anything
async def stream(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Changes of the project as they happen, from `Last-Event-ID` or `?after=` on."""
    try:
        opening = await sync_to_async(_open)(request, slug)
    except (Problem, APIException) as error:
        return await sync_to_async(_refuse)(error)
    response = StreamingHttpResponse(_events(opening), content_type="text/event-stream; charset=utf-8")
    patch_cache_control(response, no_cache=True, no_store=True, no_transform=True)
    response["X-Accel-Buffering"] = "no"
    return response


# Where the description of the API looks.
stream.cls, stream.initkwargs = DescribedStream, {}  # type: ignore[attr-defined]


def _open(request: HttpRequest, slug: str) -> Opening:
    """Who asks, may they, from where on; then give the request's database connection back."""
    try:
        asked = Request(request, authenticators=[BearerAuthentication(), BrowserAuthentication()])
        user: Any = asked.user
        if not user.is_authenticated:
            raise NotAuthenticated()
        if request.method != "GET":
            raise MethodNotAllowed(request.method or "")
        viewer = find_viewer(user, slug=slug)
        policy.require(viewer, "event.read")
        refuse_bad_query(request.GET)
        named = "Last-Event-ID" if request.headers.get("Last-Event-ID", "").strip() else "after"
        text = request.headers.get("Last-Event-ID", "").strip() or request.GET.get("after", "")
        return Opening(
            viewer=viewer,
            after=number_of(text, named) if text else None,
            credential=_credential(request, asked),
        )
    finally:
        if not connection.in_atomic_block:
            connection.close()


def _credential(request: HttpRequest, asked: Request) -> Credential:
    user: Any = asked.user
    token: Any = asked.auth
    if token:
        return Credential(user.pk, token=token.digest)
    return Credential(user.pk, session=request.session.session_key or "", session_hash=user.get_session_auth_hash())


def _refuse(error: Exception) -> HttpResponse:
    if isinstance(error, NotAuthenticated):
        error.auth_header = "Bearer"  # type: ignore[attr-defined]
    answer = exception_handler(error, {})
    assert answer is not None
    response = HttpResponse(
        orjson.dumps(answer.data, default=str), status=answer.status_code, content_type="application/problem+json"
    )
    for name in ("WWW-Authenticate", "Retry-After"):
        if name in answer.headers:
            response[name] = answer.headers[name]
    return response


async def _events(opening: Opening) -> AsyncIterator[bytes]:
    """The frames of one stream, from the first to the last."""
    yield frames.OPENING
    project_id = opening.viewer.project_id
    feed = await hub().enter(project_id)
    listener = Listener(opening.credential)
    try:
        sight = await _look(opening)
        if sight is None:
            yield frames.END
            return
        after = opening.after
        if after is not None:
            async for reached, frame in _catch_up(sight.viewer, after):
                after = reached
                yield frame
        position = feed.join(listener, sight)
        # Sight was looked at before now: what changed it up to here may be in it already, and is told as it comes.
        listener.coarse_until = await in_thread(number_now, project_id)
        if after is not None:
            async for frame in _rest(sight.viewer, opening.after or 0, after, position):
                yield frame
        async for frame in _live(feed, listener):
            yield frame
    finally:
        feed.leave(listener)
        hub().leave(project_id)


async def _look(opening: Opening) -> Sight | None:
    user_id = opening.viewer.user.pk
    return (await in_thread(looks_of, opening.viewer.project_id, {user_id: None}))[user_id]


async def _catch_up(viewer: Viewer, after: int) -> AsyncIterator[tuple[int, bytes]]:
    """Whole pages of what was missed, until the end of the log is near; with each frame how far it reaches."""
    head = await in_thread(number_now, viewer.project_id)
    if after > head:  # a number this log has not reached: it was restored from an earlier state
        yield head, frames.reset(None)
        return
    while True:
        events = await in_thread(backlog, viewer, after, head)
        if len(events) < PAGE:
            return
        for event in events:
            after = event.number
            yield after, frames.change(event)


async def _rest(viewer: Viewer, since: int, after: int, position: int) -> AsyncIterator[bytes]:
    """What is left before the live part, and what has to be fetched again since the listener left."""
    while events := await in_thread(backlog, viewer, after, position):
        for event in events:
            yield frames.change(event)
        after = events[-1].number
    for subject in await in_thread(missed_changes_of_sight, viewer, since, position):
        yield frames.reset(subject)
    yield frames.heartbeat(position)


async def _live(feed: Feed, listener: Listener) -> AsyncIterator[bytes]:
    """What happens from now on, with a heartbeat every ten seconds whatever else is sent."""
    beat_at = time.monotonic() + HEARTBEAT_SECONDS
    while True:
        while listener.waiting:
            yield listener.waiting.popleft()
        if listener.closed:
            return
        if time.monotonic() >= beat_at:
            beat_at = time.monotonic() + HEARTBEAT_SECONDS
            yield frames.heartbeat(feed.position)
        listener.awake.clear()
        if not listener.waiting:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(max(beat_at - time.monotonic(), 0.01)):
                    await listener.awake.wait()
