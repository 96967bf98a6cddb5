"""Reading a unit: characters at once, files that can be made to burst in a process of their own.

A web page, a Word document, a PDF or a mail is read by libraries that hostile bytes may lead to use any amount of
memory or time, or to crash. So they are read in a child process with limits (`sources.reading_child`), which is started
when it is first needed and again when it has died. Its death is the refusal of one file.
"""

import os
import selectors
import subprocess
import sys
import time
from contextlib import suppress
from typing import Any

import orjson
from django.conf import settings

from sources.intake import Unit
from sources.readers import Reader, ReadText
from sources.reading_child import ANSWER, REQUEST, TOO_LARGE
from sources.refusals import Refused, gettext_noop
from sources.text import Offsets

MEGABYTES = 1500
SECONDS = 60
_PIECE = 1 << 20
_TOO_LONG = gettext_noop("Reading this file takes longer than the %(n)d seconds there are for one file.")
_DIED = gettext_noop("This file cannot be read: it is damaged in a way that ends the program that reads it.")


class UnreadableError(RuntimeError):
    """A defect of a reader in the other process: the kind of error it ended with, and where."""

    def __init__(self, kind: str, trace: str) -> None:
        super().__init__(f"{kind}\n{trace}")
        self.kind = kind


class Reading:
    """Reads units; a context, at whose end no process is left. For one thread."""

    def __init__(self, *, megabytes: int | None = None, seconds: int | None = None) -> None:
        self._megabytes = megabytes or MEGABYTES
        self._seconds = seconds or SECONDS
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Reading":
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def read(self, unit: Unit) -> ReadText:
        """What the unit's reader finds; raises Refused with the reason."""
        if isinstance(unit.content, str):
            if unit.reader.read_text is None:
                raise Refused(gettext_noop("Files of this reader are more than characters: import them by themselves."))
            return unit.reader.read_text(unit.content)
        if not unit.reader.apart:
            return unit.reader.read(unit.content)
        return self._read_apart(unit.reader, unit.content)

    def _read_apart(self, reader: Reader, data: bytes) -> ReadText:
        process = self._process or self._start()
        deadline = time.monotonic() + self._seconds
        try:
            found: dict[str, Any] = orjson.loads(self._ask(process, reader.name, data, deadline))
        except TimeoutError:
            self._end()
            raise Refused(_TOO_LONG, n=self._seconds) from None
        except (EOFError, BrokenPipeError, ConnectionResetError):
            code = self._end()
            raise Refused(_TOO_LONG if code == -24 else TOO_LARGE if code == 1 else _DIED, n=self._seconds) from None
        if "refused" in found:
            raise Refused(found["refused"], about=found["about"], **found["values"])
        if "failed" in found:
            raise UnreadableError(found["failed"], found["trace"])
        return ReadText(
            text=found["text"],
            blocks=found["blocks"],
            title=found["title"],
            offsets=Offsets(len(found["text"])),
            record=found["record"],
            warnings=found["warnings"],
        )

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "sources.reading_child", str(self._megabytes), str(self._seconds)]
        environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "PYTHONWARNINGS": "ignore"}
        self._process = subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )
        return self._process

    def _ask(self, process: subprocess.Popen[bytes], name: str, data: bytes, deadline: float) -> bytes:
        assert process.stdin is not None
        encoded = name.encode()
        request = memoryview(REQUEST.pack(len(encoded), len(data)) + encoded + data)
        while request:
            written = process.stdin.write(request[:_PIECE])
            request = request[written:]
        (length,) = ANSWER.unpack(self._take(process, ANSWER.size, deadline))
        return self._take(process, length, deadline)

    def _take(self, process: subprocess.Popen[bytes], length: int, deadline: float) -> bytes:
        assert process.stdout is not None
        taken = bytearray()
        with selectors.DefaultSelector() as ready:
            ready.register(process.stdout, selectors.EVENT_READ)
            while len(taken) < length:
                if not ready.select(max(0.0, deadline - time.monotonic())):
                    raise TimeoutError
                piece = os.read(process.stdout.fileno(), min(length - len(taken), _PIECE))
                if not piece:
                    raise EOFError
                taken += piece
        return bytes(taken)

    def _end(self) -> int | None:
        """End the process; how it ended."""
        process, self._process = self._process, None
        if process is None:
            return None
        with suppress(OSError):
            if process.stdin is not None:
                process.stdin.close()
        try:
            code = process.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        if process.stdout is not None:
            process.stdout.close()
        return code
