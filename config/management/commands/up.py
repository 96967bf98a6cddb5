"""Run the whole site in the foreground."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from config.runtime.places import CHECKOUT


class Command(BaseCommand):
    """`manage.py up`: this process becomes the supervisor, which needs none of what Django has loaded here."""

    help = "Start what is not configured (PostgreSQL, Redis), bring the schema up to date, run web server and worker."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="load the demonstration project and show its logins")
        parser.add_argument("--only-services", action="store_true", help="start PostgreSQL and Redis, nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        flags = [f"--{name.replace('_', '-')}" for name in ("demo", "only_services") if options[name]]
        os.chdir(CHECKOUT)
        sys.stdout.flush()
        os.execv(sys.executable, [sys.executable, "-m", "config.runtime.supervisor", *flags])
