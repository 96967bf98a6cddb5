"""Synchronous Django behind an asynchronous server: each request on one thread of a fixed pool.

Steps between the event loop and a thread are what such a bridge costs, so there are two at most where they can be
spared: a request whose body came at once is handed over with it, and an answer that is there as a whole is handed back
as a whole. What is long is read and sent piece by piece, no faster than the other side takes it.
"""

import asyncio
import contextvars
import re
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast
from urllib.parse import quote

from a2wsgi.wsgi import Body, build_environ

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_BEYOND_ASCII = re.compile(rb"[\x80-\xff]+")


class _Received(Body):
    """A body of which the first piece has come."""

    def __init__(self, loop: asyncio.AbstractEventLoop, receive: Receive, first: Message) -> None:
        super().__init__(loop, cast(Any, receive))
        self.buffer.extend(first.get("body", b""))
        self._has_more = first.get("more_body", False)


class Bridge:
    """An ASGI application that answers HTTP requests by a WSGI application in at most `workers` threads."""

    def __init__(self, app: Callable[..., Any], workers: int) -> None:
        self._app = app
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="pages")

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        body = _Received(loop, receive, await receive())
        environ = build_environ({**scope, "query_string": _quoted(scope["query_string"])}, body)  # type: ignore[typeddict-item]

        def send_from_thread(message: Message) -> None:
            asyncio.run_coroutine_threadsafe(send(message), loop).result()  # type: ignore[arg-type]

        answered = await loop.run_in_executor(
            self._threads, contextvars.copy_context().run, self._answer, environ, send_from_thread
        )
        for message in answered:
            await send(message)

    def _answer(self, environ: Any, send: Callable[[Message], None]) -> list[Message]:
        """Run the application; returns what is still to be sent."""
        begun: list[Message] = []

        def start_response(status: str, headers: Iterable[tuple[str, str]], _exc_info: Any = None) -> None:
            pairs = [(name.lower().encode("latin1"), value.encode("latin1")) for name, value in headers]
            begun[:] = [{"type": "http.response.start", "status": int(status[:3]), "headers": pairs}]

        response = self._app(environ, start_response)
        try:
            if not getattr(response, "streaming", True):
                return [*begun, {"type": "http.response.body", "body": b"".join(response)}]
            send(begun[0])
            for piece in response:
                send({"type": "http.response.body", "body": piece, "more_body": True})
            return [{"type": "http.response.body", "body": b""}]
        finally:
            response.close()


def _quoted(query: bytes) -> bytes:
    """The query with bytes that no URL may hold written as a browser writes them."""
    return _BEYOND_ASCII.sub(lambda found: quote(found[0]).encode(), query)
