"""Background work: the table is the queue of record, Celery only carries the news that a job waits.

`enqueue` stores the job and, after the commit, sends its id to Celery; when that fails nothing is lost, because the
sweep sends waiting jobs again every few seconds, and hands a job whose lease has run out (its worker died) to another
worker. A handler gets a `Run`: it reports progress, learns of a cancellation, and inside each transaction that writes
results calls `fence()`, which fails for a worker that has lost its lease. So a job is safe to run twice.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from celery import current_app
from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.models import Job, Project, User

logger = logging.getLogger(__name__)

RESEND_SECONDS = 5
MORE_ATTEMPTS = 5  # allowed at first, and again whenever somebody tries a failed job anew
Handler = Callable[["Run"], None]

_HANDLERS: dict[str, Handler] = {}
_AFTERWARDS: dict[str, Callable[[Job], None]] = {}
_ONCE: set[str] = set()


class Cancelled(Exception):
    """Somebody cancelled the job."""


class LeaseLost(Exception):
    """Another worker has this job now; stop without writing anything."""


class JobFailed(Exception):
    """The job cannot succeed; the sentence says what failed on which input."""


def register(
    kind: str, handler: Handler, *, afterwards: Callable[[Job], None] | None = None, retriable: bool = True
) -> None:
    """Name the handler of a kind of job.

    `afterwards` is called when it has ended in any way, again after a retry. Where that leaves nothing to try again
    with, the kind is not `retriable`.
    """
    _HANDLERS[kind] = handler
    if not retriable:
        _ONCE.add(kind)
    if afterwards is not None:
        _AFTERWARDS[kind] = afterwards


def enqueue(
    *,
    kind: str,
    project: Project | None = None,
    by: User | None = None,
    params: dict[str, Any] | None = None,
    **fields: Any,
) -> Job:
    """Store a job and send it after the commit. Never raises because of the broker."""
    if kind not in _HANDLERS:
        raise ValueError(f"no handler for jobs of kind {kind}")
    job = Job.objects.create(kind=kind, project=project, requested_by=by, params=params or {}, **fields)
    transaction.on_commit(lambda: send(job.id))
    return job


def send(job_id: UUID) -> bool:
    """Tell Celery of a job; False when the broker does not answer (the sweep tries again)."""
    try:
        current_app.send_task("projects.run_job", args=[str(job_id)], retry=False)
    except Exception as error:  # the broker's client raises many kinds; the job stays queued whatever it was
        logger.warning("job %s waits for the sweep: the broker does not answer (%s)", job_id, error)
        return False
    Job.objects.filter(id=job_id).update(sent_at=timezone.now())
    return True


def sweep() -> int:
    """Send again every waiting job that was not taken, and every running one whose lease has run out."""
    now = timezone.now()
    waiting = Q(status=Job.Status.QUEUED) & (
        Q(sent_at__isnull=True, created_at__lt=now - timedelta(seconds=1))
        | Q(sent_at__lt=now - timedelta(seconds=RESEND_SECONDS))
    )
    abandoned = Q(status=Job.Status.RUNNING, lease_until__lt=now)
    due = list(Job.objects.filter(waiting | abandoned).order_by("created_at").values_list("id", flat=True)[:500])
    return sum(send(job_id) for job_id in due)


def request_cancel(job: Job) -> None:
    """Ask a job to stop: a queued one at once, a running one at its next report."""
    with transaction.atomic():
        held = Job.objects.select_for_update().get(id=job.id)
        if held.status == Job.Status.QUEUED:
            _finish(held, Job.Status.CANCELLED)
        elif held.status == Job.Status.RUNNING:
            held.cancel_requested = True
            held.save(update_fields=["cancel_requested"])


def may_retry(job: Job) -> bool:
    """Whether the job ended without its result, and can be tried again."""
    return job.status in {Job.Status.FAILED, Job.Status.CANCELLED} and job.kind in _HANDLERS and job.kind not in _ONCE


def retry(job: Job) -> bool:
    """Put a failed or cancelled job back into the queue; False when there is nothing to try again."""
    with transaction.atomic():
        held = Job.objects.select_for_update().get(id=job.id)
        if not may_retry(held):
            return False
        held.status = Job.Status.QUEUED
        held.cancel_requested = False
        held.errors = []
        held.progress = 0
        held.attempt_limit = held.attempt + MORE_ATTEMPTS
        held.sent_at = held.finished_at = None
        held.save()
        transaction.on_commit(lambda: send(held.id))
        return True


def _finish(job: Job, status: str, errors: list[Any] | None = None) -> None:
    job.status = status
    job.finished_at = timezone.now()
    job.lease_until = None
    if errors:
        job.errors = [*job.errors, *errors]
    job.save(update_fields=["status", "finished_at", "lease_until", "errors"])
    if job.kind in _AFTERWARDS:
        _AFTERWARDS[job.kind](job)


class Run:
    """One attempt at one job, held under a lease."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.attempt = job.attempt
        self._reported_at = 0.0
        self._lost = threading.Event()
        self._cancelled = threading.Event()
        self._stop = threading.Event()

    @property
    def params(self) -> dict[str, Any]:
        return dict(self.job.params)

    def _mine(self) -> Any:
        return Job.objects.filter(id=self.job.id, attempt=self.attempt, status=Job.Status.RUNNING)

    def report(self, progress: int, total: int | None = None, *, force: bool = False) -> None:
        """Store how far the work is (at most twice a second); raise Cancelled or LeaseLost when it must stop."""
        self.check()
        now = time.monotonic()
        if not force and now - self._reported_at < 0.5:
            return
        self._reported_at = now
        changes: dict[str, Any] = {"progress": progress, "lease_until": _lease()}
        if total is not None:
            changes["total"] = total
        if not self._mine().update(**changes):
            raise LeaseLost
        if Job.objects.filter(id=self.job.id, cancel_requested=True).exists():
            raise Cancelled

    def check(self) -> None:
        """Raise Cancelled or LeaseLost when the heartbeat has seen one."""
        if self._lost.is_set():
            raise LeaseLost
        if self._cancelled.is_set():
            raise Cancelled

    def fence(self) -> None:
        """Inside a transaction that writes results: hold the job's row until the commit, or raise LeaseLost."""
        if not self._mine().select_for_update().values_list("id", flat=True).first():
            raise LeaseLost

    def add_errors(self, errors: list[dict[str, Any]]) -> None:
        """Append errors that concern single inputs; the job goes on."""
        with transaction.atomic():
            held = self._mine().select_for_update().first()
            if held is None:
                raise LeaseLost
            held.errors = [*held.errors, *errors]
            held.save(update_fields=["errors"])

    def set_result(self, result: dict[str, Any]) -> None:
        """Store what the job made."""
        if not self._mine().update(result=result):
            raise LeaseLost

    def _beat(self) -> None:
        try:
            while not self._stop.wait(settings.JOB_LEASE_SECONDS / 4):
                close_old_connections()
                if not self._mine().update(lease_until=_lease()):
                    self._lost.set()
                    return
                if Job.objects.filter(id=self.job.id, cancel_requested=True).exists():
                    self._cancelled.set()
        finally:
            connection.close()

    def __enter__(self) -> "Run":
        self._thread = threading.Thread(target=self._beat, name="job-heartbeat", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._stop.set()
        self._thread.join()


def _lease() -> Any:
    return timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)


