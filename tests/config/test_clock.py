"""What the clock sends is done: each of its entries is a task of the product."""

from django.conf import settings

from config.celery import app


def test_every_entry_of_the_clock_is_a_task() -> None:
    app.loader.import_default_modules()
    app.finalize()
    sent = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert sent == {
        "projects.sweep_jobs",
        "sources.index_changes",
        "projects.forget_answers",
        "exchange.remove_expired",
    }
    assert sent <= set(app.tasks)
