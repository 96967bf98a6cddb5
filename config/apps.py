"""The configuration app: commands that run the site, and nothing with a table."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"
    label = "config"