def _claim(job_id: UUID) -> Job | None:
    """Take the job under a lease, or None when it is finished or somebody else's."""
    now = timezone.now()
    free = Q(status=Job.Status.QUEUED) | Q(status=Job.Status.RUNNING, lease_until__lt=now)
    with transaction.atomic():
        job = Job.objects.select_for_update(skip_locked=True).filter(free, id=job_id).first()
        if job is None:
            return None
        if job.cancel_requested:
            _finish(job, Job.Status.CANCELLED)
            return None
        if job.attempt >= job.attempt_limit:
            died = _("The worker died %(n)d times while it ran this job.") % {"n": MORE_ATTEMPTS}
            _finish(job, Job.Status.FAILED, [{"detail": died}])
            return None
        job.status = Job.Status.RUNNING
        job.started_at = job.started_at or now
        job.lease_until = _lease()
        job.attempt = F("attempt") + 1
        job.save(update_fields=["status", "started_at", "lease_until", "attempt"])
        job.refresh_from_db()
        return job


def run(job_id: UUID) -> None:
    """Run a job to its end, unless it is finished or held by another worker."""
    job = _claim(job_id)
    if job is None:
        return
    status, errors = Job.Status.DONE, []
    with Run(job) as this:
        try:
            _HANDLERS[job.kind](this)
        except LeaseLost:
            logger.warning("job %s is another worker's now", job_id)
            return
        except Cancelled:
            status = Job.Status.CANCELLED
        except JobFailed as failure:
            status, errors = Job.Status.FAILED, [{"detail": str(failure)}]
        except Exception as error:  # a defect: the job ends and says so, the worker lives on
            logger.exception("job %s of kind %s failed", job_id, job.kind)
            detail = _("An unexpected error stopped this job (%(error)s). The log has the details.")
            status, errors = Job.Status.FAILED, [{"detail": detail % {"error": type(error).__name__}}]
    with transaction.atomic():
        held = (
            Job.objects.select_for_update().filter(id=job_id, attempt=this.attempt, status=Job.Status.RUNNING).first()
        )
        if held is not None:
            _finish(held, status, errors)
