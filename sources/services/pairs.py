"""Two batches written at once, on two connections, and committed in their order.

Most of the time of an import is spent by the database on rows and keys, so a second connection pays. The second batch
of a pair does all its work and then waits for the first to be committed; so what a file's mark says is done, is done,
whenever the power goes.

Both may want to add the same name (a publisher, an author of marks). The second then waits for the first, which is
fine; the first must not wait for the second, which waits for it in turn. So it waits for no lock for long: it gives up,
the second with it, and the two are written one after the other.
"""

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType

from django.db import OperationalError, connection
from psycopg.errors import DeadlockDetected, LockNotAvailable

from sources.services.batches import Batch, BatchWriter

_PATIENCE = "SET LOCAL lock_timeout = '300ms'"
_CONTENTION = (LockNotAvailable, DeadlockDetected)


class _Abandoned(Exception):
    """The batch before was not written, so this one may not be."""


class Pair:
    """Writes batches two by two. It holds a thread, and that thread a connection, until it is closed."""

    def __init__(self, writer: BatchWriter) -> None:
        self._writer = writer
        self._other = ThreadPoolExecutor(max_workers=1, thread_name_prefix="import-writer")

    def __enter__(self) -> "Pair":
        return self

    def __exit__(self, *_exc: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._other.submit(lambda: connection.close()).result()
        self._other.shutdown()

    def write_all(self, batches: Iterator[Batch]) -> Iterator[list[Batch]]:
        """Write every batch; yields those that were committed since the last time."""
        for first in batches:
            second = next(batches, None)
            if second is None:
                self._writer.write(first)
                yield [first]
            else:
                for batch in self._write_both(first, second):
                    self._writer.write(batch)
                yield [first, second]

    def _write_both(self, first: Batch, second: Batch) -> list[Batch]:
        """Write two batches; return those that have to be written once more by themselves."""
        committed, failed = threading.Event(), threading.Event()

        def wait() -> None:
            while not committed.wait(0.02):
                if failed.is_set():
                    raise _Abandoned

        future: Future[None] = self._other.submit(self._writer.write, second, wait=wait)
        try:
            self._writer.write(first, first=_be_impatient)
        except BaseException as error:
            failed.set()
            future.exception()  # rolled back by now
            if _is_contention(error):
                return [first, second]
            raise
        committed.set()
        failure = future.exception()
        if failure is None:
            return []
        if _is_contention(failure):
            return [second]
        raise failure


def _be_impatient() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_PATIENCE)


def _is_contention(error: BaseException) -> bool:
    return isinstance(error, OperationalError) and isinstance(error.__cause__, _CONTENTION)
