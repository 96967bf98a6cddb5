"""Celery tasks of what leaves."""

from celery import shared_task

from exchange.services import exports


@shared_task(name="exchange.remove_expired")
def remove_expired() -> None:
    """Remove export files whose time is over."""
    exports.remove_expired()
