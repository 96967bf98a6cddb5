"""A process that reads files for another one: given a reader's name and bytes, it answers with what was found.

It gets so much memory and processor time for each file and no more, and can write no file. What a file makes burst is
this process alone; `sources.reading` then starts another.
"""

import resource
import signal
import struct
import sys
import traceback
from typing import Any

import orjson

from sources.readers import readers
from sources.refusals import Refused, gettext_noop

REQUEST = struct.Struct("<IQ")  # length of the reader's name, length of the file
ANSWER = struct.Struct("<Q")
_TRACE = 8000
TOO_LARGE = gettext_noop("Reading this file takes more memory than there is for one file.")


def main(megabytes: int, seconds: int) -> None:
    """Answer requests until there are none."""
    _confine(megabytes)
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints is no answer
    while head := requests.read(REQUEST.size):
        name_length, length = REQUEST.unpack(head)
        name, data = requests.read(name_length).decode(), requests.read(length)
        _allow(seconds)
        answer = _answer(name, data)
        answers.write(ANSWER.pack(len(answer)))
        answers.write(answer)
        answers.flush()


def _confine(megabytes: int) -> None:
    limit = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever reads from this process ends it


def _allow(seconds: int) -> None:
    """Processor time for the next file; beyond it the system ends this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, hard))


def _answer(name: str, data: bytes) -> bytes:
    found: dict[str, Any]
    try:
        read = readers()[name].read(data)
        found = {
            "text": read.text,
            "blocks": read.blocks,
            "title": read.title,
            "record": read.record,
            "warnings": read.warnings,
        }
        return orjson.dumps(found)
    except Refused as refusal:
        values = {key: value if isinstance(value, int | str) else str(value) for key, value in refusal.values.items()}
        found = {"refused": refusal.sentence, "values": values, "about": refusal.about}
    except MemoryError:
        found = {"refused": TOO_LARGE, "values": {}, "about": ""}
    except Exception as error:  # a library's defect, which may be of any kind, met by one file: the log gets all of it
        found = {"failed": type(error).__name__, "trace": traceback.format_exc()[-_TRACE:]}
    return orjson.dumps(found)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
