"""Settings, addresses and entry points: the only package that may import every other one."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
