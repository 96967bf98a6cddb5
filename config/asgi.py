"""What uvicorn serves: the live feed asynchronously, everything else in a fixed pool of threads.

Pages and API calls are synchronous Django; run through Django's own ASGI handler each of them would hop between
threads once per middleware. A pool of threads that each keep one database connection serves them faster, and the
streams, of which there may be hundreds open at once, hold no thread at all.
"""

import multiprocessing
import os
import re
from collections.abc import Awaitable, Callable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.core.asgi import get_asgi_application

from config.bridge import Bridge
from config.env import read
from config.runtime.processes import end_with_parent
from config.wsgi import application as wsgi

if multiprocessing.parent_process() is not None:  # one of several web processes
    end_with_parent()

_streams = get_asgi_application()
_pages = Bridge(wsgi, workers=read("WEB_THREADS"))
_STREAM = re.compile(r"^/api/v1/projects/[^/]+/stream/?$")

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Route one ASGI connection."""
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return
    elif scope["type"] == "http" and _STREAM.match(scope["path"]):
        await _streams(scope, receive, send)  # type: ignore[arg-type]
    elif scope["type"] == "http":
        await _pages(scope, receive, send)
    else:
        await send({"type": "websocket.close", "code": 1000})
