"""The file of an export as an answer: whole, or the one range a client asks for, read in pieces while it is sent."""

import re
from collections.abc import Iterator
from typing import IO

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _

from exchange import storage
from exchange.models import Export
from exchange.services import exports as services
from projects.viewers import Viewer

_PIECE = 256 * 1024
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")


def wanted_range(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """The half-open range of bytes that is asked for; None for the whole file; ValueError when it cannot be had.

    Several ranges, other units and a range for another version of the file are answered with the whole file.
    """
    found = _RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    condition = request.headers.get("If-Range")
    if found is None or (found[1] == found[2] == "") or (condition is not None and condition != etag):
        return None
    if found[1] == "":
        start, end = max(0, size - int(found[2])), size
    else:
        start, end = int(found[1]), min(size, int(found[2]) + 1 if found[2] else size)
    if start >= end:
        raise ValueError(request.headers["Range"])
    return start, end


class _Range:
    """The next bytes of an open file, in pieces large enough for a server that hands each one to another thread.

    The answer closes the file, whether the bytes were sent or not.
    """

    def __init__(self, file: IO[bytes], length: int) -> None:
        self._length = length
        self._read = file.read
        self.close = file.close

    def __iter__(self) -> Iterator[bytes]:
        left = self._length
        while left > 0 and (piece := self._read(min(_PIECE, left))):
            left -= len(piece)
            yield piece


def _outside(size: int) -> HttpResponse:
    """There is nothing in the range that is asked for."""
    body = {
        "type": "about:blank",
        "title": str(_("Outside of the file")),
        "status": 416,
        "detail": str(_("The file has %(size)d bytes. Ask for a range within them.") % {"size": size}),
    }
    headers = {"Content-Range": f"bytes */{size}"}
    return HttpResponse(orjson.dumps(body), status=416, content_type="application/problem+json", headers=headers)


def answer(request: HttpRequest, *, by: Viewer, export: Export) -> HttpResponseBase:
    """Hand out the part that `?part=` names, if it may be handed out now."""
    part, described = services.download(
        by=by, export=export, part=request.GET.get("part", ""), fetched=request.method == "GET"
    )
    size, etag = int(described["size"]), f'"{described["sha256"]}"'
    try:
        wanted = wanted_range(request, size, etag)
    except ValueError:
        return _outside(size)
    start, end = wanted or (0, size)
    file = storage.open_part(export, part)
    file.seek(start)
    response = StreamingHttpResponse(_Range(file, end - start), content_type=part.media_type)
    response["Content-Length"] = str(end - start)
    if wanted is not None:
        response.status_code = 206
        response["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    response["Content-Disposition"] = f'attachment; filename="{described["file_name"]}"'
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
