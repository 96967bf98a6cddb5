"""Celery tasks: thin entries into the jobs table."""

from uuid import UUID

from celery import shared_task

from projects import jobs, operations


@shared_task(name="projects.run_job")
def run_job(job_id: str) -> None:
    """Run one job of the table."""
    jobs.run(UUID(job_id))


@shared_task(name="projects.sweep_jobs")
def sweep_jobs() -> None:
    """Send waiting and abandoned jobs again."""
    jobs.sweep()


@shared_task(name="projects.forget_answers")
def forget_answers() -> None:
    """Remove stored answers to writes that nobody repeats any more."""
    operations.forget_answers()
