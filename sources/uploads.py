"""Uploads hashed while they arrive, straight into a temporary file, however large they are."""

import hashlib
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from projects.errors import Invalid
from sources.archives import shown_name
from sources.services.storing import HashedUpload, StoredFile, keep_upload


class HashingUploadHandler(FileUploadHandler):
    """Keeps each file of a request in a temporary file with its SHA-256; stops keeping what is over the limit."""

    chunk_size = 1024 * 1024
    file: HashedUpload

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file = HashedUpload(
            shown_name(self.file_name or ""), self.content_type, 0, self.charset, self.content_type_extra
        )
        self._digest = hashlib.sha256()
        self._size = 0
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._size += len(raw_data)
        if self._size > settings.MAX_UPLOAD_BYTES:
            self.file.over_limit = True
            return
        self._digest.update(raw_data)
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> HashedUpload:
        self.file.flush()
        self.file.seek(0)
        self.file.size = file_size
        self.file.sha256 = self._digest.hexdigest()
        return self.file

    def upload_interrupted(self) -> None:
        if hasattr(self, "file"):
            self.file.close()


def hash_uploads(request: HttpRequest) -> None:
    """Have this request's files hashed; to be called before anything reads its body."""
    request.upload_handlers = [HashingUploadHandler(request)]


def uploaded_files(files: "MultiValueDict[str, Any]") -> list[StoredFile]:
    """The files of a request, moved into the storage; those of a wrong field are refused before anything is kept."""
    unknown = sorted(set(files) - {"files", "files[]", "file"})
    if unknown:
        raise Invalid({name[:100]: _("Send files as “files”.") for name in unknown})
    return [keep_upload(file) for name in sorted(files) for file in files.getlist(name)]
