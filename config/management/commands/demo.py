"""Load the demonstration project."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.demo.loading import load
from config.demo.material import MaterialFault
from config.demo.texts import ImportFailed


class Command(BaseCommand):
    """`manage.py demo`: safe to run again; what is there is left as it is."""

    help = "Load the demonstration project, with an account for each role; the logins go to demo-logins.json."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load()
        except (MaterialFault, ImportFailed) as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(f"The project “{loaded.project.name}” is loaded; the logins are in {loaded.logins}.")
