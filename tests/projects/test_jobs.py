"""The queue of jobs: leases, retries, cancelling, failing."""

import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from projects import jobs
from projects.jobs import JobFailed, LeaseLost, Run
from projects.models import Job
from tests.processes import WorkerProcess, eventually

pytestmark = pytest.mark.django_db

Handler = Any


@pytest.fixture(autouse=True)
def handlers(monkeypatch: pytest.MonkeyPatch) -> dict[str, Handler]:
    """Handlers of these tests only, and nothing sent to the broker."""
    registered: dict[str, Handler] = {}
    monkeypatch.setattr(jobs, "_HANDLERS", registered)
    monkeypatch.setattr(jobs, "_AFTERWARDS", {})
    monkeypatch.setattr(jobs, "_ONCE", set())
    return registered


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The ids of jobs that would have been sent."""
    ids: list[Any] = []
    monkeypatch.setattr(jobs, "send", lambda id: ids.append(id) or True)
    return ids


def make(kind: str = "test", **fields: Any) -> Job:
    return Job.objects.create(kind=kind, **fields)


def fresh(job: Job) -> Job:
    return Job.objects.get(id=job.id)


def test_a_job_runs_to_its_end_and_keeps_what_it_made(handlers: dict[str, Handler]) -> None:
    def work(run: Run) -> None:
        run.report(1, 2, force=True)
        run.add_errors([{"file": "b.txt", "detail": "not UTF-8"}])
        run.set_result({"documents": 1})

    handlers["test"] = work
    job = make()
    jobs.run(job.id)
    job = fresh(job)
    assert (job.status, job.progress, job.total, job.result) == ("done", 1, 2, {"documents": 1})
    assert job.errors == [{"file": "b.txt", "detail": "not UTF-8"}]
    assert (job.attempt, job.lease_until) == (1, None)
    assert job.started_at
    assert job.finished_at


def test_a_finished_job_is_not_run_again(handlers: dict[str, Handler]) -> None:
    ran: list[int] = []
    handlers["test"] = lambda run: ran.append(run.attempt)
    job = make()
    for _round in range(3):
        jobs.run(job.id)
    assert ran == [1]


def test_a_job_that_cannot_succeed_says_why(handlers: dict[str, Handler]) -> None:
    def work(run: Run) -> None:
        raise JobFailed("The archive is empty.")

    handlers["test"] = work
    job = make()
    jobs.run(job.id)
    assert (fresh(job).status, fresh(job).errors) == ("failed", [{"detail": "The archive is empty."}])


def test_a_defect_ends_the_job_without_telling_its_insides(
    handlers: dict[str, Handler], caplog: pytest.LogCaptureFixture
) -> None:
    def work(run: Run) -> None:
        raise ValueError("secret of the desk")

    handlers["test"] = work
    job = make()
    jobs.run(job.id)
    assert fresh(job).status == "failed"
    assert "ValueError" in fresh(job).errors[0]["detail"]
    assert "secret" not in str(fresh(job).errors)
    assert "secret of the desk" in caplog.text


def test_what_comes_afterwards_is_called_however_the_job_ends(handlers: dict[str, Handler]) -> None:
    ended: list[str] = []
    jobs.register("good", lambda run: None, afterwards=lambda job: ended.append(job.status))
    jobs.register("bad", lambda run: 1 / 0, afterwards=lambda job: ended.append(job.status))  # type: ignore[arg-type]
    for kind in ("good", "bad"):
        jobs.run(make(kind).id)
    jobs.request_cancel(make("good"))
    assert ended == ["done", "failed", "cancelled"]


def test_a_job_under_somebody_s_lease_is_left_alone(handlers: dict[str, Handler]) -> None:
    handlers["test"] = lambda run: pytest.fail("it ran")
    job = make(status="running", attempt=1, lease_until=timezone.now() + timedelta(seconds=5))
    jobs.run(job.id)
    assert fresh(job).status == "running"


def test_a_job_whose_worker_died_is_taken_over(handlers: dict[str, Handler]) -> None:
    ran: list[int] = []
    handlers["test"] = lambda run: ran.append(run.attempt)
    job = make(status="running", attempt=1, lease_until=timezone.now() - timedelta(seconds=1))
    jobs.run(job.id)
    assert ran == [2]
    assert fresh(job).status == "done"


def test_a_worker_that_lost_its_lease_writes_nothing_more(handlers: dict[str, Handler]) -> None:
    def work(run: Run) -> None:
        Job.objects.filter(id=run.job.id).update(attempt=run.attempt + 1)  # another worker has it now
        for write in (lambda: run.fence(), lambda: run.set_result({"x": 1}), lambda: run.add_errors([{}])):
            with pytest.raises(LeaseLost):
                write()
        run.report(1, force=True)

    handlers["test"] = work
    job = make()
    jobs.run(job.id)
    job = fresh(job)
    assert (job.status, job.attempt, job.result, job.progress) == ("running", 2, {}, 0)


def test_a_job_that_kills_its_workers_is_given_up(handlers: dict[str, Handler]) -> None:
    handlers["test"] = lambda run: pytest.fail("it ran")
    past = timezone.now() - timedelta(seconds=1)
    job = make(status="running", attempt=5, lease_until=past)
    jobs.run(job.id)
    assert fresh(job).status == "failed"
    assert "died 5 times" in fresh(job).errors[0]["detail"]


def test_a_waiting_job_is_cancelled_at_once_and_a_running_one_at_its_next_step(handlers: dict[str, Handler]) -> None:
    waiting = make()
    jobs.request_cancel(waiting)
    assert fresh(waiting).status == "cancelled"

    def work(run: Run) -> None:
        run.report(1, 10, force=True)
        jobs.request_cancel(run.job)
        run.report(2, 10, force=True)
        pytest.fail("it went on")

    handlers["test"] = work
    running = make()
    jobs.run(running.id)
    assert (fresh(running).status, fresh(running).progress) == ("cancelled", 2)


def test_a_cancelled_job_whose_worker_died_ends_without_running(handlers: dict[str, Handler]) -> None:
    handlers["test"] = lambda run: pytest.fail("it ran")
    past = timezone.now() - timedelta(seconds=1)
    job = make(status="running", attempt=1, lease_until=past, cancel_requested=True)
    jobs.run(job.id)
    assert fresh(job).status == "cancelled"


def test_the_sweep_sends_what_waits_and_what_was_abandoned(sent: list[Any]) -> None:
    now = timezone.now()
    waiting, abandoned, resent = make(), make(status="running", lease_until=now - timedelta(seconds=1)), make()
    Job.objects.filter(id=waiting.id).update(created_at=now - timedelta(seconds=3))
    Job.objects.filter(id=resent.id).update(sent_at=now - timedelta(seconds=6))
    make()  # too young
    make(sent_at=now)
    make(status="running", lease_until=now + timedelta(seconds=9))
    make(status="done")
    assert jobs.sweep() == 3
    assert set(sent) == {waiting.id, abandoned.id, resent.id}


def test_enqueueing_does_not_fail_while_the_broker_is_away(
    handlers: dict[str, Handler], monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def away(*_args: Any, **_options: Any) -> None:
        raise ConnectionError("no broker")

    monkeypatch.setattr(jobs.current_app, "send_task", away)
    handlers["test"] = lambda run: None
    with django_capture_on_commit_callbacks(execute=True):
        job = jobs.enqueue(kind="test")
    assert (fresh(job).status, fresh(job).sent_at) == ("queued", None)


def test_a_kind_without_a_handler_is_refused() -> None:
    with pytest.raises(ValueError, match="no handler"):
        jobs.enqueue(kind="unknown")


def test_trying_again_starts_afresh_but_counts_on(handlers: dict[str, Handler], sent: list[Any]) -> None:
    handlers["test"] = lambda run: None
    job = make(status="failed", attempt=5, errors=[{"detail": "x"}], progress=3, cancel_requested=True)
    assert jobs.retry(job)
    job = fresh(job)
    assert (job.status, job.errors, job.progress, job.cancel_requested) == ("queued", [], 0, False)
    assert (job.attempt, job.attempt_limit) == (5, 10)
    jobs.run(job.id)
    assert (fresh(job).status, fresh(job).attempt) == ("done", 6)
    assert not jobs.retry(fresh(job))


def test_a_kind_that_leaves_nothing_to_try_again_is_not_tried_again() -> None:
    jobs.register("once", lambda run: None, retriable=False)
    assert not jobs.retry(make("once", status="failed"))


@pytest.mark.django_db(transaction=True)
def test_the_heartbeat_keeps_the_lease_of_a_job_that_reports_nothing(
    handlers: dict[str, Handler], settings: Any
) -> None:
    settings.JOB_LEASE_SECONDS = 0.8
    job = make()

    def work(run: Run) -> None:
        time.sleep(1.2)
        assert fresh(job).lease_until > timezone.now()  # type: ignore[operator]

    handlers["test"] = work
    jobs.run(job.id)
    assert (fresh(job).status, fresh(job).errors) == ("done", [])


@pytest.mark.django_db(transaction=True)
def test_the_heartbeat_tells_a_silent_job_that_it_was_cancelled(handlers: dict[str, Handler], settings: Any) -> None:
    settings.JOB_LEASE_SECONDS = 0.4
    job = make()

    def work(run: Run) -> None:
        jobs.request_cancel(job)
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            run.check()
            time.sleep(0.02)

    handlers["test"] = work
    jobs.run(job.id)
    assert fresh(job).status == "cancelled"


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_get_the_same_job_run_it_once(handlers: dict[str, Handler]) -> None:
    from django.db import connection

    ran: list[int] = []
    together = threading.Barrier(4)

    def work(run: Run) -> None:
        ran.append(run.attempt)
        time.sleep(0.2)

    handlers["test"] = work
    job = make()

    def take() -> None:
        together.wait()
        try:
            jobs.run(job.id)
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ran == [1]
    assert fresh(job).status == "done"


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_takes_what_the_sweep_finds_though_nobody_sent_it(
    celery_worker_process: WorkerProcess,
) -> None:
    job = Job.objects.create(kind="no-such-kind")
    eventually(lambda: fresh(job).finished, seconds=20, what="the end of the job")
    assert fresh(job).status == "failed"
