"""Check that nobody has changed the logs: `manage.py verify_log` for all of them, with a slug for one project."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from projects.models import Project
from projects.queries.verification import Verdict, verify_project, verify_site


class Command(BaseCommand):
    """`manage.py verify_log [slug]`"""

    help = "Recompute the digests and the chain of the logs; print the first place where one breaks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", nargs="?", help="check this project only")

    def handle(self, *args: Any, **options: Any) -> None:
        slug = options["slug"]
        projects = Project.objects.order_by("slug")
        if slug:
            projects = projects.filter(slug=slug)
            if not projects:
                raise CommandError(f"There is no project {slug}.")
        sound = [self._say(project.slug, verify_project(project.id)) for project in projects.iterator()]
        if not slug:
            sound.append(self._say("accounts of the site", verify_site()))
        if not all(sound):
            sys.exit(1)

    def _say(self, name: str, verdict: Verdict) -> bool:
        removed = f", {verdict.redacted} of them redacted" if verdict.redacted else ""
        if verdict.broken is None:
            self.stdout.write(f"{name}: {verdict.events} events{removed}, unbroken")
            return True
        self.stdout.write(self.style.ERROR(f"{name}: broken at event {verdict.broken.number}: {verdict.broken.why}"))
        return False
