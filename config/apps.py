"""The configuration app: commands that run the site, and nothing with a table.

Loading it makes the Celery application the current one in every process of the site. The package itself stays free
of it: `config.runtime` is used by programs that load neither Django nor Celery.
"""

from django.apps import AppConfig

from config.celery import app as celery_app

__all__ = ["ConfigConfig", "celery_app"]


class ConfigConfig(AppConfig):
    name = "config"
    label = "config"
