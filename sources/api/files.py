"""What a document is handed out as besides its text: its citation, and the file it was read from."""

from collections.abc import Iterator
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from projects.errors import Invalid, NotFound
from sources.api.base import AnyAccept, DocumentEndpoint
from sources.citations import citation_formats
from sources.citations.records import citation_of
from sources.queries.revisions import original_of
from sources.representations import represent_record
from sources.services.storing import address, is_kept, open_stored

_PIECE = 256 * 1024
_NAME_AT_MOST = 150
# CSL-JSON is a list of entries, here of one.
_ENTRIES = {"type": "array", "items": {"type": "object"}}


class CitationEndpoint(DocumentEndpoint):
    """GET /documents/{id}/citation."""

    actions = {"GET": "document.read"}
    content_negotiation_class = AnyAccept

    @extend_schema(
        parameters=[
            OpenApiParameter("format", str, enum=list(citation_formats()), description="csl_json if not given")
        ],
        responses={
            (200, entry.media_type): _ENTRIES if entry.media_type.endswith("json") else OpenApiTypes.STR
            for entry in citation_formats().values()
        },
    )
    def get(self, request: Request, id: UUID) -> HttpResponse:
        """The document's record as one entry of a bibliography."""
        named = request.query_params.get("format", "csl_json")
        found = citation_formats().get(named)
        if found is None:
            raise Invalid({"format": _("Choose one of %(known)s.") % {"known": ", ".join(citation_formats())}})
        record = represent_record(self.row)
        record["publisher"] = record["publisher"]["name"] if record["publisher"] else ""
        response = HttpResponse(
            found.write_all([citation_of(record)]), content_type=f"{found.media_type}; charset=utf-8"
        )
        response["Content-Disposition"] = content_disposition_header(
            True, _file_name(f"{self.row.title}.{found.suffix}")
        )
        response["Cache-Control"] = "private, no-cache"
        return response


class FileEndpoint(DocumentEndpoint):
    """GET /documents/{id}/file."""

    actions = {"GET": "document.read"}
    refusals = {"GET": (404,)}
    content_negotiation_class = AnyAccept

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, id: UUID) -> StreamingHttpResponse:
        """The file the document was read from, byte for byte; 404 where its text was one of many in a file."""
        revision = original_of(id)
        if revision is None or not is_kept(revision.file_sha256):
            raise NotFound()
        pieces = _pieces(address(revision.file_sha256))
        response = StreamingHttpResponse(pieces, content_type="application/octet-stream")
        response["Content-Length"] = str(revision.file_size)
        response["Content-Disposition"] = content_disposition_header(True, _file_name(self.row.file_name))
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        response["X-Content-Type-Options"] = "nosniff"
        response["ETag"] = f'"{revision.file_sha256}"'
        response["Cache-Control"] = "private, no-store"
        return response


def _pieces(place: str) -> Iterator[bytes]:
    """The bytes of a stored file, in pieces large enough for a server that hands each one to another thread."""
    with open_stored(place) as file:
        while piece := file.read(_PIECE):
            yield piece


def _file_name(name: str) -> str:
    """A name that a browser may keep a file under: no folders, nothing that is not seen, not too long."""
    last = name.replace("\\", "/").rpartition("/")[2]
    last = "".join(character if character.isprintable() else "_" for character in last)
    stem, dot, suffix = last.strip(" .").rpartition(".")
    if not dot or len(suffix) > 10:
        stem, suffix = last.strip(" ."), ""
    stem = "".join("_" if character in '<>:"|?*' else character for character in stem)[:_NAME_AT_MOST]
    return f"{stem or 'document'}.{suffix}" if suffix else stem or "document"
