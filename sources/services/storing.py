"""Files as they came, kept once a site under the SHA-256 of their content where web and worker both reach them.

An upload is kept as it is, and each file of an archive by itself, so that a document has its own file to hand out.
Nothing that is kept here is deleted: a revision may point to it (`Revision.file_sha256`).
"""

import hashlib
import tempfile
from dataclasses import dataclass
from typing import IO, BinaryIO, cast

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import TemporaryUploadedFile

_PIECE = 1024 * 1024


@dataclass(frozen=True)
class StoredFile:
    """One uploaded file as it lies in the storage; `storage_name` is empty where it was too large to keep."""

    name: str
    size: int
    sha256: str
    storage_name: str


def address(sha256: str) -> str:
    """The name in the storage of bytes with this digest."""
    return f"uploads/{sha256[:2]}/{sha256[2:4]}/{sha256}"


class HashedUpload(TemporaryUploadedFile):
    """A file that was hashed while it arrived. `over_limit` says that its end was thrown away."""

    sha256 = ""
    over_limit = False


def keep_upload(upload: HashedUpload) -> StoredFile:
    """Move an upload that was hashed on its way in to its place in the storage."""
    name = str(upload.name)
    if upload.over_limit:
        return StoredFile(name, upload.size or 0, upload.sha256, "")
    return StoredFile(name, upload.size or 0, upload.sha256, _place(upload.sha256, upload))


def keep_stream(name: str, source: BinaryIO) -> StoredFile:
    """Copy any stream of bytes into the storage, hashing it on the way."""
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile() as held:
        while piece := source.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            if size <= settings.MAX_UPLOAD_BYTES:
                held.write(piece)
        held.flush()
        held.seek(0)
        over = size > settings.MAX_UPLOAD_BYTES
        place = "" if over else _place(digest.hexdigest(), File(held))
    return StoredFile(name, size, digest.hexdigest(), place)


def keep_bytes(name: str, data: bytes) -> StoredFile:
    """Keep the bytes of a file, unless they are kept already."""
    sha256 = hashlib.sha256(data).hexdigest()
    place = address(sha256)
    if default_storage.exists(place) and default_storage.size(place) != len(data):
        default_storage.delete(place)  # a copy that was broken off
    if not default_storage.exists(place):
        made = default_storage.save(place, ContentFile(data))
        if made != place:  # somebody else was quicker
            default_storage.delete(made)
    return StoredFile(name, len(data), sha256, place)


def _place(sha256: str, content: "File[bytes]") -> str:
    name = address(sha256)
    return name if default_storage.exists(name) else default_storage.save(name, content)


def is_kept(sha256: str) -> bool:
    """Whether the bytes with this digest are there."""
    return bool(sha256) and default_storage.exists(address(sha256))


def open_stored(storage_name: str) -> BinaryIO:
    """The bytes of a stored file."""
    return cast(BinaryIO, cast("IO[bytes]", default_storage.open(storage_name, "rb")))
