"""The job that reads an import: one thread reads and checks, two write, a few batches behind.

Progress is counted in units of the files (see `sources.intake`). How far each file has come is written with the rows
that came of it, so whoever takes the job over continues with the next unit and writes nothing twice.
"""

import logging
import queue
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from projects import policy
from projects.errors import Invalid, NotFound
from projects.events import change
from projects.jobs import JobFailed, Run
from projects.models import Job
from projects.viewers import find_viewer
from sources.archives import Limits
from sources.extras import Extra, ImportContext, extras
from sources.intake import Nothing, Refusal, Unit, count_units, take_apart
from sources.models import Import, ImportFile
from sources.reading import Reading, UnreadableError
from sources.refusals import Refused, gettext_noop
from sources.services.arrivals import build, reason_of
from sources.services.batches import Batch, BatchWriter
from sources.services.pairs import Pair
from sources.services.statistics import GrowingTables
from sources.services.storing import open_stored
from sources.wording import worded

logger = logging.getLogger(__name__)

KIND = "sources.import"
_AHEAD = 3
_SWITCH_SECONDS = 0.0005


@dataclass(frozen=True)
class _Failure:
    error: BaseException


def limits() -> Limits:
    """What one uploaded file may unpack to."""
    return Limits(entry_bytes=settings.MAX_UPLOAD_BYTES, total_bytes=10 * settings.MAX_UPLOAD_BYTES)


def run_import(run: Run) -> None:
    """Read every waiting file of an import."""
    record = Import.objects.select_related("project", "participant__user").get(job_id=run.job.id)
    context = _context(record)
    files = list(record.files.filter(status=ImportFile.Status.WAITING))
    done = sum(record.files.values_list("done_lines", flat=True))
    total = done + sum(_units_left(file, record.format) for file in files)
    run.report(done, total, force=True)
    known = extras()
    writer, tables = BatchWriter(run, context, known), GrowingTables()
    with _quick_switching(), _reading(files, record.format, context, known) as batches, Pair(writer) as pair:
        for written in pair.write_all(batches):
            done += sum(batch.units for batch in written)
            run.report(done, max(total, done))
            tables.written()
    run.report(done, max(done, 1), force=True)


def _context(record: Import) -> ImportContext:
    """The project and the person the import speaks for, who must still be allowed to import."""
    user = record.participant.user
    try:
        if user is None:
            raise NotFound
        viewer = find_viewer(user, project_id=record.project_id)
    except NotFound:
        raise JobFailed(_("Whoever started this import is no longer a member of the project.")) from None
    if not policy.may(viewer, "document.import"):
        raise JobFailed(policy.refusal(viewer, "document.import"))
    return ImportContext(project=viewer.project, viewer=viewer)


def _units_left(file: ImportFile, wanted: str) -> int:
    try:
        stream = open_stored(file.storage_name)
    except (OSError, ValueError):
        return 1
    with stream:
        return max(count_units(stream, file.name, wanted, limits()) - file.done_lines, 0)


@contextmanager
def _quick_switching() -> Iterator[None]:
    """Let the writing thread have its turn soon: it mostly waits for the database, the other one computes."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


@contextmanager
def _reading(
    files: list[ImportFile], wanted: str, context: ImportContext, known: dict[str, Extra]
) -> Iterator[Iterator[Batch]]:
    """Batches of the files, read in a thread of its own a little ahead of whoever takes them."""
    ready: queue.Queue[Batch | _Failure | None] = queue.Queue(maxsize=_AHEAD)
    stop = threading.Event()

    def put(item: Batch | _Failure | None) -> bool:
        while not stop.is_set():
            try:
                ready.put(item, timeout=0.2)
            except queue.Full:
                continue
            return True
        return False

    def read() -> None:
        try:
            for extra in known.values():
                extra.begin(context)
            with Reading() as reading:
                for batch in _batches(files, wanted, context, known, reading):
                    if not put(batch):
                        return
            put(None)
        except BaseException as error:  # handed to the thread that waits
            put(_Failure(error))
        finally:
            connection.close()

    def take() -> Iterator[Batch]:
        while (item := ready.get()) is not None:
            if isinstance(item, _Failure):
                raise item.error
            yield item

    thread = threading.Thread(target=read, name="import-reader", daemon=True)
    thread.start()
    try:
        yield take()
    finally:
        stop.set()
        thread.join()


def _batches(
    files: list[ImportFile], wanted: str, context: ImportContext, known: dict[str, Extra], reading: Reading
) -> Iterator[Batch]:
    batch = Batch()
    for file in files:
        for unit in _units(file, wanted):
            _put(batch, unit, file, context, known, reading)
            if batch.full:
                yield batch
                batch = Batch()
        batch.mark(file.id).ended = True
    if batch.marks:
        yield batch


def _units(file: ImportFile, wanted: str) -> Iterator[Unit | Refusal | Nothing]:
    if not file.storage_name:
        most = settings.MAX_UPLOAD_BYTES // 1024 // 1024
        yield Refusal(
            1, file.name, None, Refused(gettext_noop("The file is over the limit of %(n)d megabytes."), n=most)
        )
        return
    try:
        stream = open_stored(file.storage_name)
    except OSError:
        yield Refusal(file.done_lines + 1, file.name, None, Refused(gettext_noop("The uploaded file is gone.")))
        return
    with stream:
        yield from take_apart(stream, file.name, wanted, limits(), file.done_lines)


def _put(
    batch: Batch,
    unit: Unit | Refusal | Nothing,
    file: ImportFile,
    context: ImportContext,
    known: dict[str, Extra],
    reading: Reading,
) -> None:
    """Add one unit to the batch: its document, or the reason why there is none."""
    mark = batch.mark(file.id)
    mark.done = unit.number
    batch.units += 1
    if isinstance(unit, Nothing):
        return
    reason = worded(unit.reason) if isinstance(unit, Refusal) else ""
    if isinstance(unit, Unit):
        try:
            batch.add(
                build(
                    unit,
                    reading=reading,
                    context=context,
                    extras=known,
                    file_id=file.id,
                    file_name=unit.file,
                    at=timezone.now(),
                )
            )
        except Refused as refusal:
            reason = worded(refusal)
        except Invalid as refusal:
            reason = reason_of(refusal)
        except Exception as error:  # a defect met by one document: the others go on
            logger.exception("unit %d of %s in import %s failed", unit.number, file.name, file.import_record_id)
            kind = error.kind if isinstance(error, UnreadableError) else type(error).__name__
            reason = _("This could not be read (%(error)s).") % {"error": kind}
        else:
            mark.made += 1
            return
    mark.refused += 1
    if len(mark.errors) < ImportFile.ERRORS_KEPT:
        mark.errors.append({"file": unit.file, "line": unit.line, "detail": reason[:1000]})


def end_import(job: Job) -> None:
    """Say in the log how an import ended; files that were not reached stay waiting."""
    record = Import.objects.select_related("participant").filter(job_id=job.id).first()
    if record is None:
        return
    files = list(record.files.values("documents_made", "refused"))
    with change(project_id=record.project_id) as log:
        log.actor_id, log.actor_name = record.participant_id, record.participant.name
        log.add(
            "import.ended",
            subject=record.id,
            after={
                "id": str(record.id),
                "status": job.status,
                "documents": sum(file["documents_made"] for file in files),
                "refused": sum(file["refused"] for file in files),
            },
        )
